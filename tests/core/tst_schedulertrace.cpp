// The kernel's own record of a child process, beside what the child counts of itself. Where the kernel
// refuses, the tests that need it say so and are skipped.
#include "core/kernel/schedulertrace.h"
#include "core/kernel/threadtimes.h"

#include <QTest>

#include <array>
#include <cerrno>
#include <map>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

using Kind = SchedulerRecord::Kind;

void computeFor(Nanos time)
{
    while (ownThreadCpuTime() < time) {}
}

/// What a thread of the child says of itself.
struct Account {
    std::uint32_t pid, tid;
    std::int64_t cpuNs;
};

/// A child process that waits for a go, does its part and sends an account of each of its threads.
class Child
{
public:
    template<class Part>
    explicit Child(Part part)
    {
        if (pipe(m_go.data()) != 0 || pipe(m_accounts.data()) != 0)
            qFatal("no pipe for the test");
        m_pid = fork();
        if (m_pid != 0)
            return;
        char go = 0;
        if (read(m_go[0], &go, 1) == 1)
            part(*this);
        _exit(0);
    }
    ~Child()
    {
        for (const int fd : {m_go[0], m_go[1], m_accounts[0], m_accounts[1]})
            close(fd);
    }

    void report() const
    {
        const Account account{std::uint32_t(getpid()), std::uint32_t(gettid()), ownThreadCpuTime().count()};
        [[maybe_unused]] const auto written = write(m_accounts[1], &account, sizeof account);
    }
    void letGo() const { QCOMPARE(write(m_go[1], "g", 1), ssize_t(1)); }
    Account account() const
    {
        Account account{};
        return read(m_accounts[0], &account, sizeof account) == sizeof account ? account : Account{};
    }
    void join() const { QCOMPARE(waitpid(m_pid, nullptr, 0), m_pid); }
    pid_t pid() const { return m_pid; }

private:
    std::array<int, 2> m_go{}, m_accounts{};
    pid_t m_pid = 0;
};

struct OnCpu {
    std::int64_t sum = 0, since = 0;
    int turns = 0;
    bool isOver = false;
};

/// Within 1 %, and what the thread did beside its account: it was made, and it ended.
bool agree(const OnCpu &onCpu, const Account &account)
{
    constexpr std::int64_t beside = 300'000;
    return std::abs(onCpu.sum - account.cpuNs) <= account.cpuNs / 100 + beside;
}

std::map<std::uint32_t, OnCpu> drained(SchedulerTrace &trace)
{
    std::map<std::uint32_t, OnCpu> threads;
    std::int64_t last = 0;
    const auto visit = [&](const SchedulerRecord &record) {
        QVERIFY(record.monotonicNs >= last);
        last = record.monotonicNs;
        QVERIFY(record.kind != Kind::Lost);
        OnCpu &thread = threads[record.tid];
        if (record.kind == Kind::In) {
            thread.since = record.monotonicNs;
            ++thread.turns;
        } else if (thread.since != 0) {
            thread.sum += record.monotonicNs - std::exchange(thread.since, 0);
        }
        thread.isOver = record.kind == Kind::Exit;
    };
    while (trace.drain(INT64_MAX, 100, visit) > 0) {}
    return threads;
}

} // namespace

/// Ends the test function where the kernel refuses.
#define OPEN_OR_SKIP(trace, pid) \
    Result<SchedulerTrace> opened = SchedulerTrace::open(pid); \
    if (!opened.hasValue()) { \
        child.letGo(); \
        child.join(); \
        QSKIP(opened.error().message.c_str()); \
    } \
    SchedulerTrace trace = opened.takeValue()

class TestSchedulerTrace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timeOnCpusIsTheThreadsCpuTime()
    {
        // A machine whose host takes its CPUs away may falsify one attempt: that is no CPU time.
        bool agrees = false;
        for (int attempt = 0; attempt < 5 && !agrees; ++attempt) {
            const Child child([](const Child &self) {
                std::thread second([&self] {
                    computeFor(40ms);
                    self.report();
                });
                computeFor(60ms);
                second.join();
                self.report();
            });
            OPEN_OR_SKIP(trace, child.pid());
            child.letGo();
            const Account second = child.account(), first = child.account();
            child.join();
            auto threads = drained(trace);
            QVERIFY(threads[first.tid].isOver && threads[second.tid].isOver);
            agrees = agree(threads[first.tid], first) && agree(threads[second.tid], second);
        }
        QVERIFY(agrees);
    }

    void laterProcessesAndThoseThatTheyExecuteAreWatched()
    {
        const Child child([](const Child &) {
            if (const pid_t below = fork(); below == 0)
                execl("/bin/true", "true", nullptr);
            else
                waitpid(below, nullptr, 0);
        });
        OPEN_OR_SKIP(trace, child.pid());
        child.letGo();
        child.join();
        const auto threads = drained(trace);
        QCOMPARE(threads.size(), std::size_t(2));
        for (const auto &[tid, thread] : threads)
            QVERIFY(thread.isOver && thread.turns > 0);
    }

    void threadsThatAreThereAlreadyAreWatched()
    {
        std::array<int, 2> up{};
        QCOMPARE(pipe(up.data()), 0);
        const Child child([](const Child &) {});
        const pid_t other = fork();
        if (other == 0) {
            std::thread second([] { pause(); });
            [[maybe_unused]] const auto written = write(up[1], "u", 1);
            pause();
        }
        char byte = 0;
        QCOMPARE(read(up[0], &byte, 1), ssize_t(1));
        Result<SchedulerTrace> opened = SchedulerTrace::open(other);
        ::kill(other, SIGKILL);
        waitpid(other, nullptr, 0);
        child.letGo();
        child.join();
        close(up[0]);
        close(up[1]);
        if (!opened.hasValue())
            QSKIP(opened.error().message.c_str());
        const auto threads = drained(opened.value());
        QCOMPARE(threads.size(), std::size_t(2));
        for (const auto &[tid, thread] : threads)
            QVERIFY(thread.isOver);
    }

    void onlyWhatIsOlderIsTaken()
    {
        const Child child([](const Child &) {});
        OPEN_OR_SKIP(trace, child.pid());
        child.letGo();
        child.join();
        QCOMPARE(trace.drain(0, 100, [](const SchedulerRecord &) {}), std::uint64_t(0));
        std::uint64_t first = 0, rest = 0;
        first = trace.drain(INT64_MAX, 1, [](const SchedulerRecord &) {});
        rest = trace.drain(INT64_MAX, 100, [](const SchedulerRecord &) {});
        QCOMPARE(first, std::uint64_t(1));
        QVERIFY(rest >= 1); // it came to a CPU, and ended
        QCOMPARE(trace.drain(INT64_MAX, 100, [](const SchedulerRecord &) {}), std::uint64_t(0));
    }

    void aProcessThatIsGoneCannotBeWatched()
    {
        const Child child([](const Child &) {});
        child.letGo();
        child.join();
        QVERIFY(!SchedulerTrace::open(child.pid()).hasValue());
    }

    void refusalsSayWhatCanBeSet_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<int>("paranoid");
        QTest::addColumn<QString>("says");
        QTest::newRow("stock Debian") << EACCES << 3 << "kernel.perf_event_paranoid is 3";
        QTest::newRow("what to do") << EACCES << 4 << "sudo sysctl kernel.perf_event_paranoid=2";
        QTest::newRow("seccomp") << EPERM << 2 << "container or sandbox";
        QTest::newRow("no perf") << ENOSYS << -1 << "no perf events";
        QTest::newRow("locked memory") << ENOMEM << 2 << "perf_event_mlock_kb";
        QTest::newRow("descriptors") << EMFILE << 2 << "no file descriptor";
    }
    void refusalsSayWhatCanBeSet()
    {
        QFETCH(const int, error);
        QFETCH(const int, paranoid);
        QFETCH(const QString, says);
        const std::string text = schedulerRefusal(error, paranoid < 0 ? std::nullopt : std::optional(paranoid));
        QVERIFY2(QString::fromStdString(text).contains(says), text.c_str());
    }

    void aThreadKnowsHowLongItWaitedForACpu()
    {
        const std::optional<Nanos> before = ownRunDelay();
        if (!before)
            QSKIP("This kernel keeps no /proc/thread-self/schedstat.");
        QVERIFY(*ownRunDelay() >= *before);
    }
};

QTEST_GUILESS_MAIN(TestSchedulerTrace)
#include "tst_schedulertrace.moc"
