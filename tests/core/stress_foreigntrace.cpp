// Chrome traces of other programs that are large, deep, cut or wide; the rest is tst_foreigntrace's.
#include "core/analysis/laws.h"
#include "core/io/slicelayout.h"
#include "tests/support/foreignfile.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace Interleave;

class ForeignTraceStress : public QObject, private ForeignFile
{
    Q_OBJECT

private Q_SLOTS:
    void aLargeFileIsTheSameHoweverItsLinesAreCut()
    {
        const QByteArray lines = manyLines(60'000); // several stretches
        const std::string text = textFrom(lines);
        QVERIFY(text.find("problem") == std::string::npos);
        QCOMPARE(std::count(text.begin(), text.end(), '\n'), 60'000 * 2 + 8);
        QVERIFY(textFrom(QByteArray(lines).replace("\n", "")) == text);
        const QByteArray inside = R"({"more":[)" "\n{},\n" R"({"ph":"B"}],"name")"; // lines that only look like records
        QVERIFY(textFrom(QByteArray(lines).replace(R"({"name")", inside)) == text);
        QVERIFY(textFrom(gzip(lines)) == text);
        QVERIFY(textFrom("{\"traceEvents\":" + lines + ",\"otherData\":{}}") == text);
    }

    void aCutFileGivesItsWholeRecords()
    {
        const QByteArray lines = dataFile(QStringLiteral("perfetto.json"));
        for (qsizetype size = lines.size() - 1; size > 0; --size) {
            Result<Trace> read = reread(QByteArrayView(lines).first(size));
            QVERIFY(!read.hasValue() || isIncomplete(read.value()));
        }
        QVERIFY(says(manyLines(60'000).chopped(10), "has no end"));
    }

    void hugeAndDeepValuesArePassedOver()
    {
        const QByteArray good = R"({"ph":"i","name":"x","pid":1,"tid":1,"ts":1})";
        const QByteArray deep = QByteArray(1'000'000, '[') + QByteArray(1'000'000, ']');
        Result<Trace> read = reread("[" + good + R"(,{"ph":"i","ts":2,"pid":1,"tid":1,"x":)" + deep + "}," + good + "]");
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), std::uint64_t((3 + 1) * 2));
        const QByteArray huge = ",{\"ph\":\"i\",\"ts\":2,\"args\":{\"x\":\"" + QByteArray(50'000'000, '{') + "\"}},";
        read = reread("[" + good + huge + good + "]");
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), std::uint64_t((2 + 1) * 2));
        QCOMPARE(read.value().problems, std::vector<std::string>{"1 record too long left out."});
        read = reread("{\"info\":\"" + QByteArray(20'000'000, ']') + "\",\"traceEvents\":[" + good + "]}");
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), std::uint64_t((1 + 1) * 2));
    }

    void aMillionOpenSlicesEnd()
    {
        QByteArray bytes("[");
        for (int i = 0; i < 1'000'000; ++i)
            bytes += "{\"ph\":\"B\",\"pid\":1,\"tid\":1,\"ts\":" + QByteArray::number(i) + "},";
        Result<Trace> read = reread(bytes);
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().lanes().size(), std::size_t(3 + SliceLayout::mostLevels - 1));
        QVERIFY(says(bytes, "1000000 slices have no end"));
        QVERIFY(says(bytes, "998999 slices lie too deep"));
    }

    void damagedFilesAreReadAsFarAsTheyGo()
    {
        std::mt19937 random(7);
        for (const char *name : {"chromium.json", "perfetto.json", "viztracer.json", "tracy.json", "firefox.json"}) {
            const QByteArray bytes = dataFile(QString::fromLatin1(name));
            for (int round = 0; round < 300; ++round) {
                QByteArray damaged = bytes;
                for (int flips = int(random() % 6); flips >= 0; --flips)
                    damaged[qsizetype(random() % std::uint32_t(bytes.size()))] = "{}[]\",:0-e\\\0 "[random() % 13];
                const qsizetype from = qsizetype(random() % std::uint32_t(bytes.size()));
                damaged.remove(from, round % 3 == 0 ? qsizetype(random() % 200) : 0);
                Result<Trace> read = reread(damaged);
                if (!read.hasValue())
                    continue;
                for (const Violation &violation : violatedLaws(read.value()))
                    QFAIL(violation.sentence.c_str());
            }
        }
    }

    void recordsInNoOrderAndOfAnyNumbersAreReadOrCounted()
    {
        std::mt19937 random(11);
        const char *times[] = {"1", "-5", "1e308", "NaN", "\"7\"", "null", "3999999999999999", "12.5", "0", "-0.0001", "{}"};
        const char *ids[] = {"1", "\"0x1\"", "\"\"", "null", "-1", "1.5", "[]"};
        QByteArray bytes("[");
        std::uint64_t records = 0;
        for (; records < 200'000; ++records) {
            bytes += "{\"ph\":\"" + QByteArray(1, "BEXiCsftbenMSTFZ"[random() % 16]) + "\",\"name\":\"n"
                     + QByteArray::number(random() % 1000) + "\",\"pid\":" + ids[random() % 7] + ",\"tid\":" + ids[random() % 7]
                     + ",\"ts\":" + times[random() % 11] + ",\"dur\":" + times[random() % 11] + ",\"id\":" + ids[random() % 7]
                     + ",\"args\":{\"value\":" + times[random() % 11] + "}},";
        }
        Result<Trace> read = reread(bytes + "{}]");
        QVERIFY(read.hasValue());
        QVERIFY(isIncomplete(read.value()));
        QVERIFY(read.value().eventCount() < 4 * records);
        QVERIFY(violatedLaws(read.value()).empty());
    }

    void aMillionNamesAndTheirArgumentsAreKeptAsFarAsThereIsRoom()
    {
        QByteArray bytes("[");
        for (int i = 0; i < 1'000'000; ++i)
            bytes += "{\"ph\":\"i\",\"name\":\"n" + QByteArray::number(i) + "\",\"pid\":1,\"tid\":1,\"ts\":" + QByteArray::number(i)
                     + ",\"args\":{\"a\":\"" + QByteArray(100, 'x') + "\"}},";
        Result<Trace> read = reread(bytes + "{}]");
        QVERIFY(read.hasValue());
        QVERIFY(!isIncomplete(read.value()));
        QCOMPARE(read.value().eventCount(), std::uint64_t(2'000'002));
        QVERIFY(says(bytes + "{}]", "would be too much text together"));
    }

    void moreLanesThanPossibleAreCounted()
    {
        QByteArray bytes("[");
        for (int i = 0; i < 150'000; ++i)
            bytes += R"({"ph":"i","ts":1,"pid":1,"tid":)" + QByteArray::number(i) + "},";
        QVERIFY(says(bytes, "records belong to more lanes than can be shown"));
    }

    void readingTellsItsProgressAndCanBeStopped()
    {
        putBytes(path(), manyLines(60'000));
        double last = 0;
        int calls = 0;
        Result<Trace> read = readTraceFile(path(), [&](double share) {
            const bool goesOn = share >= last && share <= 1;
            last = share;
            ++calls;
            return goesOn;
        });
        QVERIFY(read.hasValue());
        QCOMPARE(last, 1.0);
        for (int stopAt = 0; stopAt < calls; ++stopAt) {
            int left = stopAt;
            read = readTraceFile(path(), [&](double) { return left-- > 0; });
            QVERIFY(!read.hasValue() && read.error().code == ErrorCode::Failed);
        }
    }
};

QTEST_GUILESS_MAIN(ForeignTraceStress)
#include "stress_foreigntrace.moc"
