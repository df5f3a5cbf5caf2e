#include "core/session/livereading.h"

#include <QThreadPool>

#include <algorithm>
#include <sys/eventfd.h>
#include <unistd.h>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto busyPeriod = 8ms;   // between two looks at the rings while events come
constexpr auto idlePeriod = 100ms; // while none come; the bell ends it early
constexpr auto longestLook = 4ms;  // leaves the rest of a frame to painting
constexpr int idleLooks = 30;      // looks without an event before the reader sleeps
constexpr std::uint64_t recordsPerRing = 1 << 20;
constexpr std::uint64_t cheaplyFreed = 4 << 20; // records: some 5 ms

std::uint64_t recordsTouched(const Arena &arena)
{
    std::uint64_t touched = 0;
    for (std::uint32_t index = 0; index < arena.ringCount(); ++index)
        touched += std::min(arena.ring(index).head.load(std::memory_order_relaxed), arena.header().ringCapacity);
    return touched;
}

} // namespace

LiveReading::LiveReading() = default;

LiveReading::~LiveReading()
{
    m_notifier.reset();
    if (m_bell >= 0)
        close(m_bell);
    m_reader.reset();
    // Giving back a gigabyte of rings takes longer than the window may stand still.
    if (m_arena && recordsTouched(*m_arena) > cheaplyFreed) {
        auto arena = std::make_shared<Arena>(std::move(*m_arena));
        QThreadPool::globalInstance()->start([arena]() mutable { arena.reset(); });
    }
}

Result<void> LiveReading::prepare(std::shared_ptr<Trace> trace)
{
    m_trace = std::move(trace);
    Result<Arena> created = Arena::create(calibrateClock());
    if (!created.hasValue())
        return created.error();
    m_arena.emplace(created.takeValue());
    m_reader.emplace(*m_arena);
    m_bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (m_bell < 0)
        return Error(ErrorCode::NoResources, "No file descriptor is left for the run.");
    return Success();
}

Nanos LiveReading::now() const
{
    const ClockCalibration &clock = m_arena->header().clock;
    return Nanos(std::int64_t(clock.nanoseconds(clock.ticks())));
}

void LiveReading::watch(pid_t process)
{
    m_kernel = KernelReading::begin(process, *m_trace, m_arena->header().clock,
                                    [this] { return m_arena->allocateLane(); }, [this] { lookOnTime(); });
}

void LiveReading::begin(std::function<void(bool)> looked)
{
    m_looked = std::move(looked);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { lookOnTime(); });
    m_notifier = std::make_unique<QSocketNotifier>(m_bell, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, &m_timer, [this] {
        std::uint64_t rings = 0;
        [[maybe_unused]] const auto got = read(m_bell, &rings, sizeof rings);
        setBusy(true);
        lookOnTime();
    });
    setBusy(false); // the first event rings, and so is seen at once
}

void LiveReading::stop()
{
    m_timer.stop();
    m_notifier.reset();
    if (!m_kernel)
        return;
    m_kernel->finish();
    m_kernelTotals = m_kernel->totals();
    m_trace->info.withheldNs = m_kernel->withheldNs();
    m_kernel.reset();
}

void LiveReading::setBusy(bool busy)
{
    m_idle = 0;
    m_busy = busy;
    m_timer.start(busy ? busyPeriod : idlePeriod);
    if (!busy)
        m_reader->sleep();
}

void LiveReading::lookOnTime()
{
    const bool news = lookAtRings();
    const bool kernelNews = m_kernel && m_kernel->look(m_settled);
    if (news)
        m_idle = 0;
    else if (++m_idle == idleLooks)
        setBusy(false);
    m_looked(news || kernelNews);
}

bool LiveReading::lookAtRings()
{
    const std::int64_t begun = monotonicNs();
    const bool news = m_reader->drain(*m_trace, recordsPerRing, longestLook) > 0;
    if (m_reader->isEmptied())
        m_settled = begun;
    return news;
}

/// The pause begins anew: with it there are as many looks as without.
void LiveReading::lookNow()
{
    if (!m_busy || !m_timer.isActive())
        return;
    m_timer.start();
    lookOnTime();
}

bool LiveReading::look()
{
    const bool news = lookAtRings();
    return (m_kernel && m_kernel->look(m_settled)) || news;
}

void LiveReading::account()
{
    m_reader->account(*m_trace);
    if (m_kernel || m_kernelTotals)
        m_trace->rings.push_back(m_kernel ? m_kernel->totals() : *m_kernelTotals);
}

void LiveReading::lookAtAll()
{
    while (m_reader->drain(*m_trace, recordsPerRing) > 0) {}
}

} // namespace Interleave
