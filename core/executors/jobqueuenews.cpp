// What the job queue hears: the news of jobs, and what workers elsewhere have recorded.
#include "core/base/clock.h"
#include "core/executors/eventpost.h"
#include "core/executors/jobqueue.h"

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto newsBlock = 1000ms;
constexpr auto pauseWithoutNews = 100ms;
constexpr auto longestWait = 5000ms;
constexpr auto farewellTime = 1500ms;
constexpr auto clockLookPause = 1s;
constexpr int tripsPerLook = 10;

std::int64_t toNs(Nanos time) { return time.count(); }
std::int64_t inNs(Nanos time) { return monotonicNs() + time.count(); }

} // namespace

/// What the connection for news has for us; waits for it, or for whatever else happens, if need be.
Result<std::optional<RedisReply>> JobQueue::nextNews(SourceLine line)
{
    if (!m_newsLink.connection().isOpen()) {
        m_isAsked = false;
        if (Result<void> opened = m_newsLink.ensureOpen(); !opened.hasValue())
            return opened.error();
        return std::optional<RedisReply>(); // look first what Redis remembers
    }
    if (!m_isAsked)
        askForNews();
    std::optional<RedisReply> reply = m_newsLink.connection().take();
    if (!reply && m_newsLink.connection().isOpen()) {
        waitForSomething(line);
        reply = m_newsLink.connection().take();
    }
    if (reply)
        m_isAsked = false;
    return reply;
}

void JobQueue::askForNews()
{
    m_newsLink.connection().send({"XREAD", "COUNT", "1000", "BLOCK", std::to_string(newsBlock.count()), "STREAMS",
                                  m_store.key("journal"), m_store.key("events"), m_lastNews, m_lastEvents});
    m_isAsked = true;
    m_askedNs = monotonicNs();
}

int JobQueue::timeoutMs() const
{
    std::int64_t next = std::min(m_announcementNs, m_renewalNs);
    if (m_promotionNs)
        next = std::min(next, *m_promotionNs);
    for (const Kill &kill : m_planned)
        next = std::min(next, kill.atNs);
    const Nanos left(std::clamp<std::int64_t>(next - monotonicNs(), 0, toNs(longestWait)));
    return int(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

void JobQueue::waitForSomething(SourceLine line)
{
    std::vector<pollfd> watched = {{m_newsLink.connection().descriptor(), POLLIN, 0},
                                   {m_termination.descriptor(), POLLIN, 0}};
    m_crew.watch(watched);
    Recorder &recorder = Recorder::ofThisThread();
    recorder.suspend(recorder.stamp(), t_here.lane, Reason::Result, m_sheet.lanes.front().value(), line.number);
    poll(watched.data(), watched.size(), timeoutMs());
    const Stamp now = recorder.stampFenced();
    recorder.wake(now, t_here.lane, hostLane, true); // Redis, or the time
    recorder.resume(now, t_here.lane);
}

Result<void> JobQueue::hear(const RedisReply &streams, const Listener &listener)
{
    if (RedisLink::isPassing(streams)) {
        m_connects = 0; // the other link asks again, for as long as our patience lasts
        return Success();
    }
    if (streams.isError())
        return Error(ErrorCode::ServiceMissing, "Redis does not give the journal: " + streams.text);
    if (streams[0][1].elements.empty() && monotonicNs() < m_askedNs + toNs(newsBlock) / 2)
        m_termination.wait(pauseWithoutNews); // a server that does not wait as asked must not keep us busy
    hearEvents(streams); // first, since news tell of lanes in there
    for (const RedisReply &stream : streams.elements) {
        for (const RedisReply &entry : stream[1].elements) {
            if (stream[0].text != m_store.key("journal"))
                break;
            m_lastNews = entry[0].text;
            const std::optional<JobNews> news = newsFrom(entry[1]);
            if (!news)
                continue;
            if (Result<void> heard = hearOne(*news, listener); !heard.hasValue())
                return heard;
        }
    }
    return Success();
}

/// What workers on other machines recorded.
void JobQueue::hearEvents(const RedisReply &streams)
{
    for (const RedisReply &stream : streams.elements) {
        for (const RedisReply &entry : stream[1].elements) {
            if (stream[0].text != m_store.key("events"))
                break;
            lookAtClock();
            m_lastEvents = entry[0].text;
            m_far.take(entry[1]);
        }
    }
}

void JobQueue::lookAtClock()
{
    if (m_clockLookNs > monotonicNs())
        return;
    const std::int64_t began = monotonicNs();
    int looks = 0;
    for (const ClockLook &look : looksAtClock(m_link, m_far.isEmpty())) {
        m_far.look(look);
        ++looks;
    }
    const std::int64_t trip = (monotonicNs() - began) / std::max(looks, 1);
    m_clockLookNs = monotonicNs() + std::max(toNs(clockLookPause), tripsPerLook * trip);
}

Result<void> JobQueue::hearOne(const JobNews &told, const Listener &listener)
{
    JobNews news = told;
    Stamp at{news.ticks};
    if (!m_crew.owns(news.worker)) {
        at = m_far.stampOf(news.worker, news.ticks);
        news.workerLane = m_far.laneOf(news.worker, news.workerLane);
    }
    if (!m_book.hear(news, at))
        return Success();
    if (news.kind == JobNews::Kind::Raised)
        m_promotionNs = std::min(m_promotionNs.value_or(INT64_MAX), inNs(news.pause));
    if (listener)
        listener(news);
    const bool ended = news.kind == JobNews::Kind::Finished || news.kind == JobNews::Kind::Failed;
    return ended && m_dependents.contains(news.job) ? settleDependents(news) : Result<void>(Success());
}

Result<void> JobQueue::settleDependents(const JobNews &news)
{
    for (const std::string &dependent : m_dependents[news.job]) {
        if (news.kind == JobNews::Kind::Failed)
            m_book.lose(dependent, "the job that it depends on has failed");
        else
            m_book.requeue(dependent, m_book.find(news.job)->order.lane);
    }
    if (news.kind == JobNews::Kind::Failed)
        return Success();
    auto released = m_store.release(news.job); // what its worker has done, unless it died over it
    return released.hasValue() ? Result<void>(Success()) : released.error();
}

/// What workers elsewhere have yet to say, if they say it soon.
void JobQueue::bidFarewell()
{
    const std::int64_t end = inNs(farewellTime);
    if (!m_store.end().hasValue())
        return;
    while (!m_far.haveAllLeft() && monotonicNs() < end && m_newsLink.connection().isOpen()) {
        if (!std::exchange(m_isAsked, true))
            askForNews();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(Nanos(end - monotonicNs()));
        Recorder &recorder = Recorder::ofThisThread();
        recorder.suspend(recorder.stamp(), t_here.lane, Reason::Io, 0, m_sheet.line.number);
        const std::optional<RedisReply> reply = m_newsLink.connection().receive(std::max(left, 1ms));
        const Stamp now = recorder.stampFenced();
        recorder.wake(now, t_here.lane, hostLane, true);
        recorder.resume(now, t_here.lane);
        if (reply) {
            m_isAsked = false;
            hearEvents(*reply);
        }
    }
}

} // namespace Interleave
