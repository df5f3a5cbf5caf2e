// Several runs one after the other, each in a process of the real program.
#include "core/session/runseries.h"
#include "tests/support/sessionruns.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Interleave;

namespace {

constexpr int patience = 60'000; // ms; only a hang takes that long

RunRequest count(const char *tasks, const char *second = "10")
{
    return shortRun("async.count", {{"tasks", tasks}, {"second", second}});
}

/// What a series says, in the order in which it says it: "began 0", "ended 0 finished" …
struct Series {
    RunSeries series;
    QStringList said;
    QSignalSpy over;

    explicit Series(std::vector<RunRequest> requests) : series(std::move(requests)), over(&series, &RunSeries::finished)
    {
        QObject::connect(&series, &RunSeries::began, &series, [this](std::size_t number) {
            said << QStringLiteral("began %1").arg(number);
        });
        QObject::connect(&series, &RunSeries::ended, &series, [this](std::size_t number, const std::shared_ptr<const Trace> &trace) {
            const auto lanes = std::ranges::count(trace->lanes(), LaneKind::Task, &Lane::kind);
            said << QStringLiteral("ended %1, %2 tasks, %3").arg(number).arg(lanes)
                        .arg(trace->info.outcome == RunOutcome::Finished ? QStringLiteral("finished") : QStringLiteral("not"));
        });
        QObject::connect(&series, &RunSeries::refused, &series, [this](std::size_t number, const Error &error) {
            said << QStringLiteral("refused %1 %2").arg(number).arg(int(error.code));
        });
    }
    bool finish() { return QTest::qWaitFor([this] { return !over.isEmpty(); }, patience); }
};

} // namespace

class TestRunSeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Session::setExecutable(QStringLiteral(INTERLEAVE_EXECUTABLE)); }

    void eachRunBeginsWhenTheOneBeforeIsOver()
    {
        Series series({count("1"), count("3")});
        QVERIFY(!series.series.isRunning());
        series.series.start();
        series.series.start(); // once
        QVERIFY(series.series.isRunning());
        QVERIFY(series.finish());
        QCOMPARE(series.said, QStringList({QStringLiteral("began 0"), QStringLiteral("ended 0, 2 tasks, finished"),
                                           QStringLiteral("began 1"), QStringLiteral("ended 1, 4 tasks, finished")}));
        QVERIFY(!series.series.isRunning());
        QCOMPARE(series.series.done(), 2u);
        QVERIFY(noProcessIsLeft());
    }

    void oneThatCannotBeStartedDoesNotEndTheOthers()
    {
        Series series({count("1"), count("0"), shortRun("no.such"), count("2")});
        series.series.start();
        QVERIFY(series.finish());
        QCOMPARE(series.said.filter(QStringLiteral("refused")),
                 QStringList({QStringLiteral("refused 1 %1").arg(int(ErrorCode::Usage)),
                              QStringLiteral("refused 2 %1").arg(int(ErrorCode::Usage))}));
        QCOMPARE(series.said.last(), QStringLiteral("ended 3, 3 tasks, finished"));
    }

    void stoppedItEndsItsRunAndBeginsNoOther()
    {
        Series series({count("1"), count("1", "1000"), count("1")});
        connect(&series.series, &RunSeries::began, &series.series, [&](std::size_t number) {
            if (number == 1)
                series.series.stop();
        });
        series.series.start();
        QVERIFY(series.finish());
        QVERIFY(!series.said.contains(QStringLiteral("began 2")));
        QCOMPARE(series.said.value(1), QStringLiteral("ended 0, 2 tasks, finished"));
        QVERIFY(noProcessIsLeft());
    }

    void filesAreCompleteWhenARunIsReported()
    {
        const QTemporaryDir folder;
        RunRequest request = count("2");
        request.autosaveFile = folder.filePath(QStringLiteral("one.ilv"));
        Series series({request});
        qint64 size = 0;
        connect(&series.series, &RunSeries::ended, &series.series, [&] { size = QFileInfo(request.autosaveFile).size(); });
        series.series.start();
        QVERIFY(series.finish());
        QVERIFY(size > 0);
        QCOMPARE(QFileInfo(request.autosaveFile).size(), size);
    }

    void nothingToRunIsOverAtOnce()
    {
        Series series({});
        series.series.start();
        QVERIFY(series.finish());
        QVERIFY(series.said.isEmpty());
    }

    void destroyingItStopsWhatRuns()
    {
        {
            Series series({count("1", "1000")});
            series.series.start();
            QTRY_COMPARE_WITH_TIMEOUT(series.said.size(), 1, patience);
        }
        QVERIFY(noProcessIsLeft());
    }
};

QTEST_GUILESS_MAIN(TestRunSeries)
#include "tst_runseries.moc"
