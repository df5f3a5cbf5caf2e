#include "core/executors/jobqueue.h"

#include "core/base/clock.h"
#include "core/executors/program.h"

#include <algorithm>
#include <random>
#include <stdexcept>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto farewellPatience = 300ms;
constexpr auto announcement = 10s; // that we live
constexpr auto renewal = 60s;      // of the keys' time to live
constexpr auto promotionPause = 5ms;   // Redis's clock decides when a pause is over, not ours
constexpr std::size_t mostNamed = 10;

std::int64_t inNs(Nanos time) { return monotonicNs() + time.count(); }

/// Those of runs that were begun earlier come first, if clocks are right: workers take them in turn.
std::string newRunId()
{
    std::random_device random;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return fmt::format("{:012x}{:08x}", std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), random());
}

void require(const Result<void> &result)
{
    if (!result.hasValue())
        throw std::runtime_error(result.error().message);
}

} // namespace

JobQueue::JobQueue(Program &program, Settings settings)
    : m_program(program), m_settings(std::move(settings)),
      m_link(m_settings.address, m_settings.patience, [this](auto time) { return !m_termination.wait(time); }),
      m_newsLink(m_settings.address, m_settings.patience, [this](auto time) { return !m_termination.wait(time); }),
      m_store(m_link, newRunId()), m_book(t_here.process, m_settings.queues),
      m_crew(program, m_settings.address, m_store.run(), m_settings.patience),
      m_announcementNs(inNs(announcement)), m_renewalNs(inNs(renewal))
{
    m_link.giveUpWhen([this] { return m_termination.isAsked(); });
    m_sheet.queues = m_settings.queues;
    m_sheet.lease = m_settings.lease;
    for (const std::string &queue : m_sheet.queues)
        m_sheet.lanes.push_back(m_book.queueLane(queue));
    require(m_store.open(m_sheet));
    require(m_newsLink.ensureOpen());
    m_connects = m_link.connects() + m_newsLink.connects();
}

JobQueue::~JobQueue()
{
    m_crew.dismiss();
    if (!m_isGone && !m_far.isEmpty())
        bidFarewell();
    leave();
}

std::string JobQueue::enqueue(const std::string &queue, const JobFunction &function, Arguments arguments, Order order)
{
    JobOrder job;
    job.id = std::to_string(m_ids.size());
    job.queue = queue;
    job.function = function.name();
    job.arguments = std::move(arguments);
    job.retries = order.retries;
    job.backoff = order.backoff;
    job.dependsOn = std::move(order.dependsOn);
    m_ids.push_back(job.id);
    if (job.dependsOn)
        m_dependents[*job.dependsOn].push_back(job.id);
    m_unsent.push_back(m_book.add(std::move(job), order.name).order);
    return m_ids.back();
}

void JobQueue::flush()
{
    const Result<void> submitted = m_store.submit(m_unsent);
    m_unsent.clear();
    if (!submitted.hasValue())
        giveUp(submitted.error());
}

void JobQueue::startWorkers(int count, SourceLine line)
{
    m_sheet.line = line; // at which workers elsewhere wait, too
    if (Result<void> told = m_store.setLine(line); !told.hasValue())
        return giveUp(told.error());
    m_crew.start(count, line);
}

void JobQueue::killLater(const std::string &worker, const std::string &job, Nanos delay)
{
    if (m_crew.has(worker))
        m_planned.push_back({inNs(delay), worker, job});
}

void JobQueue::wait(const Listener &listener, SourceLine line)
{
    flush();
    while (!m_book.isOver() && !m_isGone) {
        if (Result<void> served = serve(listener, line); !served.hasValue())
            giveUp(served.error());
    }
}

/// One round: what is due, then what comes first of news, deaths and the next thing due.
Result<void> JobQueue::serve(const Listener &listener, SourceLine line)
{
    if (m_termination.isAsked()) {
        leave();
        m_termination.obey();
    }
    noteDeaths();
    for (const auto step :
         {&JobQueue::recoverIfForgotten, &JobQueue::promote, &JobQueue::announce, &JobQueue::keepAlive}) {
        if (Result<void> done = (this->*step)(); !done.hasValue())
            return done;
    }
    Result<std::optional<RedisReply>> news = nextNews(line);
    if (!news.hasValue())
        return news.error();
    return news.value() ? hear(*news.value(), listener) : Result<void>(Success());
}

void JobQueue::noteDeaths()
{
    for (const Kill &kill : m_planned) {
        const JobBook::Job *job = kill.atNs <= monotonicNs() ? m_book.find(kill.job) : nullptr;
        if (!job || job->state != JobState::Started || job->worker != kill.worker)
            continue;
        m_crew.kill(kill.worker);
        ++m_killed;
    }
    std::erase_if(m_planned, [now = monotonicNs()](const Kill &kill) { return kill.atNs <= now; });
    for (const JobCrew::Death &death : m_crew.bury()) {
        const std::vector<std::string> orphans = m_book.orphan(death.worker, death.at, death.how);
        m_program.print("{} {}{}", death.worker, death.how,
                        orphans.empty() ? std::string() : ", and had job " + orphans.front());
    }
}

Result<void> JobQueue::promote()
{
    if (!m_promotionNs || *m_promotionNs > monotonicNs())
        return Success();
    Result<std::vector<std::string>> promoted = m_store.promoteDue();
    if (!promoted.hasValue())
        return promoted.error();
    for (const std::string &job : promoted.value())
        m_book.requeue(job, hostLane);
    m_promotionNs.reset();
    if (m_book.count(JobState::Scheduled) > 0)
        m_promotionNs = inNs(promotionPause);
    return Success();
}

Result<void> JobQueue::announce()
{
    if (m_announcementNs > monotonicNs())
        return Success();
    m_announcementNs = inNs(announcement);
    return m_store.announce();
}

Result<void> JobQueue::keepAlive()
{
    if (m_renewalNs > monotonicNs())
        return Success();
    m_renewalNs = inNs(renewal);
    return m_store.keepAlive(m_sheet, m_ids);
}

/// After a gap: a Redis that keeps no files and was started again knows nothing any more.
Result<void> JobQueue::recoverIfForgotten()
{
    const int connects = m_link.connects() + m_newsLink.connects();
    if (connects == m_connects)
        return Success();
    Result<bool> known = m_store.isKnown();
    if (!known.hasValue())
        return known.error();
    m_connects = m_link.connects() + m_newsLink.connects();
    if (known.value())
        return Success();
    if (Result<void> opened = m_store.open(m_sheet); !opened.hasValue())
        return opened;
    m_lastNews = m_lastEvents = "0-0";
    std::vector<JobOrder> again;
    for (const std::string &id : openJobs()) {
        JobOrder order = m_book.find(id)->order;
        const JobBook::Job *before = order.dependsOn ? m_book.find(*order.dependsOn) : nullptr;
        if (before && before->state == JobState::Finished)
            order.dependsOn.reset();
        again.push_back(order);
        if (m_book.find(id)->state == JobState::Scheduled)
            m_book.requeue(id, hostLane);
    }
    m_resubmitted += int(again.size());
    m_program.print("Redis was started again and has forgotten everything: {} jobs are enqueued again", again.size());
    return m_store.submit(again);
}

std::vector<std::string> JobQueue::openJobs() const
{
    std::vector<std::string> open;
    for (const std::string &id : m_ids) {
        const JobState state = m_book.find(id)->state;
        if (state != JobState::Finished && state != JobState::Failed && state != JobState::Lost)
            open.push_back(id);
    }
    return open;
}

void JobQueue::giveUp(const Error &error)
{
    if (m_termination.isAsked()) {
        leave();
        m_termination.obey();
    }
    m_isGone = true;
    const std::vector<std::string> lost = openJobs();
    std::string names;
    for (std::size_t index = 0; index < std::min(lost.size(), mostNamed); ++index)
        names += (index > 0 ? ", " : "") + lost[index];
    for (const std::string &id : lost)
        m_book.lose(id, error.message);
    m_program.reportFailure(error.message + fmt::format(" {} jobs are lost: {}{}", lost.size(), names,
                                                        lost.size() > mostNamed ? " …" : ""));
}

std::vector<std::optional<std::string>> JobQueue::results(const std::vector<std::string> &jobs)
{
    if (m_isGone)
        return std::vector<std::optional<std::string>>(jobs.size());
    Result<std::vector<std::optional<std::string>>> results = m_store.results(jobs);
    if (!results.hasValue()) {
        giveUp(results.error());
        return std::vector<std::optional<std::string>>(jobs.size());
    }
    for (std::size_t index = 0; index < jobs.size(); ++index) {
        const JobBook::Job *job = m_book.find(jobs[index]);
        if (!results.value()[index] && job && job->state == JobState::Finished)
            results.value()[index] = job->result; // which a Redis that was started again has forgotten
    }
    return results.takeValue();
}

/// Removes the keys. A server that is slow does so later; of one that is gone we leave it to their time to live.
void JobQueue::leave()
{
    if (m_isGone)
        return;
    RedisConnection &connection = m_link.connection();
    if (connection.isOpen() || connection.open(m_settings.address, farewellPatience).hasValue())
        m_store.remove(connection, m_sheet, m_ids, farewellPatience);
    connection.close();
}

} // namespace Interleave
