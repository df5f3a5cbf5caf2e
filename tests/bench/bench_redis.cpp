// The job queue on Redis beside the least that any queue of RQ's shape does through hiredis: one pop
// and one result with a time to live for each job. Both on one private server, with as many worker
// processes, one after the other in turns; jobs that do nothing, so that only the queue is measured.
// Jobs per second with 1, 2 and 4 workers, the time from enqueue to start, and what watching costs.
#include "core/base/clock.h"
#include "core/executors/jobfunction.h"
#include "core/executors/jobworker.h"
#include "core/executors/program.h"
#include "core/trace/arena.h"
#include "tests/bench/row.h"

#include <QTemporaryDir>

#include <hiredis/hiredis.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Interleave;

namespace {

using namespace std::chrono_literals;

const JobFunction nothing("nothing", [](Program &, const JobContext &, const Arguments &) { return std::string("42"); });

/// A redis-server of our own on a Unix socket, ended with this object.
class Server
{
public:
    Server()
    {
        m_pid = fork();
        if (m_pid == 0) {
            const int null = open("/dev/null", O_RDWR);
            dup2(null, STDOUT_FILENO);
            execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", path().c_str(), "--save", "",
                   "--appendonly", "no", nullptr);
            _exit(127);
        }
        for (int tries = 0; tries < 1000 && !m_isUp; ++tries) {
            std::this_thread::sleep_for(5ms);
            m_isUp = RedisConnection().open(address(), 1s).hasValue();
            if (!m_isUp && waitpid(m_pid, nullptr, WNOHANG) == m_pid)
                break;
        }
    }
    Server(const Server &) = delete;
    ~Server()
    {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }

    bool isUp() const { return m_isUp; }
    std::string path() const { return m_directory.filePath(QStringLiteral("redis")).toStdString(); }
    RedisAddress address() const
    {
        RedisAddress address;
        address.kind = RedisAddress::Kind::Unix;
        address.path = path();
        return address;
    }

private:
    QTemporaryDir m_directory;
    pid_t m_pid = 0;
    bool m_isUp = false;
};

/// Processes that run a function each, killed in the end.
class Children
{
public:
    Children(int count, const std::function<void(int)> &body)
    {
        for (int number = 0; number < count; ++number) {
            const pid_t pid = fork();
            if (pid == 0) {
                body(number);
                _exit(0);
            }
            m_pids.push_back(pid);
        }
    }
    Children(const Children &) = delete;
    ~Children()
    {
        for (const pid_t pid : m_pids)
            kill(pid, SIGKILL);
        for (const pid_t pid : m_pids)
            waitpid(pid, nullptr, 0);
    }

private:
    std::vector<pid_t> m_pids;
};

/// One run of our queue: jobs submitted by this process, news read from the journal.
class OurQueue
{
public:
    explicit OurQueue(const Server &server)
        : m_address(server.address()), m_link(m_address, 10s, [](auto) { return true; }),
          m_store(m_link, std::to_string(monotonicNs()))
    {
        m_sheet.queues = {"default"};
        if (!m_store.open(m_sheet).hasValue())
            std::abort();
    }

    void submit(int jobs)
    {
        std::vector<JobOrder> orders;
        orders.resize(std::size_t(jobs));
        for (JobOrder &order : orders) {
            order.id = std::to_string(m_next++);
            order.queue = "default";
            order.function = nothing.name();
        }
        if (!m_store.submit(orders).hasValue())
            std::abort();
    }

    /// A worker process's life; with an arena it records what the scenario's workers do.
    void work(int number, const Arena *arena) const
    {
        setRecording(arena, -1);
        Program program("bench", {});
        if (arena)
            beginProcess(arena->allocateLane(), arena->allocateLane(), hostLane);
        const Termination termination;
        JobWorker worker(program, {.name = "worker " + std::to_string(number), .address = m_address, .run = m_store.run()},
                         termination);
        static_cast<void>(worker.work().hasValue());
    }

    /// Reads the journal until that many jobs have finished, counted from the last call on.
    void waitFor(int jobs)
    {
        for (int finished = 0; finished < jobs;) {
            Result<RedisReply> reply = m_link.run(RedisCommand{"XREAD", "COUNT", "1000", "BLOCK", "1000", "STREAMS",
                                                               m_store.key("journal"), m_lastNews});
            for (const RedisReply &entry : reply.value()[0][1].elements) {
                m_lastNews = entry[0].text;
                const std::optional<JobNews> news = newsFrom(entry[1]);
                finished += news && news->kind == JobNews::Kind::Finished ? 1 : 0;
                if (news && news->kind == JobNews::Kind::Started)
                    m_startedTicks = news->ticks;
            }
        }
    }
    std::uint64_t startedTicks() const { return m_startedTicks; }

private:
    RedisAddress m_address;
    mutable RedisLink m_link;
    JobStore m_store;
    RunSheet m_sheet;
    int m_next = 0;
    std::string m_lastNews = "0-0";
    std::uint64_t m_startedTicks = 0;
};

struct FreeReply {
    void operator()(void *reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

template<class... Arguments>
Reply command(redisContext *context, const char *format, Arguments... arguments)
{
    return Reply(static_cast<redisReply *>(redisCommand(context, format, arguments...)));
}

/// What the plain queue's workers tell this process, in memory that all share.
struct Shared {
    std::atomic<int> done;
    std::atomic<std::int64_t> startedNs;
};

void workPlainly(const std::string &path, Shared &shared)
{
    redisContext *context = redisConnectUnix(path.c_str());
    while (const Reply job = command(context, "BRPOP plain 0")) {
        if (job->type != REDIS_REPLY_ARRAY)
            return;
        shared.startedNs = monotonicNs();
        command(context, "SET plain:result:%s 42 EX 500", job->element[1]->str);
        ++shared.done;
    }
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double secondsOf(const std::function<void()> &body)
{
    const std::int64_t begun = monotonicNs();
    body();
    return double(monotonicNs() - begun) / 1e9;
}

class Bench
{
public:
    Bench(RowWriter &rows, const Server &server)
        : m_rows(rows), m_server(server), m_jobs(rows.isQuick() ? 500 : 4000), m_turns(rows.isQuick() ? 3 : 5),
          m_shared(new (mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) Shared{})
    {}

    void throughput(int workers)
    {
        std::vector<double> ours, plain, ratios, costs;
        for (int turn = 0; turn < m_turns; ++turn) {
            plain.push_back(m_jobs / plainSeconds(workers));
            ours.push_back(m_jobs / ourSeconds(workers, true));
            ratios.push_back(plain.back() / ours.back());
            costs.push_back(m_jobs / ourSeconds(workers, false) / ours.back());
        }
        const std::string who = std::to_string(workers) + (workers == 1 ? " worker" : " workers");
        m_rows.add({.name = "job queue on Redis: jobs, " + who, .value = median(ours), .unit = "1/s",
                    .limit = median(plain), .goal = {Goal::RatioAtMost, 6}, .ratio = median(ratios)});
        m_rows.add({.name = "job queue on Redis: cost of watching, " + who, .value = median(costs), .unit = "× unwatched",
                    .goal = {Goal::AtMost, 1.25}});
    }

    void latency()
    {
        const int looks = m_rows.isQuick() ? 100 : 1000;
        const std::vector<double> plain = plainLatencies(looks), ours = ourLatencies(looks);
        m_rows.add({.name = "job queue on Redis: enqueue → start", .value = median(ours), .unit = "µs",
                    .limit = median(plain), .goal = {Goal::RatioAtMost, 5}});
    }

private:
    double plainSeconds(int workers)
    {
        redisContext *context = redisConnectUnix(m_server.path().c_str());
        for (int job = 0; job < m_jobs; ++job)
            command(context, "LPUSH plain %d", job);
        m_shared->done = 0;
        const double seconds = secondsOf([&] {
            const Children children(workers, [this](int) { workPlainly(m_server.path(), *m_shared); });
            while (m_shared->done < m_jobs)
                std::this_thread::sleep_for(100us);
        });
        redisFree(context);
        return seconds;
    }

    double ourSeconds(int workers, bool isWatched)
    {
        OurQueue queue(m_server);
        queue.submit(m_jobs);
        const Arena arena = Arena::create(calibrateClock(), 16).takeValue();
        return secondsOf([&] {
            const Children children(workers, [&](int number) { queue.work(number, isWatched ? &arena : nullptr); });
            queue.waitFor(m_jobs);
        });
    }

    std::vector<double> plainLatencies(int looks)
    {
        std::vector<double> latencies;
        redisContext *context = redisConnectUnix(m_server.path().c_str());
        const Children children(1, [this](int) { workPlainly(m_server.path(), *m_shared); });
        for (int look = 0; look < looks; ++look) {
            m_shared->done = 0;
            const std::int64_t before = monotonicNs();
            command(context, "LPUSH plain %d", look);
            while (m_shared->done == 0)
                std::this_thread::sleep_for(100us);
            latencies.push_back(double(m_shared->startedNs - before) / 1e3);
        }
        redisFree(context);
        return latencies;
    }

    std::vector<double> ourLatencies(int looks)
    {
        std::vector<double> latencies;
        OurQueue queue(m_server);
        const Arena arena = Arena::create(calibrateClock(), 4).takeValue();
        const Children children(1, [&](int number) { queue.work(number, &arena); });
        for (int look = 0; look < looks; ++look) {
            const std::uint64_t before = arena.header().clock.ticks();
            queue.submit(1);
            queue.waitFor(1);
            latencies.push_back(double(arena.header().clock.nanoseconds(queue.startedTicks() - before)) / 1e3);
        }
        return latencies;
    }

    RowWriter &m_rows;
    const Server &m_server;
    const int m_jobs, m_turns;
    Shared *const m_shared;
};

} // namespace

int main(int argc, char **argv)
{
    RowWriter rows(argc, argv);
    const Server server;
    if (!server.isUp()) {
        rows.add({.name = "job queue on Redis: jobs, 1 worker", .unit = "1/s", .why = "there is no redis-server"});
        return 1;
    }
    Bench bench(rows, server);
    for (const int workers : {1, 2, 4})
        bench.throughput(workers);
    bench.latency();
    return 0;
}
