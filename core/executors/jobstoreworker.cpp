// What workers do with the job queue.
#include "core/executors/jobstore.h"
#include "core/executors/jobwords.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr const char *group = "workers";

std::string number(std::int64_t value) { return std::to_string(value); }

LaneId laneIn(const RedisReply &fields) { return LaneId(std::uint32_t(numberIn(fields["lane"].text))); }

/// From the hash's fields and values in turn.
TakenJob jobFrom(const JobStore::Entry &entry, const RedisReply &hash)
{
    TakenJob job;
    job.entry = entry.id;
    job.order.id = entry.job;
    job.order.queue = entry.queue;
    job.order.function = hash["function"].text;
    job.order.arguments = unpackedWords(hash["arguments"].text);
    job.order.retries = int(numberIn(hash["retries"].text));
    job.order.backoff = std::chrono::milliseconds(numberIn(hash["backoff"].text));
    job.order.lane = laneIn(hash);
    job.failures = int(numberIn(hash["failures"].text));
    job.takeovers = int(numberIn(hash["takeovers"].text));
    if (hash["status"].text == jobStateName(JobState::Started))
        job.previous = hash["worker"].text;
    return job;
}

} // namespace

Result<std::vector<std::string>> JobStore::runs(RedisLink &link)
{
    Result<RedisReply> reply = link.run(RedisCommand{"ZRANGE", std::string(prefix) + "runs", "0", "99"});
    if (!reply.hasValue())
        return reply.error();
    std::vector<std::string> runs;
    for (const RedisReply &run : reply.value().elements)
        runs.push_back(run.text);
    return runs;
}

Result<std::optional<RunSheet>> JobStore::sheet()
{
    Result<RedisReply> reply = m_link.run(RedisCommand{"HGETALL", key("run")});
    if (!reply.hasValue())
        return reply.error();
    if (reply.value().elements.empty())
        return std::optional<RunSheet>();
    RunSheet sheet;
    sheet.isOver = !reply.value()["over"].isNil();
    sheet.queues = unpackedWords(reply.value()["queues"].text);
    for (const std::string &lane : unpackedWords(reply.value()["lanes"].text))
        sheet.lanes.emplace_back(std::uint32_t(numberIn(lane)));
    sheet.lease = std::chrono::milliseconds(numberIn(reply.value()["lease"].text));
    return std::optional(std::move(sheet));
}

Result<void> JobStore::lengthenLease(std::chrono::milliseconds lease)
{
    Result<RedisReply> reply = m_link.run(RedisCommand{"HSET", key("run"), "lease", number(lease.count())});
    return reply.hasValue() ? Result<void>(Success()) : reply.error();
}

Result<std::optional<JobStore::Entry>> JobStore::claim(const std::string &queue, const std::string &worker,
                                                       std::chrono::milliseconds silent)
{
    Result<RedisReply> reply = m_link.run(RedisCommand{"XAUTOCLAIM", queueKey(queue), group, worker,
                                                       number(silent.count()), "0-0", "COUNT", "1"});
    if (!reply.hasValue())
        return reply.error();
    const RedisReply &entry = reply.value()[1][0];
    if (entry.elements.size() != 2)
        return std::optional<Entry>();
    return std::optional(Entry{queue, entry[0].text, entry[1]["job"].text, laneIn(entry[1])});
}

RedisCommand JobStore::beatCommand(const Entry &entry, const std::string &worker) const
{
    return {"XCLAIM", queueKey(entry.queue), group, worker, "0", entry.id, "JUSTID"};
}

RedisCommand JobStore::readCommand(const std::vector<std::string> &queues, const std::string &worker,
                                   std::optional<std::chrono::milliseconds> block) const
{
    RedisCommand command = {"XREADGROUP", "GROUP", group, worker, "COUNT", "1"};
    if (block) {
        command.push_back("BLOCK");
        command.push_back(number(std::max<std::int64_t>(1, block->count()))); // 0 would be for ever
    }
    command.push_back("STREAMS");
    for (const std::string &queue : queues)
        command.push_back(queueKey(queue));
    command.insert(command.end(), queues.size(), ">");
    return command;
}

std::vector<JobStore::Entry> JobStore::entriesFrom(const RedisReply &reply) const
{
    std::vector<Entry> entries;
    const std::string before = queueKey("");
    for (const RedisReply &stream : reply.elements) {
        for (const RedisReply &entry : stream[1].elements) {
            if (stream[0].text.starts_with(before))
                entries.push_back({stream[0].text.substr(before.size()), entry[0].text, entry[1]["job"].text, laneIn(entry[1])});
        }
    }
    return entries;
}

std::vector<RedisCommand> JobStore::leaving(const TakenJob &job) const
{
    return {{"XACK", queueKey(job.order.queue), group, job.entry}, {"XDEL", queueKey(job.order.queue), job.entry}};
}

Result<std::optional<TakenJob>> JobStore::begin(const Entry &entry, const JobNews &news)
{
    const std::string hash = key("job:" + entry.job);
    while (true) {
        Result<std::vector<RedisReply>> seen = m_link.run({{"WATCH", hash}, {"HGETALL", hash}});
        if (!seen.hasValue())
            return seen.error();
        TakenJob job = jobFrom(entry, seen.value()[1]);
        const std::string status = seen.value()[1]["status"].text;
        if (status.empty() || status == "finished" || status == "failed") {
            auto left = m_link.transact(leaving(job)); // somebody else was faster
            return left.hasValue() ? Result<std::optional<TakenJob>>(std::optional<TakenJob>()) : left.error();
        }
        JobNews started = news;
        started.job = entry.job;
        started.text = job.previous;
        job.takeovers += job.previous.empty() ? 0 : 1;
        auto begun = m_link.transact({{"HSET", hash, "status", "started", "worker", news.worker, "takeovers", number(job.takeovers)},
                                      expire(hash), newsCommand(started), expire(key("journal"))});
        if (!begun.hasValue())
            return begun.error();
        if (begun.value())
            return std::optional(std::move(job));
    }
}

Result<JobStore::Finished> JobStore::finish(const TakenJob &job, const std::string &result, const JobNews &news)
{
    const std::string hash = key("job:" + job.order.id);
    JobNews told = news;
    told.text = result;
    std::vector<RedisCommand> commands = {
        {"SET", key("result:" + job.order.id), result, "NX", "EX", std::to_string(lifetime.count())},
        {"SCARD", key("dependents:" + job.order.id)},
        {"HSET", hash, "status", "finished", "worker", news.worker},
        expire(hash), newsCommand(told), expire(key("journal"))};
    for (RedisCommand &command : leaving(job))
        commands.push_back(std::move(command));
    auto done = m_link.transact(std::move(commands));
    if (!done.hasValue())
        return done.error();
    const std::vector<RedisReply> replies = done.value().value_or(std::vector<RedisReply>(2));
    return Finished{!replies[0].isNil(), replies[1].integer > 0};
}

Result<void> JobStore::raise(const TakenJob &job, const JobNews &news)
{
    const std::string hash = key("job:" + job.order.id);
    while (true) {
        Result<std::vector<RedisReply>> seen = m_link.run({{"WATCH", hash}, {"HMGET", hash, "status", "worker"}, {"TIME"}});
        if (!seen.hasValue())
            return seen.error();
        const RedisReply &now = seen.value()[1], &time = seen.value()[2];
        const bool isOurs = now[0].text == "started" && now[1].text == news.worker;
        const std::int64_t nowMs = numberIn(time[0].text) * 1000 + numberIn(time[1].text) / 1000;
        const bool again = news.kind == JobNews::Kind::Raised;
        if (!isOurs) { // it was taken over meanwhile: whoever has it now answers for it
            Result<RedisReply> unwatched = m_link.run(RedisCommand{"UNWATCH"});
            return unwatched.hasValue() ? Result<void>(Success()) : unwatched.error();
        }
        const std::string registry = key(again ? "scheduled" : "failed");
        std::vector<RedisCommand> commands = leaving(job);
        commands.push_back({"HSET", hash, "status", again ? "scheduled" : "failed", "failures", number(job.failures + 1),
                            "why", news.text});
        commands.push_back({"ZADD", registry, number(nowMs + news.pause.count()), job.order.id});
        commands.push_back(expire(registry));
        commands.push_back(newsCommand(news));
        commands.push_back(expire(key("journal")));
        auto done = m_link.transact(std::move(commands));
        if (!done.hasValue())
            return done.error();
        if (done.value())
            return Success();
    }
}

} // namespace Interleave
