// Jobs put into queues in Redis, and background workers that take and run them.
#include "core/executors/jobqueue.h"
#include "core/executors/jobwords.h"
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

namespace Interleave {
namespace {

Row rowFrom(const std::string &digits)
{
    Row row;
    for (const char digit : digits)
        row.push_back(digit - '0');
    return row;
}

std::string textOf(const Row &row)
{
    std::string digits;
    for (const std::int64_t digit : row)
        digits += char('0' + digit);
    return digits;
}

/// Arguments: the row, how long the job takes in ms, and how many of its tries raise.
const JobFunction howmany("howmany_within_range", [](Program &, const JobContext &context, const Arguments &arguments) {
    sleepBlocking(std::chrono::milliseconds(std::stoll(arguments.at(1))));
    if (context.failures < std::stoll(arguments.at(2)))
        throw std::runtime_error("ValueError: the row cannot be read");
    return std::to_string(countWithin(rowFrom(arguments.at(0)), 4, 8));
});

struct Jobs {
    Table table;
    std::vector<std::string> ids;
};

/// The first jobs fail, the next ones fail once, the last ones depend on the first good one.
Jobs enqueueAll(Program &p, JobQueue &queue)
{
    const std::int64_t jobs = p.integer("jobs"), failing = p.integer("failing"), flaky = p.integer("flaky");
    const std::int64_t firstGood = std::min(jobs, failing + flaky);
    const std::int64_t dependent = std::min(p.integer("dependent"), jobs - firstGood - 1);
    Jobs all{drawTable(p, jobs), {}};
    for (std::int64_t job = 0; job < jobs; ++job) {
        const std::int64_t length = p.integer("length") * p.random.randInt(50, 150) / 100;
        const std::int64_t raises = job < failing ? INT32_MAX : job < firstGood ? 1 : 0;
        const bool isUrgent = p.integer("urgent") > 0 && job % p.integer("urgent") == p.integer("urgent") - 1;
        JobQueue::Order order{.name = fmt::format("job {}", job), .retries = int(p.integer("retries")),
                              .backoff = std::chrono::milliseconds(p.integer("backoff")), .dependsOn = {}};
        if (job >= jobs - dependent)
            order.dependsOn = all.ids[std::size_t(firstGood)];
        all.ids.push_back(queue.enqueue(isUrgent ? "high" : "default", howmany,
                                        {textOf(all.table[std::size_t(job)]), std::to_string(length), std::to_string(raises)},
                                        order));
    }
    return all;
}

/// Kills, one after the other, workers that are in the middle of a job.
class Drill
{
public:
    Drill(Program &p, JobQueue &queue) : m_queue(queue), m_kills(p.integer("kills")), m_jobs(p.integer("jobs")),
          m_delay(std::chrono::milliseconds(p.integer("length")) / 4) {}

    void hear(const JobNews &news)
    {
        const std::int64_t kills = m_queue.kills() + m_queue.plannedKills(); // one that came too late is tried again
        if (news.kind != JobNews::Kind::Started || kills >= m_kills)
            return;
        if (++m_started * m_kills * 8 >= (2 * kills + 1) * m_jobs * 3) // spread over the first three quarters
            m_queue.killLater(news.worker, news.job, m_delay);
    }

private:
    JobQueue &m_queue;
    const std::int64_t m_kills, m_jobs;
    const Nanos m_delay;
    std::int64_t m_started = 0;
};

void print(Program &p, const JobBook &book, const JobNews &news)
{
    const JobBook::Job &job = *book.find(news.job);
    switch (news.kind) {
    case JobNews::Kind::Started:
        if (!news.text.empty())
            p.print("job {} is taken over by {}", news.job, news.worker);
        break;
    case JobNews::Kind::Finished:
        p.print("job {} finished on {}, try {}", news.job, news.worker, job.tries);
        break;
    case JobNews::Kind::Raised:
        p.print("job {} raised {}; next try in {} ms", news.job, news.text, news.pause.count());
        break;
    case JobNews::Kind::Failed:
        p.print("job {} failed for good on try {}: {}", news.job, job.tries, news.text);
        break;
    }
}

void report(Program &p, JobQueue &queue, const Jobs &all)
{
    const std::vector<std::optional<std::string>> results = queue.results(all.ids);
    std::int64_t sum = 0, wrong = 0, missing = 0;
    for (std::size_t job = 0; job < results.size(); ++job) {
        const bool finished = queue.book().find(all.ids[job])->state == JobState::Finished;
        missing += finished && !results[job] ? 1 : 0;
        sum += results[job] ? numberIn(*results[job]) : 0;
        wrong += results[job] && numberIn(*results[job]) != countWithin(all.table[job], 4, 8) ? 1 : 0;
    }
    const JobBook &book = queue.book();
    p.print("{} jobs: {} finished, {} failed, {} lost", all.ids.size(), book.count(JobState::Finished),
            book.count(JobState::Failed), book.count(JobState::Lost));
    p.print("sum: {}", sum);
    p.print("results as expected: {}", wrong == 0 && missing == 0 ? "yes" : "no");
}

void run(Program &p)
{
    Result<RedisAddress> address = RedisAddress::parse(p.redisUrl());
    if (!address.hasValue())
        throw std::runtime_error(address.error().message);
    JobQueue queue(p, {.address = address.takeValue(), .queues = {"high", "default"},
                       .lease = std::chrono::milliseconds(p.integer("lease")),
                       .patience = std::chrono::milliseconds(p.integer("patience"))});
    const Jobs all = enqueueAll(p, queue);
    queue.flush();
    queue.startWorkers(p.isOn("local") ? int(p.integer("workers")) : 0);
    Drill drill(p, queue);
    queue.wait([&](const JobNews &news) {
        print(p, queue.book(), news);
        drill.hear(news);
    });
    report(p, queue, all);
}

const ScenarioRegistration registration({
    .id = "redis.queue",
    .title = "A job queue on Redis",
    .group = ScenarioGroup::Redis,
    .order = 1,
    .documents = {"002: Using Redis and Redis Queue RQ"},
    .summary = "Jobs are put into queues that lie in a Redis server, and workers, processes here or on other machines, take them out and run them.",
    .notice = {
        "The program and the workers never talk to each other: all they share is Redis, which could be on another machine, and so could the workers.",
        "Each job's row: it stands in its queue until a worker takes it, runs there, and ends when its result is stored. The arrows say who put it there and who took it.",
        "A job that raises is put back after a pause, twice as long each time; after its last try it goes to the failed registry and nobody else is held up.",
        "One worker is killed in the middle of a job. Its signs of life stop, and when the lease is over another worker takes the job and runs it again: none is lost.",
        "A job may so be run twice, but its result is stored once: the first one counts.",
        "Workers look into the queue \"high\" first; a job that depends on another enters its queue when that one has finished.",
    },
    .parameters = {
        Parameter::integer("workers", "Workers", "", 2, 1, 64, "How many worker processes are started on this machine."),
        Parameter::integer("jobs", "Jobs", "", 20, 1, 10'000, "How many jobs are enqueued."),
        Parameter::integer("length", "Job length", "ms", 100, 0, 60'000, "How long a job takes, half more or less."),
        Parameter::integer("failing", "Failing jobs", "", 1, 0, 10'000, "How many of the jobs raise at every try."),
        Parameter::integer("flaky", "Jobs that fail once", "", 1, 0, 10'000, "How many of the jobs raise at their first try only."),
        Parameter::integer("retries", "Retries", "", 2, 0, 10, "How often a job that raised is tried again."),
        Parameter::integer("backoff", "Pause before a retry", "ms", 50, 0, 10'000, "How long before the first retry; twice as long before each further one."),
        Parameter::integer("urgent", "Urgent: every", "", 5, 0, 1000, "Every so manieth job goes to the queue \"high\"; 0 for none."),
        Parameter::integer("dependent", "Dependent jobs", "", 2, 0, 10'000, "How many jobs wait until the first good one has finished."),
        Parameter::integer("kills", "Workers killed", "", 1, 0, 50, "How many times a worker is killed in the middle of a job."),
        Parameter::integer("lease", "Lease", "ms", 500, 50, 60'000, "A job whose worker gave no sign of life for so long is another's."),
        Parameter::integer("patience", "Patience with Redis", "ms", 20'000, 100, 600'000, "How long Redis may be away before the jobs are given up as lost."),
        Parameter::onOff("local", "Workers on this machine", true, "Off: none are started here, and the jobs wait for workers on other machines."),
        Parameter::text("server", "Redis server", "", "redis://, rediss:// or unix:// address; empty: a private server is started for the run."),
        Parameter::integer("seed", "Seed", "", 444, 0, 2'147'483'647, "Where the random numbers begin."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        const std::int64_t workers = std::stoll(values.at("workers"));
        return ResourceNeed{.processes = 1 + workers, .threads = 1 + 2 * workers, .connections = 2 + 2 * workers};
    },
    .usesRedis = true,
});

} // namespace
} // namespace Interleave
