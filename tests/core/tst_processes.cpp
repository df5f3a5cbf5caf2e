// Processes with start and join, forked; what is exec'd is tested through sessions (tst_session).
#include "core/executors/processes.h"
#include "tests/support/recordedrun.h"

#include <QTest>

#include <csignal>
#include <stdexcept>
#include <sys/wait.h>

using namespace Interleave;

namespace {

const ProcessFunction say("say", [](Program &program, const Arguments &arguments) { program.print(arguments.at(0)); });
const ProcessFunction killItself("killItself", [](Program &program, const Arguments &) {
    program.print("last words");
    raise(SIGKILL);
});
const ProcessFunction exitWithThree("exitWithThree", [](Program &, const Arguments &) {
    endProcess(Outcome::Failed, 3);
    _exit(3);
});
const ProcessFunction throwing("throwing", [](Program &, const Arguments &) { throw std::runtime_error("oh"); });

/// Tells its pid through the pipe and then waits for a signal that never comes.
const ProcessFunction waitForever("waitForever", [](Program &, const Arguments &arguments) {
    const pid_t me = getpid();
    if (write(std::stoi(arguments.at(0)), &me, sizeof me) == sizeof me)
        pause();
});

const Event *finishOf(const Trace &trace, std::string_view name)
{
    for (const Event &event : laneNamed(trace, name)->events) {
        if (event.kind() == EventKind::Finish)
            return &event;
    }
    return nullptr;
}

/// Runs one process of that function to its end.
Trace oneProcess(const ProcessFunction &function, std::optional<int> &exitCode, std::string &failure)
{
    return recorded([&](Program &program) {
        Process process(program, "child", function, {"hello"});
        process.start();
        process.join();
        process.join(); // again is harmless
        exitCode = process.exitCode();
        failure = program.failure();
    });
}

} // namespace

class ProcessesTest : public QObject
{
    Q_OBJECT

    std::optional<int> m_exitCode;
    std::string m_failure;

private Q_SLOTS:
    void aForkedChildRecordsIntoARingOfItsOwn()
    {
        const Trace trace = oneProcess(say, m_exitCode, m_failure);
        QCOMPARE(m_exitCode, std::optional(0));
        QCOMPARE(m_failure, std::string());
        const Lane &child = *laneNamed(trace, "child");
        QVERIFY(child.pid != 0 && child.pid != std::uint32_t(getpid()));
        QCOMPARE(child.parent, std::optional(laneNamed(trace, "process")->id));
        QCOMPARE(lifeOf(trace, "child"), QStringLiteral("start finish(finished)"));
        QCOMPARE(trace.text(trace.outputs().front()), std::string_view("hello"));
        const auto itsRings = std::ranges::count(trace.rings, child.pid, &RingTotals::pid);
        QCOMPARE(itsRings, 1);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aKilledChildsEndIsInferredWithItsSignal()
    {
        const Trace trace = oneProcess(killItself, m_exitCode, m_failure);
        QCOMPARE(m_exitCode, std::optional(-SIGKILL));
        QCOMPARE(QString::fromStdString(m_failure), QStringLiteral("The process child was killed by signal 9."));
        const Event *end = finishOf(trace, "child");
        QCOMPARE(int(end->outcome()), int(Outcome::Killed));
        QCOMPARE(end->argument(), std::uint32_t(SIGKILL));
        QVERIFY(end->inferred());
        QCOMPARE(trace.text(trace.outputs().front()), std::string_view("last words"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void anExitCodeIsToldFromASignal()
    {
        const Trace trace = oneProcess(exitWithThree, m_exitCode, m_failure);
        QCOMPARE(m_exitCode, std::optional(3));
        QCOMPARE(QString::fromStdString(m_failure), QStringLiteral("The process child ended with exit code 3."));
        QVERIFY(!finishOf(trace, "child")->inferred());
        QCOMPARE(brokenLaws(trace), QString());
    }

    void anExceptionEndsTheChildAsFailed()
    {
        const Trace trace = oneProcess(throwing, m_exitCode, m_failure);
        QCOMPARE(m_exitCode, std::optional(1));
        QCOMPARE(lifeOf(trace, "child"), QStringLiteral("start finish(failed)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void joinNamesTheProcessThatItWaitsFor()
    {
        const Trace trace = oneProcess(say, m_exitCode, m_failure);
        QCOMPARE(lifeOf(trace, "main thread"), QStringLiteral("start suspend(join) resume finish(finished)"));
        for (const Event &event : laneNamed(trace, "main thread")->events) {
            if (event.kind() == EventKind::Suspend)
                QCOMPARE(event.peer(), std::optional(laneNamed(trace, "child")->id));
        }
    }

    void manyChildrenAreAllReaped()
    {
        const Trace trace = recorded([](Program &program) {
            std::vector<Process> processes;
            for (int i = 0; i < 16; ++i) {
                processes.emplace_back(program, "child " + std::to_string(i), say, Arguments{"x"});
                processes.back().start();
            }
        }); // joined as they go out of scope
        QCOMPARE(trace.outputs().size(), std::size_t(16));
        QCOMPARE(waitpid(-1, nullptr, WNOHANG), pid_t(-1)); // no child is left
        QCOMPARE(brokenLaws(trace), QString());
    }

    /// A parent that is killed takes its child with it, and that child its own.
    void aChildDiesWithItsParent()
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        const pid_t parent = fork();
        if (parent == 0) {
            Program program("test", {});
            Process child(program, "child", waitForever, {std::to_string(ends[1])});
            child.start();
            pause();
            _exit(0);
        }
        pid_t grandchild = 0;
        QCOMPARE(read(ends[0], &grandchild, sizeof grandchild), ssize_t(sizeof grandchild));
        close(ends[1]);
        ::kill(parent, SIGKILL);
        QCOMPARE(waitpid(parent, nullptr, 0), parent);
        char nothing = 0;
        QCOMPARE(read(ends[0], &nothing, 1), ssize_t(0)); // the last writer of the pipe has gone
        close(ends[0]);
    }

    void aFunctionIsFoundByItsName()
    {
        QCOMPARE(ProcessFunction::find("say"), &say);
        QVERIFY(!ProcessFunction::find("no such function"));
    }
};

QTEST_GUILESS_MAIN(ProcessesTest)
#include "tst_processes.moc"
