// What the unit tests of the formats do with files of a kilobyte, with files of ten and twenty:
// every cut, and a great many flips and splices.
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "tests/support/tracedifference.h"

#include <QTest>

#include <random>

using namespace Interleave;

class StressTraceFiles : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("run"));

    static void addFormats()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<int>("events"); // reading a cut takes time with its size, so the sum is quadratic
        QTest::newRow("native") << QStringLiteral(".ilv") << 900;
        QTest::newRow("JSON") << QStringLiteral(".json") << 12;
        QTest::newRow("JSON through gzip") << QStringLiteral(".json.gz") << 24;
    }

    /// Refused, or flagged, or not changed in anything that a trace says.
    static bool isNoticed(const Result<Trace> &read, const Trace &original)
    {
        return !read.hasValue() || isIncomplete(read.value()) || difference(original, read.value()).empty();
    }

private Q_SLOTS:
    void everyCutIsSurvivedAndSaid_data() { addFormats(); }

    void everyCutIsSurvivedAndSaid()
    {
        QFETCH(QString, suffix);
        QFETCH(int, events);
        const Trace trace = sampleTrace(1, 8, events);
        const QByteArray whole = fileContent(trace, suffix);
        QVERIFY(whole.size() > 1'500);
        putBytes(m_path, whole);
        std::uint64_t before = trace.eventCount();
        for (qsizetype size = whole.size() - 1; size >= 0; --size) {
            QVERIFY(QFile::resize(m_path, size));
            const Result<Trace> read = readTraceFile(m_path);
            if (!read.hasValue())
                continue;
            QVERIFY(isIncomplete(read.value()));
            QVERIFY(read.value().eventCount() <= before);
            before = read.value().eventCount();
        }
        QCOMPARE(before, std::uint64_t(0));
    }

    void randomFlipsAreNoticed_data() { addFormats(); }

    void randomFlipsAreNoticed()
    {
        QFETCH(QString, suffix);
        QFETCH(int, events);
        const Trace trace = sampleTrace(2, 8, events);
        const QByteArray whole = fileContent(trace, suffix);
        putBytes(m_path, whole);
        std::mt19937 random(7);
        for (int i = 0; i < 400; ++i) {
            const qint64 at = qint64(random() % std::uint32_t(whole.size()));
            const int bit = int(random() % 8);
            flipBit(m_path, at, bit);
            QVERIFY2(isNoticed(readTraceFile(m_path), trace), QByteArray::number(at));
            flipBit(m_path, at, bit);
        }
    }

    void splicesOfEightBytesAreNoticed_data() { addFormats(); }

    void splicesOfEightBytesAreNoticed()
    {
        QFETCH(QString, suffix);
        QFETCH(int, events);
        const Trace trace = sampleTrace(3, 8, events);
        const QByteArray whole = fileContent(trace, suffix);
        std::mt19937 random(8);
        for (int i = 0; i < 400; ++i) {
            QByteArray bytes = whole;
            const qsizetype at = qsizetype(random() % std::uint32_t(whole.size() - 8));
            for (int byte = 0; byte < 8; ++byte)
                bytes[at + byte] = char(random());
            putBytes(m_path, bytes);
            QVERIFY2(isNoticed(readTraceFile(m_path), trace), QByteArray::number(at));
        }
    }

    void aBitOfEveryByteOfASmallJsonFileMayFlip()
    {
        const Trace trace = sampleTrace(4, 5, 2);
        const QByteArray whole = fileContent(trace, QStringLiteral(".json"));
        putBytes(m_path, whole);
        for (qint64 at = 0; at < whole.size(); ++at) {
            const int bit = int(at % 8);
            flipBit(m_path, at, bit);
            QVERIFY2(isNoticed(readTraceFile(m_path), trace), QByteArray::number(at));
            flipBit(m_path, at, bit);
        }
    }
};

QTEST_GUILESS_MAIN(StressTraceFiles)
#include "stress_tracefiles.moc"
