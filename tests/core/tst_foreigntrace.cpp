// Chrome traces of other programs: what is in them must be there, and what cannot be shown must be
// said. The samples in tests/data/chrome are written by hand in the shapes of those programs; the
// text beside each is what a reader of it would expect.
#include "core/analysis/laws.h"
#include "core/io/jsonnumber.h"
#include "tests/support/foreignfile.h"

#include <QTest>

#include <algorithm>

using namespace Interleave;

class TestForeignTrace : public QObject, private ForeignFile
{
    Q_OBJECT

private Q_SLOTS:
    void samplesReadAsTheirTextsSay_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"chromium", "perfetto", "viztracer", "tracy", "firefox"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void samplesReadAsTheirTextsSay()
    {
        QFETCH(QString, name);
        const std::string text = textFrom(dataFile(name + QStringLiteral(".json")));
        QCOMPARE(QString::fromStdString(text), QString::fromUtf8(dataFile(name + QStringLiteral(".txt"))));
    }

    void aSampleIsTheSameThroughGzipWithAByteOrderMarkAndWithOtherLineEnds()
    {
        for (const char *name : {"chromium.json", "perfetto.json", "viztracer.json", "firefox.json"}) {
            const QByteArray bytes = dataFile(QString::fromLatin1(name));
            const std::string text = textFrom(bytes);
            QCOMPARE(textFrom(gzip(bytes)), text);
            QCOMPARE(textFrom("\xef\xbb\xbf" + bytes), text);
            QCOMPARE(textFrom(QByteArray(bytes).replace("\n", "\r\n")), text);
            QCOMPARE(textFrom(QByteArray(bytes).replace("\n", " ")), text);
            QCOMPARE(textFrom(QByteArray(bytes).replace("\n", "\n\n\t ")), text);
        }
    }

    void theLawsHoldForWhatIsRead()
    {
        for (const char *name : {"chromium.json", "perfetto.json", "viztracer.json", "tracy.json", "firefox.json"}) {
            Result<Trace> read = reread(dataFile(QString::fromLatin1(name)));
            QVERIFY(read.hasValue());
            for (const Violation &violation : violatedLaws(read.value()))
                QFAIL(violation.sentence.c_str());
        }
    }

    void linesThatStopBeingRecordsAreReadOnAsTheyCome()
    {
        QByteArray mixed = manyLines(60'000);
        const qsizetype middle = mixed.indexOf('\n', mixed.size() / 2);
        mixed.insert(middle + 1, R"({"ph":"i","name":"odd","ts":5,"pid":1,"tid":1,"more":[)" "\n"
                                     + QByteArray(1'500'000, ' ') + "\n{}\n]},\n");
        Result<Trace> read = reread(mixed);
        QVERIFY(read.hasValue());
        QVERIFY(read.value().problems.empty());
        QCOMPARE(read.value().eventCount(), std::uint64_t((60'000 + 1 + 1) * 2)); // the process has a beginning and an end
    }

    void aDamagedRecordCostsItselfAlone_data()
    {
        QTest::addColumn<QByteArray>("damage");
        for (const char *damage : {"{\"ph\" \"i\"}", "{ph:\"i\"}", "{\"ph\":\"i\",\"name\":\"unmatched,\"ts\":1}", "{\"ph\":}",
                                   "{\"ph\":\"i\" \"ts\":1}", "{'ph':1}", "12", "\"word\"", "[1,2]", "null", "@"})
            QTest::newRow(damage) << QByteArray(damage);
    }

    void aDamagedRecordCostsItselfAlone()
    {
        QFETCH(QByteArray, damage);
        const QByteArray good = R"({"ph":"i","name":"x","pid":1,"tid":1,"ts":1})";
        Result<Trace> read = reread("[\n" + good + ",\n" + damage + ",\n" + good + ",\n" + good + "\n]\n");
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), std::uint64_t((3 + 1) * 2));
        QCOMPARE(read.value().problems, std::vector<std::string>{"1 damaged record left out."});
    }

    void timesAreExact_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ns");
        constexpr qint64 none = INT64_MIN;
        QTest::newRow("whole") << "12" << qint64(12'000);
        QTest::newRow("three places") << "1234567890123.456" << qint64(1'234'567'890'123'456);
        QTest::newRow("more places, up") << "0.0005" << qint64(1);
        QTest::newRow("more places, down") << "0.00049999999999999999999" << qint64(0);
        QTest::newRow("since 1970") << "1700000000000000.125" << qint64(1'700'000'000'000'000'125);
        QTest::newRow("negative") << "-1.5" << qint64(-1'500);
        QTest::newRow("exponent") << "1.5e3" << qint64(1'500'000);
        QTest::newRow("leading zeros") << "00000000000000000000001" << qint64(1'000);
        QTest::newRow("NaN") << "NaN" << none;
        QTest::newRow("infinite") << "-Infinity" << none;
        QTest::newRow("1e308") << "1e308" << none;
        QTest::newRow("-1e308") << "-1e308" << none;
        QTest::newRow("too far") << "4000000000000000" << none;
        QTest::newRow("a word") << "soon" << none;
        QTest::newRow("nothing") << "" << none;
        QTest::newRow("a sign") << "-" << none;
        QTest::newRow("hexadecimal") << "0x10" << none;
    }

    void timesAreExact()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ns);
        QCOMPARE(qint64(nanosecondsFrom(text.toStdString()).value_or(INT64_MIN)), ns);
    }

    void oneStrayTimeDoesNotCostTheOthers()
    {
        const std::string text = textFrom(R"([{"ph":"i","name":"stray","pid":1,"tid":1,"ts":0},
            {"ph":"i","name":"a","pid":1,"tid":1,"ts":1700000000000000},{"ph":"i","name":"b","pid":1,"tid":1,"ts":1700000000000001}])");
        QVERIFY2(text.find("0 start a\n  0 finish\n  1000 start b\n  1000 finish\n") != std::string::npos, text.c_str());
        QVERIFY(text.find("1 record lies too far") != std::string::npos);
    }

    void whateverBytesAreInANameTheyStay()
    {
        const std::string text = textFrom("[{\"ph\":\"i\",\"name\":\"a\xff\\u0041\\ud800\\n\\q<b>%n\",\"pid\":1,\"tid\":1,\"ts\":1}]");
        QVERIFY2(text.find("start a\xff" "A\xef\xbf\xbd | \\q<b>%n\n") != std::string::npos, text.c_str());
    }

    void slicesWrittenInAnyOrderNestAlike()
    {
        const char *records[] = {R"({"ph":"X","name":"a","pid":1,"tid":1,"ts":0,"dur":10})",
                                 R"({"ph":"X","name":"b","pid":1,"tid":1,"ts":0,"dur":5})",
                                 R"({"ph":"X","name":"c","pid":1,"tid":1,"ts":5,"dur":5})",
                                 R"({"ph":"X","name":"d","pid":1,"tid":1,"ts":6,"dur":2})"};
        std::vector<int> order{0, 1, 2, 3};
        std::string expected;
        do {
            QByteArray bytes("[");
            for (const int index : order)
                bytes += QByteArray(records[index]) + ",";
            const std::string text = textFrom(bytes + "{}]");
            expected = expected.empty() ? text : expected;
            QCOMPARE(text, expected);
            QVERIFY(text.find("problem") == std::string::npos);
        } while (std::next_permutation(order.begin(), order.end()));
    }

    void manyMomentsInDisorderComeInOrder()
    {
        QByteArray bytes("[");
        for (int i = 0; i < 100'000; ++i)
            bytes += R"({"ph":"i","pid":1,"tid":1,"ts":)" + QByteArray::number(i * 7919LL % 100'003) + "},";
        Result<Trace> read = reread(bytes);
        QVERIFY(read.hasValue());
        const auto &events = read.value().lanes().back().events;
        QCOMPARE(std::size_t(events.size()), std::size_t(200'000));
        QVERIFY(std::is_sorted(events.begin(), events.end(),
                               [](const Event &a, const Event &b) { return a.rawTime() < b.rawTime(); }));
    }
};

QTEST_GUILESS_MAIN(TestForeignTrace)
#include "tst_foreigntrace.moc"
