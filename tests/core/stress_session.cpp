// Two hundred runs ended at random instants in three ways, and the death of a session's own
// process: nothing of a run survives, and what it recorded is lawful.
#include "tests/support/recordedrun.h"
#include "tests/support/sessionruns.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 10'000; // ms
constexpr const char *holderArgument = "hold-a-session";

enum class End { Destroyed, Stopped, Killed };

/// Long enough that most instants fall within the run, short enough for those that come late.
RunRequest busyRun(unsigned number)
{
    const std::vector<const Scenario *> all = allScenarios();
    const Scenario &scenario = *all[number % all.size()];
    ParameterValues parameters;
    for (const auto &[name, value] : {std::pair("second", "40"), std::pair("work", "60"), std::pair("workers", "3")}) {
        if (scenario.parameter(name))
            parameters[name] = value;
    }
    if (scenario.parameter("start") && number / all.size() % 2 == 1)
        parameters["start"] = "spawn";
    return shortRun(scenario.id, parameters);
}

void letPass(std::chrono::microseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(time), Qt::PreciseTimer, &loop,
                       &QEventLoop::quit);
    loop.exec();
}

/// 0 while it has none.
pid_t firstChildOf(pid_t parent)
{
    std::ifstream file("/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) + "/children");
    pid_t child = 0;
    return file >> child ? child : 0;
}

/// Starts the run, ends it that way after that time, and gives its trace; null when it hangs.
std::shared_ptr<const Trace> endedRun(RunRequest request, End end, std::chrono::microseconds after)
{
    auto session = std::make_unique<Session>(std::move(request));
    QSignalSpy ends(session.get(), &Session::finished);
    if (!session->start().hasValue())
        return nullptr;
    const std::vector<pid_t> children = childProcesses(); // the runner is the last: its server comes before it
    if (after > 0us)
        letPass(after);
    const std::shared_ptr<const Trace> trace = session->trace();
    if (end == End::Destroyed) {
        session.reset();
        return trace;
    }
    if (end == End::Stopped)
        session->stop();
    else if (session->isRunning() && !children.empty())
        ::kill(children.back(), SIGKILL); // not reaped before the session says its end
    const bool over = QTest::qWaitFor([&ends] { return !ends.isEmpty(); }, patience);
    return over && ends.count() == 1 ? trace : nullptr;
}

bool isPossible(RunOutcome outcome, End end)
{
    return outcome == RunOutcome::Finished
           || outcome == (end == End::Killed ? RunOutcome::Failed : RunOutcome::Cancelled);
}

/// What the helper process does: holds a session with hard-working children until it is killed.
int holdASession(int &argc, char **argv)
{
    QCoreApplication application(argc, argv);
    Session session(shortRun("processes.continents", {{"work", "5000"}, {"workers", "4"}}));
    return session.start().hasValue() ? QCoreApplication::exec() : 1;
}

} // namespace

class SessionStress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        adoptOrphans();
        QVERIFY(endedRun(busyRun(0), End::Stopped, 20ms)); // what Qt makes once and keeps exists now
    }

    void twoHundredEndsAtRandomInstants()
    {
        std::mt19937 random(20'240'229);
        const OwnResources before = ownResources();
        for (unsigned number = 0; number < 200; ++number) {
            const End end = End(random() % 3);
            const std::chrono::microseconds after(random() % 8 == 0 ? 0 : random() % 150'000);
            const RunRequest request = busyRun(number);
            const QByteArray what = QByteArray::fromStdString(request.scenario) + " number " + QByteArray::number(number)
                                    + " end " + QByteArray::number(int(end)) + " after "
                                    + QByteArray::number(qint64(after.count())) + " us: ";
            const std::shared_ptr<const Trace> trace = endedRun(request, end, after);
            QVERIFY2(trace, what + "hangs or ends more than once");
            QVERIFY2(noProcessIsLeft(), what + "a process is left");
            QVERIFY2(ownResources() == before, what + "a descriptor or thread is left");
            QVERIFY2(isPossible(trace->info.outcome, end), what + runOutcomeName(trace->info.outcome).data());
            const QString broken = brokenLaws(*trace);
            QVERIFY2(broken.isEmpty(), what + broken.toUtf8());
            QVERIFY2(std::ranges::all_of(trace->rings, &RingTotals::holds), what + "the books do not balance");
        }
    }

    /// From the moment of its birth on, before it has said anything, until after it has ended.
    void aWorkerKilledAtAnyInstantIsRecordedLawfully()
    {
        std::mt19937 random(444);
        int killed = 0;
        for (int number = 0; number < 60; ++number) {
            Session session(shortRun("processes.continents", {{"work", "10"}, {"workers", "3"},
                                                              {"start", number % 2 == 1 ? "spawn" : "fork"}}));
            QSignalSpy ends(&session, &Session::finished);
            QVERIFY(session.start().hasValue());
            const pid_t runner = childProcesses().front();
            pid_t worker = 0;
            const QDeadlineTimer deadline(patience);
            while (worker == 0 && ends.isEmpty() && !deadline.hasExpired()) { // without a pause: it is young only once
                QCoreApplication::processEvents();
                worker = firstChildOf(runner);
            }
            letPass(std::chrono::milliseconds(random() % 15));
            killed += worker != 0 && ::kill(worker, SIGKILL) == 0;
            QTRY_COMPARE_WITH_TIMEOUT(ends.count(), qsizetype(1), patience);
            const QByteArray what = "number " + QByteArray::number(number) + ": ";
            QVERIFY2(brokenLaws(*session.trace()).isEmpty(), what + brokenLaws(*session.trace()).toUtf8());
            QVERIFY2(noProcessIsLeft(), what + "a process is left");
        }
        QVERIFY(killed > 20);
    }

    void theDeathOfTheSessionsProcessEndsTheRun()
    {
        QProcess holder;
        holder.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(holderArgument)});
        QVERIFY(holder.waitForStarted());
        const pid_t pid = pid_t(holder.processId());
        // The holder, its runner and four workers.
        QTRY_COMPARE_WITH_TIMEOUT(readProcessTree(pid).processes, 6u, patience);
        holder.kill();
        QVERIFY(holder.waitForFinished());
        const auto reapedAll = [] {
            while (waitpid(-1, nullptr, WNOHANG) > 0) {}
            return noProcessIsLeft();
        };
        QTRY_VERIFY_WITH_TIMEOUT(reapedAll(), 2000);
    }
};

int main(int argc, char **argv)
{
    Session::setExecutable(QStringLiteral(INTERLEAVE_EXECUTABLE));
    if (argc > 1 && std::string_view(argv[1]) == holderArgument)
        return holdASession(argc, argv);
    QCoreApplication application(argc, argv);
    SessionStress tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "stress_session.moc"
