// What workers do with the job queue.
#include "core/executors/jobstore.h"
#include "core/executors/jobwords.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr const char *group = "workers";
constexpr const char *mostRuns = "100";
constexpr const char *mostSilent = "20";

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
    Result<std::int64_t> now = link.time();
    if (!now.hasValue())
        return now.error();
    const std::int64_t heard = now.value() / 1'000'000 - longestSilence.count();
    Result<RedisReply> reply = link.run(RedisCommand{"ZREVRANGEBYSCORE", std::string(prefix) + "runs", "+inf",
                                                     number(heard), "LIMIT", "0", mostRuns});
    if (!reply.hasValue())
        return reply.error();
    std::vector<std::string> runs;
    for (const RedisReply &run : reply.value().elements)
        runs.push_back(run.text);
    std::sort(runs.begin(), runs.end()); // their names begin with the time
    return runs;
}

Result<bool> JobStore::hasWaiting(const std::vector<std::string> &queues)
{
    Result<std::optional<RunSheet>> known = sheet();
    if (!known.hasValue())
        return known.error();
    if (!known.value() || known.value()->isOver)
        return false;
    for (const std::string &queue : known.value()->queues) {
        if (!queues.empty() && std::find(queues.begin(), queues.end(), queue) == queues.end())
            continue;
        Result<std::vector<RedisReply>> counts =
            m_link.run({{"XLEN", queueKey(queue)}, {"XPENDING", queueKey(queue), group},
                        silentCommand(queue, known.value()->lease)});
        if (!counts.hasValue())
            return counts.error();
        const RedisReply &all = counts.value()[0], &taken = counts.value()[1][0], &left = counts.value()[2];
        if (all.integer > taken.integer || !left.elements.empty())
            return true;
    }
    return false;
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
    sheet.line.number = std::uint32_t(numberIn(reply.value()["line"].text));
    return std::optional(std::move(sheet));
}

Result<void> JobStore::lengthenLease(std::chrono::milliseconds lease)
{
    Result<std::vector<RedisReply>> seen = m_link.run({{"WATCH", key("run")}, {"EXISTS", key("run")}});
    if (!seen.hasValue())
        return seen.error();
    if (seen.value()[1].integer != 1) { // a sheet of nothing but this would hide that Redis has forgotten the run
        Result<RedisReply> unwatched = m_link.run(RedisCommand{"UNWATCH"});
        return unwatched.hasValue() ? Result<void>(Success()) : unwatched.error();
    }
    auto lengthened = m_link.transact({{"HSET", key("run"), "lease", number(lease.count())}, expire(key("run"))});
    return lengthened.hasValue() ? Result<void>(Success()) : lengthened.error(); // or the next look does it
}

RedisCommand JobStore::silentCommand(const std::string &queue, std::chrono::milliseconds silence) const
{
    return {"XPENDING", queueKey(queue), group, "IDLE", number(silence.count()), "-", "+", mostSilent};
}

Result<std::vector<JobStore::Entry>> JobStore::silent(const std::vector<std::string> &queues,
                                                      std::chrono::milliseconds silence)
{
    std::vector<RedisCommand> commands;
    for (const std::string &queue : queues)
        commands.push_back(silentCommand(queue, silence));
    Result<std::vector<RedisReply>> replies = m_link.run(commands);
    if (!replies.hasValue())
        return replies.error();
    std::vector<Entry> entries;
    for (std::size_t index = 0; index < queues.size(); ++index) {
        for (const RedisReply &pending : replies.value()[index].elements)
            entries.push_back({.queue = queues[index], .id = pending[0].text, .job = {}, .lane = {}});
    }
    return entries;
}

Result<std::optional<JobStore::Entry>> JobStore::claim(const Entry &entry, const std::string &worker,
                                                       std::chrono::milliseconds silence)
{
    Result<RedisReply> reply = m_link.run(RedisCommand{"XCLAIM", queueKey(entry.queue), group, worker,
                                                       number(silence.count()), entry.id});
    if (!reply.hasValue())
        return reply.error();
    const RedisReply &claimed = reply.value()[0];
    if (claimed.elements.size() != 2)
        return std::optional<Entry>();
    return std::optional(Entry{entry.queue, claimed[0].text, claimed[1]["job"].text, laneIn(claimed[1])});
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
            if (!stream[0].text.starts_with(before))
                continue;
            entries.push_back({stream[0].text.substr(before.size()), entry[0].text, entry[1]["job"].text,
                               laneIn(entry[1])});
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
        auto begun = m_link.transact({{"HSET", hash, "status", "started", "worker", news.worker,
                                       "takeovers", number(job.takeovers)},
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
        Result<std::vector<RedisReply>> seen =
            m_link.run({{"WATCH", hash}, {"HMGET", hash, "status", "worker"}, {"TIME"}});
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
        commands.push_back({"HSET", hash, "status", again ? "scheduled" : "failed",
                            "failures", number(job.failures + 1), "why", news.text});
        commands.push_back(expire(hash));
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
