// What /proc says of a tree of processes that the test knows.
#include "core/kernel/procfs.h"

#include <QTest>

#include <csignal>
#include <semaphore>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Interleave;

class ProcfsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thisProcessIsOneWithItsThreads()
    {
        const ProcessTreeReading before = readProcessTree(getpid());
        QCOMPARE(before.processes, 1u);
        QVERIFY(before.threads >= 1);
        QVERIFY(before.residentBytes > 100'000);
        std::binary_semaphore mayEnd(0);
        std::thread another([&mayEnd] { mayEnd.acquire(); });
        const ProcessTreeReading with = readProcessTree(getpid());
        mayEnd.release();
        another.join();
        QCOMPARE(with.threads, before.threads + 1);
        QCOMPARE(with.processes, 1u);
    }

    void childrenAndGrandchildrenCount()
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            if (fork() == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL); // the test ends it by ending its parent
                [[maybe_unused]] const auto said = write(ends[1], "g", 1);
            }
            pause();
        }
        char byte = 0;
        QCOMPARE(read(ends[0], &byte, 1), ssize_t(1));
        const ProcessTreeReading tree = readProcessTree(child);
        QCOMPARE(tree.processes, 2u);
        QCOMPARE(tree.threads, 2u);
        QCOMPARE(readProcessTree(getpid()).processes, 3u);
        close(ends[1]);
        ::kill(child, SIGKILL);
        QCOMPARE(waitpid(child, nullptr, 0), child);
        QCOMPARE(read(ends[0], &byte, 1), ssize_t(0)); // the grandchild has gone, too
        close(ends[0]);
    }

    void aZombieIsAProcessWithoutThreads()
    {
        const pid_t child = fork();
        if (child == 0)
            _exit(0);
        siginfo_t info{};
        QCOMPARE(waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT), 0);
        const ProcessTreeReading reading = readProcessTree(child);
        QCOMPARE(reading.processes, 1u);
        QCOMPARE(reading.threads, 0u);
        QCOMPARE(reading.residentBytes, std::int64_t(0));
        waitpid(child, nullptr, 0);
        const ProcessTreeReading gone = readProcessTree(child);
        QCOMPARE(gone.processes, 0u);
        QCOMPARE(gone.cpuNs, std::int64_t(0));
    }

    void theHostIsDescribedWithoutNamingIt()
    {
        const std::string host = describeHost();
        QVERIFY(host.starts_with("Linux "));
        QVERIFY(host.find("CPU") != std::string::npos);
        char name[256] = {};
        QCOMPARE(gethostname(name, sizeof name - 1), 0);
        QVERIFY(name[0] == 0 || host.find(name) == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ProcfsTest)
#include "tst_procfs.moc"
