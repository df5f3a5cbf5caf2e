#include "core/analysis/explanation.h"

#include "core/analysis/reasontext.h"
#include "core/analysis/stateshares.h"
#include "core/trace/names.h"

#include <algorithm>
#include <array>

namespace Interleave {

namespace {

constexpr std::size_t mostNamed = 3; // of those that ran meanwhile

/// "A", "A and B", "A, B and C".
std::string listText(const std::vector<std::string> &words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return text;
}

bool isWithin(const Trace &trace, const Lane &lane, LaneId ancestor)
{
    for (std::optional<LaneId> id = lane.id; id; id = trace.lane(*id)->parent) {
        if (*id == ancestor)
            return true;
    }
    return false;
}

/// Writes the sentences of one segment.
class Explainer
{
public:
    Explainer(const Trace &trace, const Segment &segment)
        : m_trace(trace), m_lane(*trace.lane(segment.lane)), m_segment(segment)
    {}

    Explanation explain()
    {
        switch (m_segment.state) {
        case State::Suspended: explainWait(); break;
        case State::Ready: explainReady(); break;
        case State::Running: explainRunning(); break;
        }
        m_explanation.segment = m_segment;
        return std::move(m_explanation);
    }

private:
    void say(std::string sentence)
    {
        if (!sentence.empty() && sentence.front() >= 'a' && sentence.front() <= 'z' && !beginsWithName(sentence))
            sentence.front() = char(sentence.front() - 'a' + 'A');
        m_explanation.sentences.push_back(sentence + ".");
    }
    bool beginsWithName(const std::string &sentence) const { return m_named && sentence.starts_with(name()); }
    std::string name() const { return laneText(m_trace, m_lane, m_lane.id); }
    std::string at(Nanos time) const { return momentText(m_trace, time); }

    /// How long and from when to when.
    std::string span(const std::string &verb) const
    {
        if (m_segment.open)
            return "it has " + verb + " for " + durationText(m_segment.duration()) + ", since " + at(m_segment.begin)
                   + ", and the recording ends there";
        return "it " + verb + " for " + durationText(m_segment.duration()) + ", from " + at(m_segment.begin) + " to "
               + at(m_segment.end);
    }

    /// The segment that this one turns into, or that turned into it.
    std::optional<Segment> next() const { return neighbour(m_segment.end, m_segment); }
    std::optional<Segment> previous() const
    {
        std::optional<Segment> before;
        forEachSegment(m_lane, m_trace.end(), m_segment.begin - Nanos(1), m_segment.begin + Nanos(1), [&](const Segment &each) {
            if (each.end == m_segment.begin && !(each == m_segment))
                before = each;
        });
        return before;
    }
    std::optional<Segment> neighbour(Nanos time, const Segment &other) const
    {
        std::optional<Segment> after;
        forEachSegment(m_lane, m_trace.end(), time, time + Nanos(1), [&](const Segment &each) {
            if (!after && each.begin == time && !(each == other))
                after = each;
        });
        return after;
    }

    void explainWait()
    {
        const bool isThing = runsForItsWaker(m_lane.kind);
        const std::string line = m_segment.line ? " (line " + std::to_string(m_segment.line) + ")" : std::string();
        say((isThing ? name() + " " : name() + " is suspended: it ") + waitSentence(m_trace, m_segment) + line);
        say(span(isThing ? "was so" : "waited"));
        if (m_segment.open)
            return;
        noteCause(m_segment);
        const std::optional<Segment> after = next();
        if (!after) {
            say("then it was over" + endingText());
            return;
        }
        say("then " + endSentence(m_trace, m_segment) + lateness());
        if (after->state == State::Ready)
            sayTurn(*after);
        m_explanation.effect = LaneMoment{m_lane.id, after->begin};
    }

    /// How much longer it slept than it asked for.
    std::string lateness() const
    {
        if (!m_segment.asked || m_segment.duration() < *m_segment.asked)
            return {};
        return ", " + durationText(m_segment.duration() - *m_segment.asked) + " later than it asked for";
    }

    void sayTurn(const Segment &ready)
    {
        if (ready.open) {
            say("since then it is ready and waits for its turn" + meanwhile(ready));
            return;
        }
        if (ready.duration() == Nanos(0))
            say("it went on at once");
        else
            say("it then was ready for " + durationText(ready.duration()) + " until its turn came" + meanwhile(ready));
    }

    std::string meanwhile(const Segment &ready) const
    {
        const std::vector<RanMeanwhile> others = Interleave::ranMeanwhile(m_trace, m_lane, ready.begin, ready.end);
        if (others.empty())
            return {};
        std::vector<std::string> words;
        for (std::size_t i = 0; i < std::min(others.size(), mostNamed); ++i)
            words.push_back(laneText(m_trace, m_lane, others[i].lane) + " (" + durationText(others[i].running) + ")");
        if (others.size() > mostNamed)
            words.push_back(std::to_string(others.size() - mostNamed) + " more");
        return "; meanwhile ran " + listText(words);
    }

    void explainReady()
    {
        say(name() + " is ready: it could go on, but it does not have its turn yet");
        if (const std::optional<Segment> before = previous(); before && before->state == State::Suspended) {
            say("it waited before: it " + waitSentence(m_trace, *before) + ". At " + at(m_segment.begin) + " "
                + endSentence(m_trace, *before));
        } else if (m_segment.waker) {
            say(laneText(m_trace, m_lane, *m_segment.waker) + " made it ready for the first time at " + at(m_segment.begin));
        }
        noteCause(m_segment);
        if (m_segment.open)
            say("it still waits for its turn where the recording ends" + meanwhile(m_segment));
        else
            say("its turn came after " + durationText(m_segment.duration()) + ", at " + at(m_segment.end) + meanwhile(m_segment));
        if (const std::optional<Segment> after = next())
            m_explanation.effect = LaneMoment{m_lane.id, after->begin};
    }

    void explainRunning()
    {
        const std::string doing = doingText(m_trace, m_segment);
        say(name() + (doing == stateName(State::Running) ? " runs" : " is " + doing));
        say(span(doing == stateName(State::Running) ? "ran" : "was so"));
        const std::optional<Segment> wait = waitBefore();
        if (wait) {
            say("before that it waited for " + durationText(wait->duration()) + ": it " + waitSentence(m_trace, *wait)
                + ". Then " + endSentence(m_trace, *wait));
            noteCause(*wait);
        } else if (const std::optional<LaneId> waker = wakerBefore(m_lane, m_segment)) {
            if (const auto before = previous(); before)
                noteCause(*before);
        }
        if (m_segment.open)
            return;
        const std::optional<Segment> after = next();
        if (after && after->state == State::Suspended)
            say("after that it " + waitSentence(m_trace, *after));
        else if (!after)
            say("then it was over" + endingText());
        noteEffect();
    }

    /// The wait that this running ended, over the ready in between.
    std::optional<Segment> waitBefore() const
    {
        std::optional<Segment> before = previous();
        if (before && before->state == State::Ready)
            before = Explainer(m_trace, *before).previous();
        return before && before->state == State::Suspended ? before : std::nullopt;
    }

    void noteCause(const Segment &segment)
    {
        if (segment.waker && segment.wakeTime && *segment.waker != m_lane.id && *segment.waker != hostLane)
            m_explanation.cause = LaneMoment{*segment.waker, *segment.wakeTime};
    }

    /// The first lane that it woke while it ran, else its own next segment.
    void noteEffect()
    {
        if (!m_segment.open)
            m_explanation.effect = LaneMoment{m_lane.id, m_segment.end};
    }

    std::string endingText() const
    {
        for (std::size_t i = m_lane.events.firstAtOrAfter(m_segment.end); i < m_lane.events.size(); ++i) {
            const Event &event = m_lane.events[i];
            if (event.time() > m_segment.end)
                break;
            if (event.kind() != EventKind::Finish)
                continue;
            if (event.outcome() == Outcome::Killed)
                return ": killed by signal " + std::to_string(event.argument());
            if (event.outcome() == Outcome::Failed && event.argument() != 0)
                return ": failed with exit code " + std::to_string(event.argument());
            return ": " + std::string(outcomeName(event.outcome()));
        }
        return {};
    }

    const Trace &m_trace;
    const Lane &m_lane;
    const Segment m_segment;
    Explanation m_explanation;
    bool m_named = true; // names keep their first letter
};

/// Those that the lane takes turns with: the others on its loop, else whatever executes.
bool competes(const Trace &trace, const Lane &lane, const Lane &other)
{
    if (!executes(other.kind) || other.kind == LaneKind::EventLoop || isWithin(trace, lane, other.id)
        || isWithin(trace, other, lane.id))
        return false;
    const Lane *parent = lane.parent ? trace.lane(*lane.parent) : nullptr;
    return lane.kind == LaneKind::Thread || (parent && other.parent == lane.parent);
}

} // namespace

std::string momentText(const Trace &trace, Nanos time)
{
    struct Unit {
        std::int64_t ns;
        const char *name;
    };
    static constexpr std::array units{Unit{1'000'000'000, " s"}, Unit{1'000'000, " ms"}, Unit{1'000, " µs"}};
    const std::int64_t ns = std::max<std::int64_t>((time - trace.begin()).count(), 0);
    for (const Unit &unit : units) {
        if (ns < unit.ns)
            continue;
        const std::int64_t thousandths = ns / (unit.ns / 1000);
        return std::to_string(thousandths / 1000) + "." + std::to_string(1000 + thousandths % 1000).substr(1) + unit.name;
    }
    return std::to_string(ns) + " ns";
}

std::vector<RanMeanwhile> ranMeanwhile(const Trace &trace, const Lane &lane, Nanos from, Nanos to)
{
    std::vector<RanMeanwhile> ran;
    for (const Lane &other : trace.lanes()) {
        if (other.events.empty() || other.events.front().time() >= to || !competes(trace, lane, other))
            continue;
        const Nanos running = stateSums(other, trace.end(), from, to).running;
        if (running > Nanos(0))
            ran.push_back({other.id, running});
    }
    std::ranges::stable_sort(ran, std::ranges::greater(), &RanMeanwhile::running);
    return ran;
}

std::optional<Explanation> explain(const Trace &trace, LaneId lane, Nanos time)
{
    const Lane *found = trace.lane(lane);
    const std::optional<Segment> segment = found ? segmentAt(*found, trace.end(), time) : std::nullopt;
    if (!segment)
        return std::nullopt;
    return Explainer(trace, *segment).explain();
}

} // namespace Interleave
