// What the unit tests of the native format do here and there, at every bit and in many rounds.
#include "tests/support/nativebytes.h"
#include "tests/support/sampletrace.h"

#include <QTest>

using namespace Interleave;

class StressNativeFormat : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("run.ilv"));

private Q_SLOTS:
    void whatIsWrittenReadsBackTheSame()
    {
        for (unsigned seed = 1; seed <= 3; ++seed) {
            const Trace trace = sampleTrace(seed, 1'500, 6'000);
            putBytes(m_path, fileContent(trace, QStringLiteral(".ilv")));
            Result<Trace> read = readTraceFile(m_path);
            QVERIFY2(read.hasValue(), read.hasValue() ? "" : read.error().message.c_str());
            QCOMPARE(difference(trace, read.value()), std::string());
            QVERIFY(!isIncomplete(read.value()));
        }
    }

    void aFileCutAtAnyByteGivesWhatIsWholeAndSaysSo() { everyCutGivesWhatIsWhole(m_path, sampleTrace(5, 8, 120)); }
    void everyFlippedBitIsNoticed() { flippedBitsAreNoticed(m_path, sampleTrace(6, 5, 5), 8); }
    void anIndexThatLiesDoesNoHarmAndIsFound() { liesOfTheIndexAreFound(m_path, 160); }
    void eventsThatLieDoNoHarm() { liesOfEventsDoNoHarm(m_path, 60); }
};

QTEST_GUILESS_MAIN(StressNativeFormat)
#include "stress_nativeformat.moc"
