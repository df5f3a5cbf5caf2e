#include "core/analysis/parting.h"

#include "core/analysis/lanematching.h"
#include "core/analysis/states.h"
#include "core/trace/eventmerge.h"
#include "core/trace/names.h"
#include "core/trace/slicetext.h"

namespace Interleave {

namespace {

/// The name of the slice that the event begins; empty for others.
std::string_view sliceOf(const Trace &trace, const Event &event)
{
    const bool named = event.kind() == EventKind::Start && event.carriesText();
    return named && event.argument() < trace.texts().size() ? sliceName(trace.texts()[event.argument()])
                                                            : std::string_view();
}

bool counts(EventKind kind)
{
    switch (kind) {
    case EventKind::Start:
    case EventKind::Suspend:
    case EventKind::Resume:
    case EventKind::Finish:
    case EventKind::Wake:
    case EventKind::Output:
        return true;
    default:
        return false;
    }
}

/// Reason or outcome, where the event has one.
std::uint8_t whyOf(const Event &event)
{
    return event.kind() == EventKind::Suspend || event.kind() == EventKind::Finish ? event.detail() : 0;
}

/// The events that count of one run, one after the other.
class Walk
{
public:
    Walk(const Trace &trace, LaneMatching &matching) : m_trace(trace), m_numbers(matching.take(trace))
    {
        for (const Lane &lane : trace.lanes()) {
            if (executes(lane.kind) && m_numbers[lane.id.value()])
                m_merge.add(lane, 0);
        }
        skipOthers();
    }

    bool atEnd() const { return m_merge.atEnd(); }
    const Event &event() const { return m_merge.event(); }
    std::uint32_t lane() const { return *m_numbers[m_merge.lane().value()]; }
    std::optional<EventPlace> place() const
    {
        return atEnd() ? std::nullopt : std::optional(EventPlace{m_merge.lane(), m_merge.number()});
    }
    void advance()
    {
        m_merge.advance();
        skipOthers();
    }
    bool isSameAs(const Walk &other) const
    {
        return lane() == other.lane() && event().kind() == other.event().kind()
            && whyOf(event()) == whyOf(other.event())
            && sliceOf(m_trace, event()) == sliceOf(other.m_trace, other.event());
    }

private:
    void skipOthers()
    {
        while (!m_merge.atEnd() && !counts(m_merge.event().kind()))
            m_merge.advance();
    }

    const Trace &m_trace;
    std::vector<std::optional<LaneMatching::Number>> m_numbers;
    EventMerge m_merge;
};

/// "resumes", to be followed by the lane.
std::string verbOf(EventKind kind)
{
    switch (kind) {
    case EventKind::Start: return "starts";
    case EventKind::Suspend: return "suspends";
    case EventKind::Resume: return "resumes";
    case EventKind::Finish: return "ends";
    case EventKind::Wake: return "wakes";
    default: return "prints in";
    }
}

/// What one run does at the parting.
struct Deed {
    EventKind kind = EventKind::None;
    std::string lane; // its title
    std::string why;  // reason, outcome or slice: " (sleep)", or empty

    std::string text() const { return verbOf(kind) + " " + lane + why; }
};

Deed deedOf(const Trace &trace, const LaneMatching &matching, const std::vector<std::optional<LaneMatching::Number>> &numbers,
            EventPlace place)
{
    const Event &event = trace.lane(place.lane)->events[place.number];
    std::string_view why = sliceOf(trace, event);
    if (event.kind() == EventKind::Suspend)
        why = reasonName(event.reason());
    else if (event.kind() == EventKind::Finish && event.outcome() != Outcome::Finished)
        why = outcomeName(event.outcome());
    return {event.kind(), matching.title(*numbers[place.lane.value()]),
            why.empty() ? std::string() : " (" + std::string(why) + ")"};
}

bool goesOn(const Trace &trace) { return trace.info.outcome == RunOutcome::Running && !trace.isForeign(); }

/// Of a run that has no further event.
std::string endText(const Trace &trace) { return goesOn(trace) ? "has not come further yet" : "is over"; }

std::string sameText(std::uint64_t same)
{
    if (same == 0)
        return "They part at the first event: ";
    return "The same for " + std::to_string(same) + (same == 1 ? " event; then " : " events; then ");
}

} // namespace

std::optional<Parting> partingOf(const Trace &a, const Trace &b, const std::atomic<bool> *cancelled)
{
    constexpr std::uint64_t asksEvery = 4096;
    LaneMatching matching;
    Walk walkA(a, matching), walkB(b, matching);
    Parting parting;
    while (!walkA.atEnd() && !walkB.atEnd() && walkA.isSameAs(walkB)) {
        walkA.advance();
        walkB.advance();
        // Relaxed: it only ends the work sooner, nothing is read after it.
        if (++parting.same % asksEvery == 0 && cancelled && cancelled->load(std::memory_order_relaxed))
            return std::nullopt;
    }
    parting.a = walkA.place();
    parting.b = walkB.place();
    return parting;
}

std::string partingText(const Trace &a, const Trace &b, const Parting &parting)
{
    const std::string events = std::to_string(parting.same) + (parting.same == 1 ? " event." : " events.");
    if (parting.isNone() && parting.same > 0)
        return (goesOn(a) || goesOn(b) ? "The same so far, for " : "The same to the end, for ") + events;
    if (parting.isNone())
        return "Neither run has an event to compare.";
    LaneMatching matching;
    const auto numbersA = matching.take(a), numbersB = matching.take(b);
    const std::string begin = sameText(parting.same);
    if (!parting.b)
        return begin + "B " + endText(b) + ", A " + deedOf(a, matching, numbersA, *parting.a).text() + ".";
    if (!parting.a)
        return begin + "A " + endText(a) + ", B " + deedOf(b, matching, numbersB, *parting.b).text() + ".";
    const Deed deedA = deedOf(a, matching, numbersA, *parting.a), deedB = deedOf(b, matching, numbersB, *parting.b);
    if (deedA.kind == deedB.kind && deedA.lane != deedB.lane)
        return begin + "B " + deedB.text() + " first, A " + deedA.lane + deedA.why + ".";
    return begin + "A " + deedA.text() + ", B " + deedB.text() + ".";
}

} // namespace Interleave
