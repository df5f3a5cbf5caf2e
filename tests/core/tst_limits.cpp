// What the operating system says of its limits, read from folders laid out as /proc and
// /sys/fs/cgroup are.
#include "core/kernel/limits.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

using namespace Interleave;

class LimitsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    LimitFiles m_files;

    void put(const char *name, const QByteArray &content)
    {
        const QString path = m_folder.filePath(QString::fromLatin1(name));
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = QTemporaryDir();
        m_files.proc = m_folder.filePath(QStringLiteral("proc")).toStdString();
        m_files.cgroups = m_folder.filePath(QStringLiteral("cgroup")).toStdString();
    }

    void nothingSaidIsNoLimit()
    {
        QVERIFY(!freeTasksOfGroup(m_files));
        QVERIFY(!freeMemoryOfGroup(m_files));
        QVERIFY(!availableMemory(m_files));
        QCOMPARE(threadsOfUser(m_files, 1000), 0);
    }

    void theTightestOfTheGroupsAroundUsHolds()
    {
        put("proc/self/cgroup", "0::/user/app\n");
        put("cgroup/user/app/pids.max", "max\n");
        put("cgroup/user/app/pids.current", "12\n");
        put("cgroup/user/pids.max", "100\n");
        put("cgroup/user/pids.current", "70\n");
        put("cgroup/pids.max", "500\n");
        put("cgroup/pids.current", "100\n");
        QCOMPARE(freeTasksOfGroup(m_files), std::optional<std::int64_t>(30));
    }

    void moreThanTheLimitInUseLeavesNothing()
    {
        put("proc/self/cgroup", "0::/\n");
        put("cgroup/pids.max", "10\n");
        put("cgroup/pids.current", "15\n");
        QCOMPARE(freeTasksOfGroup(m_files), std::optional<std::int64_t>(0));
    }

    void filesThatCanBeDroppedAreFreeMemory()
    {
        put("proc/self/cgroup", "0::/app\n");
        put("cgroup/app/memory.max", "1000000\n");
        put("cgroup/app/memory.current", "900000\n");
        put("cgroup/app/memory.stat", "anon 1\ninactive_file 300000\nactive_file 5\n");
        QCOMPARE(freeMemoryOfGroup(m_files), std::optional<std::int64_t>(400'000));
    }

    void versionOneHasAHierarchyForEachController()
    {
        put("proc/self/cgroup", "5:cpu,pids:/one\n4:memory:/two\n0::/\n");
        put("cgroup/cpu,pids/one/pids.max", "64\n");
        put("cgroup/cpu,pids/one/pids.current", "4\n");
        put("cgroup/memory/two/memory.limit_in_bytes", "9223372036854771712\n"); // no limit, as version 1 writes it
        put("cgroup/memory/two/memory.usage_in_bytes", "1000\n");
        put("cgroup/memory/memory.limit_in_bytes", "5000\n");
        put("cgroup/memory/memory.usage_in_bytes", "2000\n");
        put("cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 500\n");
        QCOMPARE(freeTasksOfGroup(m_files), std::optional<std::int64_t>(60));
        QCOMPARE(freeMemoryOfGroup(m_files), std::optional<std::int64_t>(3500));
    }

    void aPathThatIsNotThereMeansTheRootOfTheMount()
    {
        put("proc/self/cgroup", "8:pids:/docker/abc\n");
        put("cgroup/pids/pids.max", "20\n");
        put("cgroup/pids/pids.current", "5\n");
        QCOMPARE(freeTasksOfGroup(m_files), std::optional<std::int64_t>(15));
    }

    void availableMemoryIsTheKernelsOwnEstimate()
    {
        put("proc/meminfo", "MemTotal:  8000000 kB\nMemFree:   1000 kB\nMemAvailable:    2000 kB\n");
        QCOMPARE(availableMemory(m_files), std::optional<std::int64_t>(2'048'000));
    }

    void aUsersThreadsAreThoseOfAllTheirProcesses()
    {
        put("proc/10/status", "Name:\ta\nUid:\t1000\t1000\t1000\t1000\nThreads:\t3\n");
        put("proc/11/status", "Name:\tb\nUid:\t0\t0\t0\t0\nThreads:\t5\n");
        put("proc/12/status", "Name:\tc\nUid:\t1000\t1000\t1000\t1000\nThreads:\t4\n");
        put("proc/self/status", "Uid:\t1000\nThreads:\t9\n");
        QCOMPARE(threadsOfUser(m_files, 1000), 7);
    }

    void thisMachineSaysSomethingSensible()
    {
        raiseDescriptorLimit();
        const MachineLimits limits = readLimits();
        rlimit descriptors{};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &descriptors), 0);
        QCOMPARE(limits.descriptors, std::optional(std::int64_t(descriptors.rlim_cur)));
        QVERIFY(descriptors.rlim_cur >= std::min(descriptors.rlim_max, rlim_t(65'536)));
        QVERIFY(limits.memoryBytes && *limits.memoryBytes > 1'000'000);
        QVERIFY(threadsOfUser(LimitFiles(), getuid()) >= 1);
    }
};

QTEST_GUILESS_MAIN(LimitsTest)
#include "tst_limits.moc"
