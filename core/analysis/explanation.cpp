#include "core/analysis/explanation.h"

#include "core/analysis/absencesentences.h"
#include "core/analysis/ancestry.h"
#include "core/analysis/causes.h"
#include "core/analysis/kernelsentences.h"
#include "core/analysis/notes.h"
#include "core/analysis/reasontext.h"
#include "core/analysis/wording.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t mostNamed = 3; // of those that were woken

/// Writes the sentences of one segment.
class SegmentSentences : private LaneWords
{
public:
    /// `ofKernel` is what the kernel did meanwhile.
    SegmentSentences(const LaneWords &words, const Segment &segment, std::vector<std::string> ofKernel)
        : LaneWords(words), m_segment(segment), m_ofKernel(std::move(ofKernel))
    {}

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
    void sayOfKernel() { m_sentences.insert(m_sentences.end(), m_ofKernel.begin(), m_ofKernel.end()); }

    void explainWait()
    {
        say(waitHeadline() + (m_segment.line ? " (line " + std::to_string(m_segment.line) + ")" : ""));
        say(span(m_segment, runsForItsWaker(m_lane.kind) ? "was so" : "waited", runsForItsWaker(m_lane.kind) ? "been so" : "waited"));
        sayOfKernel();
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
        sayOfKernel();
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
            return say(span(m_segment, "existed", "existed"));
        }
        say(name() + (runs ? " runs" : " is " + doing));
        say(span(m_segment, runs ? "ran" : "was so", runs ? "run" : "been so"));
        sayOfKernel();
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
    const std::vector<std::string> m_ofKernel;
    std::vector<std::string> m_sentences;
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
    const std::optional<Segment> segment = segmentAt(*lane, traceEnd, time);
    if (!segment)
        return Explanation{id, segment, AbsenceSentences(words, time).write(), time, time};
    Explanation explanation{id, segment, {}, segment->begin, segment->end};
    if (isOfKernel(lane->kind)) {
        explanation.sentences = KernelSentences(words, *segment).write();
        return explanation;
    }
    auto ofKernel = kernelMeanwhile(trace, *segment, time, traceEnd);
    if (ofKernel) {
        explanation.from = std::max(explanation.from, ofKernel->now.begin);
        explanation.until = std::min(explanation.until, ofKernel->now.end);
    }
    explanation.sentences = SegmentSentences(words, *segment, ofKernel ? std::move(ofKernel->sentences) : std::vector<std::string>()).write();
    for (const NoteRead &note : notesOf(trace, *segment))
        explanation.sentences.push_back("At " + words.at(note.time) + ": " + std::string(note.text) + ".");
    return explanation;
}

} // namespace Interleave
