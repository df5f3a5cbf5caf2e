#include "core/analysis/explanation.h"

#include "core/analysis/ancestry.h"
#include "core/analysis/causes.h"
#include "core/analysis/meanwhile.h"
#include "core/analysis/notes.h"
#include "core/analysis/reasontext.h"
#include "core/analysis/stateshares.h"
#include "core/analysis/wording.h"
#include "core/trace/names.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t mostNamed = 3;        // of those that ran, or were woken
constexpr std::size_t mostCountersLooked = 64; // events back from the moment

/// What all sentences about one lane are made of.
class LaneWords
{
public:
    LaneWords(const Trace &trace, const Lane &lane, Nanos traceEnd) : m_trace(trace), m_lane(lane), m_traceEnd(traceEnd) {}

    /// Of several processes each has a main thread.
    std::string name() const
    {
        const Lane *process = m_lane.parent ? m_trace.lane(*m_lane.parent) : nullptr;
        const bool isMain = m_lane.kind == LaneKind::Thread && m_lane.pid != 0 && m_lane.pid == m_lane.tid;
        const std::string own = laneText(m_trace, m_lane, m_lane.id);
        return isMain && process && !process->name.empty() && process->parent != hostLane ? process->name + "'s " + own : own;
    }
    std::string name(LaneId other) const { return laneText(m_trace, m_lane, other); }
    std::string at(Nanos time) const { return clockText(m_trace, time); }
    bool goesOn() const { return m_trace.info.outcome == RunOutcome::Running && !m_trace.isForeign(); }

    std::optional<Segment> before(const Segment &segment) const
    {
        return segment.begin > Nanos(0) ? segmentAt(m_lane, m_traceEnd, segment.begin - Nanos(1)) : std::nullopt;
    }
    /// The one that this one turned into, if it did so at once; it may be empty.
    std::optional<Segment> after(const Segment &segment) const
    {
        std::optional<Segment> found;
        if (segment.open)
            return found;
        forEachSegment(m_lane, m_traceEnd, segment.end, segment.end + Nanos(1), [&](const Segment &each) {
            if (!found && each.begin == segment.end && !(each == segment))
                found = each;
        });
        return found;
    }

    std::string runners(const std::vector<RanMeanwhile> &ran) const
    {
        std::vector<std::string> words;
        for (const RanMeanwhile &each : ran)
            words.push_back(name(each.lane) + " (" + durationText(each.running) + ")");
        return listText(std::move(words), mostNamed);
    }

    /// "; meanwhile ran A (3 ms) and B (1 ms)", or nothing.
    std::string meanwhile(const Segment &ready) const
    {
        const auto ran = ranMeanwhile(m_trace, m_lane, ready.begin, ready.end);
        return ran.empty() ? std::string() : "; meanwhile ran " + runners(ran);
    }

    /// The lane's end, where it is at that moment: "finished", "killed by signal 9".
    std::optional<std::string> ending(Nanos from) const
    {
        for (std::size_t i = m_lane.events.firstAtOrAfter(from); i < m_lane.events.size(); ++i) {
            const Event &event = m_lane.events[i];
            if (event.time() > from)
                break;
            if (event.kind() == EventKind::Finish)
                return outcomeText(event);
        }
        return std::nullopt;
    }

    static std::string outcomeText(const Event &finish)
    {
        if (finish.outcome() == Outcome::Killed)
            return "killed by signal " + std::to_string(finish.argument());
        if (finish.outcome() == Outcome::Failed && finish.argument() != 0)
            return "failed with exit code " + std::to_string(finish.argument());
        return std::string(outcomeName(finish.outcome()));
    }

protected:
    const Trace &m_trace;
    const Lane &m_lane;
    const Nanos m_traceEnd;
};

/// Writes the sentences of one segment.
class SegmentSentences : private LaneWords
{
public:
    SegmentSentences(const LaneWords &words, const Segment &segment) : LaneWords(words), m_segment(segment) {}

    std::vector<std::string> write()
    {
        switch (m_segment.state) {
        case State::Suspended: explainWait(); break;
        case State::Ready: explainReady(); break;
        case State::Running: explainRunning(); break;
        }
        return std::move(m_sentences);
    }

private:
    void say(const std::string &sentence) { m_sentences.push_back(sentence + "."); }

    /// "It waited for 42.0 ms, from 10.000 ms to 52.000 ms"
    std::string span(const std::string &did, const std::string &does) const
    {
        const std::string length = durationText(m_segment.duration()), since = at(m_segment.begin);
        if (!m_segment.open)
            return "It " + did + " for " + length + ", from " + since + " to " + at(m_segment.end);
        return "It has " + does + " for " + length + " since " + since
               + (goesOn() ? " and goes on" : ", and that is where the recording ends");
    }

    void explainWait()
    {
        say(waitHeadline() + (m_segment.line ? " (line " + std::to_string(m_segment.line) + ")" : ""));
        say(span(runsForItsWaker(m_lane.kind) ? "was so" : "waited", runsForItsWaker(m_lane.kind) ? "been so" : "waited"));
        if (m_segment.open)
            return;
        const std::optional<Segment> next = after(m_segment);
        if (m_segment.waker || next)
            say("Then " + endText(m_trace, m_segment) + lateness());
        if (next && next->state == State::Ready)
            sayTurn(*next);
        sayEnding(m_segment.end);
    }

    std::string waitHeadline() const
    {
        const std::string because = becauseText(m_trace, m_segment, Tense::Present);
        switch (m_segment.reason) {
        case Reason::None: return name() + " waits, and what for was not recorded";
        case Reason::Sleep: return name() + because.substr(2); // "it sleeps …"
        case Reason::Free: return name() + " is free: " + because;
        case Reason::Queued: return name() + " is queued: " + because;
        case Reason::Held: return name() + " cannot go on: " + because;
        case Reason::Unobserved: return name() + " is not observed: " + because;
        default: return name() + " waits because " + because;
        }
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
        if (ready.open)
            say("Since then it is ready and waits for its turn" + meanwhile(ready));
        else if (ready.duration() == Nanos(0))
            say("It went on at once");
        else
            say("It was ready for " + durationText(ready.duration()) + " before it got its turn" + meanwhile(ready));
    }

    void explainReady()
    {
        const std::optional<Segment> wait = before(m_segment);
        const bool hasWaited = wait && wait->state == State::Suspended;
        say(name() + (hasWaited ? " is ready: it could go on, but it does not have its turn yet"
                                : " is ready to begin, but it does not have its turn yet"));
        if (hasWaited)
            say(lookBack(*wait));
        else if (m_segment.waker && *m_segment.waker != m_lane.id)
            say("It was made by " + name(*m_segment.waker) + " at " + at(m_segment.begin));
        if (m_segment.open)
            say("It has been ready for " + durationText(m_segment.duration())
                + (goesOn() ? " so far" : ", and that is where the recording ends") + meanwhile(m_segment));
        else
            say("Its turn came after " + durationText(m_segment.duration()) + ", at " + at(m_segment.end) + meanwhile(m_segment));
    }

    /// "Before that it waited for 10.0 ms because queue was empty, until producer 0 put something in"
    std::string lookBack(const Segment &wait) const
    {
        const std::string because = becauseText(m_trace, wait, Tense::Past);
        return "Before that it waited for " + durationText(wait.duration()) + (because.empty() ? "" : " because " + because)
               + (wait.waker ? ", until " + endText(m_trace, wait) : "");
    }

    void explainRunning()
    {
        const std::string doing = doingText(m_trace, m_segment);
        const bool runs = doing == stateName(State::Running);
        if (runs && !executes(m_lane.kind) && m_lane.kind != LaneKind::Process) {
            say(name() + " exists: it neither runs nor waits");
            return say(span("existed", "existed"));
        }
        say(name() + (runs ? " runs" : " is " + doing));
        say(span(runs ? "ran" : "was so", runs ? "run" : "been so"));
        sayWhatLedToIt();
        sayWhoElseRan();
        if (m_segment.open)
            return;
        sayEffects();
        if (const std::optional<Segment> next = after(m_segment); next && next->state == State::Suspended)
            sayNextWait(*next);
        sayEnding(m_segment.end);
    }

    void sayWhatLedToIt()
    {
        std::optional<Segment> wait = before(m_segment);
        std::string turn;
        if (wait && wait->state == State::Ready) {
            turn = ", and then was ready for " + durationText(wait->duration());
            wait = before(*wait);
        }
        if (wait && wait->state == State::Suspended && wait->reason != Reason::Free && wait->reason != Reason::Queued)
            return say(lookBack(*wait) + turn);
        const bool isFirst = !before(m_segment) || (!turn.empty() && !wait);
        if (const auto creator = isFirst ? creatorOf(m_trace, m_lane) : std::nullopt; creator && executes(m_lane.kind))
            say("It was made by " + name(*creator) + " and begins here");
    }

    void sayWhoElseRan()
    {
        const bool contains = m_lane.kind == LaneKind::EventLoop || m_lane.kind == LaneKind::Process;
        const auto ran = contains ? ranWithin(m_trace, m_lane, m_segment.begin, m_segment.end)
                         : m_lane.kind == LaneKind::Thread ? ranMeanwhile(m_trace, m_lane, m_segment.begin, m_segment.end)
                                                           : std::vector<RanMeanwhile>();
        if (!ran.empty())
            say((contains ? "Within it ran " : "At the same time ran ") + runners(ran));
    }

    void sayEffects()
    {
        std::vector<std::string> woken;
        for (const Wakening &each : effectsOf(m_trace, m_segment, 100)) {
            if (const Lane *lane = m_trace.lane(each.woken); lane && !runsForItsWaker(lane->kind)) {
                if (const std::string word = name(each.woken); std::ranges::find(woken, word) == woken.end())
                    woken.push_back(word);
            }
        }
        if (!woken.empty())
            say("In that time it woke " + listText(std::move(woken), mostNamed));
    }

    void sayNextWait(const Segment &wait)
    {
        if (runsForItsWaker(m_lane.kind))
            return;
        const std::string because = becauseText(m_trace, wait, Tense::Past);
        say("Then it had to wait" + (because.empty() ? std::string() : " because " + because));
    }

    void sayEnding(Nanos time)
    {
        if (const auto how = ending(time))
            say("That was its end: " + *how);
    }

    const Segment m_segment;
    std::vector<std::string> m_sentences;
};

/// Before its first moment, after its end, or where it has no states.
class AbsenceSentences : private LaneWords
{
public:
    AbsenceSentences(const LaneWords &words, Nanos time) : LaneWords(words), m_time(time) {}

    std::vector<std::string> write() const
    {
        if (m_lane.events.empty())
            return {"Nothing of " + name() + " was recorded."};
        if (m_time < m_lane.events.front().time())
            return {notYet()};
        if (const Event *finish = lastFinish())
            return {name() + " is over: its end was at " + at(finish->time()) + " (" + outcomeText(*finish) + ").", account()};
        return counters();
    }

private:
    std::string notYet() const
    {
        const auto creator = creatorOf(m_trace, m_lane);
        const std::string when = at(m_lane.events.front().time());
        return name() + " does not exist yet: " + (creator ? name(*creator) + " makes it" : "it begins") + " at " + when + ".";
    }

    const Event *lastFinish() const
    {
        for (std::size_t i = m_lane.events.firstAtOrAfter(m_time + Nanos(1)); i-- > 0;) {
            if (m_lane.events[i].kind() == EventKind::Finish)
                return &m_lane.events[i];
            if (m_lane.events[i].kind() == EventKind::Start)
                break;
        }
        return nullptr;
    }

    std::string account() const
    {
        const StateSums sums = stateSums(m_lane, m_traceEnd, Nanos(0), m_traceEnd + Nanos(1));
        if (m_lane.kind == LaneKind::Item)
            return "It stood there for " + durationText(sums.suspended) + ".";
        if (m_lane.kind == LaneKind::Job)
            return "It stood there for " + durationText(sums.suspended) + " and ran for " + durationText(sums.running) + ".";
        if (m_lane.kind == LaneKind::Lock)
            return "It was held for " + durationText(sums.running) + " and free for " + durationText(sums.suspended) + ".";
        return "Of its " + durationText(sums.alive()) + " it ran for " + durationText(sums.running) + ", was ready for "
               + durationText(sums.ready) + " and waited for " + durationText(sums.suspended) + ".";
    }

    /// What it was counted at then.
    std::vector<std::string> counters() const
    {
        const std::size_t here = m_lane.events.firstAtOrAfter(m_time + Nanos(1));
        for (std::size_t i = here; i-- > 0 && here - i <= mostCountersLooked;) {
            if (const CounterSample *sample = m_trace.counter(m_lane.events[i]))
                return {name() + ": " + sample->name + " " + std::to_string(sample->value) + " since " + at(m_lane.events[i].time()) + "."};
        }
        return {"Nothing was recorded of " + name() + " at this moment."};
    }

    const Nanos m_time;
};

} // namespace

std::string Explanation::text() const
{
    std::string all;
    for (const std::string &sentence : sentences)
        all += (all.empty() ? "" : " ") + sentence;
    return all;
}

std::optional<Explanation> explain(const Trace &trace, LaneId id, Nanos time, Nanos traceEnd)
{
    const Lane *lane = trace.lane(id);
    if (!lane)
        return std::nullopt;
    const LaneWords words(trace, *lane, traceEnd);
    Explanation explanation{id, segmentAt(*lane, traceEnd, time), {}};
    explanation.sentences = explanation.segment ? SegmentSentences(words, *explanation.segment).write()
                                                : AbsenceSentences(words, time).write();
    for (const NoteRead &note : explanation.segment ? notesOf(trace, *explanation.segment) : std::vector<NoteRead>())
        explanation.sentences.push_back("At " + words.at(note.time) + ": " + std::string(note.text) + ".");
    return explanation;
}

} // namespace Interleave
