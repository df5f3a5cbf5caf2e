#include "core/analysis/waitshare.h"

#include "core/analysis/states.h"
#include "core/analysis/wording.h"
#include "core/trace/names.h"

namespace Interleave {

namespace {

/// Down to a hundredth, and rounded down: what is not whole must not look so.
std::string percentText(std::uint64_t part, std::uint64_t whole)
{
    const std::uint64_t hundredths = whole == 0 ? 10'000 : std::uint64_t(double(part) / double(whole) * 10'000);
    const std::uint64_t shown = part < whole ? std::min<std::uint64_t>(hundredths, 9'999) : 10'000;
    if (shown % 100 == 0)
        return std::to_string(shown / 100) + " %";
    return std::to_string(shown / 100) + "." + std::to_string(100 + shown % 100).substr(1) + " %";
}

class Counting
{
public:
    Counting(const Trace &trace, std::size_t mostMissing) : m_trace(trace), m_mostMissing(mostMissing) {}

    WaitShare count()
    {
        for (const Lane &lane : m_trace.lanes()) {
            std::optional<Segment> wait;
            forEachSegment(lane, m_trace.end(), Nanos(0), Nanos::max(), [&](const Segment &segment) {
                if (wait && segment.begin == wait->end)
                    takeEnded(lane, *wait);
                wait.reset();
                if (segment.state != State::Suspended)
                    return;
                takeWait(lane, segment);
                wait = segment;
            });
        }
        return std::move(m_share);
    }

private:
    void takeWait(const Lane &lane, const Segment &wait)
    {
        ++m_share.waits;
        if (wait.reason != Reason::None && reasonName(wait.reason) != "unknown")
            ++m_share.withReason;
        else
            lacks(lane, wait, "says no reason");
    }

    void takeEnded(const Lane &lane, const Segment &wait)
    {
        ++m_share.ended;
        if (wait.waker && m_trace.lane(*wait.waker))
            ++m_share.withWaker;
        else
            lacks(lane, wait, "does not say who ended it");
    }

    void lacks(const Lane &lane, const Segment &wait, const char *what)
    {
        if (m_share.missing.size() >= m_mostMissing)
            return;
        const std::string reason(wait.reason == Reason::None ? "wait" : reasonName(wait.reason));
        m_share.missing.push_back(std::string(laneKindName(lane.kind)) + " \"" + lane.name + "\" (lane "
                                  + std::to_string(lane.id.value()) + "): its " + reason + " at "
                                  + clockText(m_trace, wait.begin) + " " + what + ".");
    }

    const Trace &m_trace;
    const std::size_t m_mostMissing;
    WaitShare m_share;
};

} // namespace

WaitShare waitShare(const Trace &trace, std::size_t mostMissing)
{
    return Counting(trace, mostMissing).count();
}

std::string shareText(const WaitShare &share)
{
    return std::to_string(share.waits) + " waits: " + percentText(share.withReason, share.waits) + " with their reason; "
           + std::to_string(share.ended) + " ended: " + percentText(share.withWaker, share.ended) + " with who ended them";
}

} // namespace Interleave
