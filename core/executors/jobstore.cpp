#include "core/executors/jobstore.h"

#include "core/executors/jobwords.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr const char *group = "workers";
constexpr int mostAtOnce = 100;
constexpr const char *farewellMs = "1500"; // how long workers may take to notice
constexpr const char *mostNews = "1000000"; // nobody reads what is older

std::string lifetimeText() { return std::to_string(JobStore::lifetime.count()); }
std::string number(std::int64_t value) { return std::to_string(value); }

std::vector<std::string> textsIn(const RedisReply &reply)
{
    std::vector<std::string> texts;
    for (const RedisReply &element : reply.elements)
        texts.push_back(element.text);
    return texts;
}

} // namespace

RedisCommand JobStore::expire(const std::string &name) const
{
    return {"EXPIRE", name, lifetimeText()};
}

RedisCommand JobStore::enqueueCommand(const std::string &queue, const std::string &job, const std::string &lane) const
{
    // No stream comes to be by it, which would have no end: whoever opens the run makes it.
    return {"XADD", queueKey(queue), "NOMKSTREAM", "*", "job", job, "lane", lane};
}

RedisCommand JobStore::newsCommand(const JobNews &news) const
{
    return {"XADD", key("journal"), "MAXLEN", "~", mostNews, "*", "kind", std::string(jobNewsName(news.kind)),
            "job", news.job, "worker", news.worker, "lane", number(news.workerLane.value()),
            "ticks", std::to_string(news.ticks), "text", news.text, "pause", number(news.pause.count())};
}

std::optional<JobNews> newsFrom(const RedisReply &fields)
{
    JobNews news;
    for (const auto kind :
         {JobNews::Kind::Started, JobNews::Kind::Finished, JobNews::Kind::Raised, JobNews::Kind::Failed}) {
        if (fields["kind"].text != jobNewsName(kind))
            continue;
        news.kind = kind;
        news.job = fields["job"].text;
        news.worker = fields["worker"].text;
        news.workerLane = LaneId(std::uint32_t(numberIn(fields["lane"].text)));
        news.ticks = std::uint64_t(numberIn(fields["ticks"].text));
        news.text = fields["text"].text;
        news.pause = std::chrono::milliseconds(numberIn(fields["pause"].text));
        return news;
    }
    return std::nullopt;
}

// Of who orders.

Result<void> JobStore::open(const RunSheet &sheet)
{
    std::vector<RedisCommand> commands;
    std::vector<std::string> streams = {key("events")};
    for (const std::string &queue : sheet.queues)
        streams.push_back(queueKey(queue));
    for (const std::string &stream : streams) {
        commands.push_back({"XGROUP", "CREATE", stream, group, "0", "MKSTREAM"}); // again is an error, and harmless
        commands.push_back(expire(stream));
    }
    std::vector<std::string> lanes;
    for (const LaneId lane : sheet.lanes)
        lanes.push_back(number(lane.value()));
    commands.push_back({"HSET", key("run"), "queues", packedWords(sheet.queues), "lanes", packedWords(lanes), "lease",
                        number(sheet.lease.count()), "line", number(sheet.line.number)});
    commands.push_back(expire(key("run")));
    Result<std::int64_t> now = m_link.time();
    if (!now.hasValue())
        return now.error();
    for (RedisCommand &command : announcement(now.value()))
        commands.push_back(std::move(command));
    auto opened = m_link.transact(std::move(commands));
    if (!opened.hasValue())
        return opened.error();
    for (const RedisReply &reply : opened.value().value_or(std::vector<RedisReply>())) {
        if (reply.isError() && reply.errorCode() != "BUSYGROUP")
            return Error(ErrorCode::ServiceMissing, "The Redis server cannot keep a job queue: " + reply.text);
    }
    return Success();
}

Result<void> JobStore::setLine(SourceLine line)
{
    auto told = m_link.transact({{"HSET", key("run"), "line", number(line.number)}, expire(key("run"))});
    return told.hasValue() ? Result<void>(Success()) : told.error();
}

/// What is left of others that were killed long ago goes by the way.
std::vector<RedisCommand> JobStore::announcement(std::int64_t nowUs) const
{
    const std::string runs = std::string(prefix) + "runs";
    const std::int64_t seconds = nowUs / 1'000'000;
    return {{"ZADD", runs, number(seconds), m_run},
            {"ZREMRANGEBYSCORE", runs, "-inf", number(seconds - lifetime.count())}, expire(runs)};
}

Result<void> JobStore::announce()
{
    Result<std::int64_t> now = m_link.time();
    if (!now.hasValue())
        return now.error();
    auto told = m_link.transact(announcement(now.value()));
    return told.hasValue() ? Result<void>(Success()) : told.error();
}

std::vector<RedisCommand> JobStore::submission(const JobOrder &order) const
{
    const std::string job = key("job:" + order.id);
    std::vector<RedisCommand> commands = {
        {"HSET", job, "function", order.function, "arguments", packedWords(order.arguments), "queue", order.queue,
         "retries", number(order.retries), "backoff", number(order.backoff.count()),
         "lane", number(order.lane.value()), "failures", "0", "takeovers", "0",
         "status", std::string(jobStateName(order.dependsOn ? JobState::Deferred : JobState::Queued))},
        expire(job)};
    if (order.dependsOn) {
        commands.push_back({"SADD", key("dependents:" + *order.dependsOn), order.id});
        commands.push_back(expire(key("dependents:" + *order.dependsOn)));
    } else {
        commands.push_back(enqueueCommand(order.queue, order.id, number(order.lane.value())));
        commands.push_back(expire(queueKey(order.queue)));
    }
    return commands;
}

Result<void> JobStore::submit(std::span<const JobOrder> orders)
{
    while (!orders.empty()) {
        const auto part = orders.first(std::min<std::size_t>(orders.size(), mostAtOnce));
        std::vector<RedisCommand> commands;
        for (const JobOrder &order : part) {
            commands.push_back({"MULTI"});
            for (RedisCommand &command : submission(order))
                commands.push_back(std::move(command));
            commands.push_back({"EXEC"});
        }
        if (Result<std::vector<RedisReply>> replies = m_link.run(commands); !replies.hasValue())
            return replies.error();
        orders = orders.subspan(part.size());
    }
    return Success();
}

Result<std::vector<std::string>> JobStore::promoteDue()
{
    std::vector<std::string> promoted;
    Result<std::int64_t> now = m_link.time();
    if (!now.hasValue())
        return now.error();
    Result<RedisReply> due = m_link.run(RedisCommand{"ZRANGEBYSCORE", key("scheduled"), "-inf",
                                                     number(now.value() / 1000), "LIMIT", "0", number(mostAtOnce)});
    if (!due.hasValue())
        return due.error();
    for (const std::string &id : textsIn(due.value())) {
        Result<RedisReply> job = m_link.run(RedisCommand{"HMGET", key("job:" + id), "queue", "lane"});
        if (!job.hasValue())
            return job.error();
        if (job.value()[0].isNil())
            continue; // forgotten: whoever ordered it will notice
        auto moved = m_link.transact({{"ZREM", key("scheduled"), id},
                                      {"HSET", key("job:" + id), "status", "queued"},
                                      expire(key("job:" + id)),
                                      enqueueCommand(job.value()[0].text, id, job.value()[1].text)});
        if (!moved.hasValue())
            return moved.error();
        promoted.push_back(id);
    }
    return promoted;
}

Result<bool> JobStore::releaseOne(const std::string &job, const std::string &dependent)
{
    Result<std::vector<RedisReply>> seen = m_link.run({{"WATCH", key("dependents:" + job)},
                                                       {"SISMEMBER", key("dependents:" + job), dependent},
                                                       {"HMGET", key("job:" + dependent), "queue", "lane"}});
    if (!seen.hasValue())
        return seen.error();
    if (seen.value()[1].integer == 0) {
        Result<RedisReply> unwatched = m_link.run(RedisCommand{"UNWATCH"});
        return unwatched.hasValue() ? Result<bool>(false) : unwatched.error();
    }
    auto moved = m_link.transact({{"SREM", key("dependents:" + job), dependent},
                                  {"HSET", key("job:" + dependent), "status", "queued"},
                                  expire(key("job:" + dependent)),
                                  enqueueCommand(seen.value()[2][0].text, dependent, seen.value()[2][1].text)});
    return moved.hasValue() ? Result<bool>(moved.value().has_value()) : moved.error();
}

Result<std::vector<std::string>> JobStore::release(const std::string &job)
{
    Result<RedisReply> waiting = m_link.run(RedisCommand{"SMEMBERS", key("dependents:" + job)});
    if (!waiting.hasValue())
        return waiting.error();
    std::vector<std::string> released;
    for (const std::string &dependent : textsIn(waiting.value())) {
        Result<bool> one = releaseOne(job, dependent);
        if (!one.hasValue())
            return one.error();
        if (one.value())
            released.push_back(dependent);
    }
    return released;
}

Result<bool> JobStore::isKnown()
{
    Result<RedisReply> reply = m_link.run(RedisCommand{"EXISTS", key("run")});
    return reply.hasValue() ? Result<bool>(reply.value().integer == 1) : reply.error();
}

Result<void> JobStore::keepAlive(const RunSheet &sheet, std::span<const std::string> jobs)
{
    std::vector<RedisCommand> commands;
    for (const char *name : {"run", "scheduled", "failed", "journal", "events"})
        commands.push_back(expire(key(name)));
    for (const std::string &queue : sheet.queues)
        commands.push_back(expire(queueKey(queue)));
    for (const std::string &job : jobs) {
        for (const char *name : {"job:", "result:", "dependents:"})
            commands.push_back(expire(key(name + job)));
    }
    Result<std::vector<RedisReply>> replies = m_link.run(commands);
    return replies.hasValue() ? Result<void>(Success()) : replies.error();
}

Result<std::vector<std::optional<std::string>>> JobStore::results(std::span<const std::string> jobs)
{
    std::vector<std::optional<std::string>> results;
    while (!jobs.empty()) {
        const auto part = jobs.first(std::min<std::size_t>(jobs.size(), mostAtOnce));
        RedisCommand command = {"MGET"};
        for (const std::string &job : part)
            command.push_back(key("result:" + job));
        Result<RedisReply> reply = m_link.run(command);
        if (!reply.hasValue())
            return reply.error();
        for (std::size_t index = 0; index < part.size(); ++index) {
            const RedisReply &each = reply.value()[index];
            results.push_back(each.type == RedisReply::Type::Text ? std::optional(each.text) : std::nullopt);
        }
        jobs = jobs.subspan(part.size());
    }
    return results;
}

Result<void> JobStore::end()
{
    auto ended = m_link.transact({{"HSET", key("run"), "over", "1"}, expire(key("run"))});
    return ended.hasValue() ? Result<void>(Success()) : ended.error();
}

bool JobStore::remove(RedisConnection &connection, const RunSheet &sheet, std::span<const std::string> jobs,
                      std::chrono::milliseconds patience) const
{
    RedisCommand unlink = {"UNLINK", key("scheduled"), key("failed"), key("journal"), key("events")};
    for (const std::string &queue : sheet.queues)
        unlink.push_back(queueKey(queue));
    for (const std::string &job : jobs) {
        for (const char *name : {"job:", "result:", "dependents:"})
            unlink.push_back(key(name + job));
    }
    const std::vector<RedisCommand> commands = {
        {"UNWATCH"}, {"MULTI"}, {"ZREM", std::string(prefix) + "runs", m_run}, unlink,
        {"HSET", key("run"), "over", "1"}, {"PEXPIRE", key("run"), farewellMs}, {"EXEC"}, {"PING", m_run}};
    for (const RedisCommand &command : commands)
        connection.send(command);
    const auto end = std::chrono::steady_clock::now() + patience;
    while (connection.isOpen()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const std::optional<RedisReply> reply = connection.receive(std::max(left, std::chrono::milliseconds(0)));
        if (!reply || reply->text == m_run) // the echo, which comes after everything else
            return reply.has_value();
    }
    return false;
}

} // namespace Interleave
