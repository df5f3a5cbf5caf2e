#include "core/trace/names.h"

#include <utility>

namespace Interleave {

namespace {

template<class Code>
using Word = std::pair<Code, std::string_view>;

constexpr Word<LaneKind> laneKinds[] = {
    {LaneKind::Host, "host"},           {LaneKind::Process, "process"},
    {LaneKind::Thread, "thread"},                     {LaneKind::EventLoop, "event loop"},
    {LaneKind::Task, "task"},                         {LaneKind::Coroutine, "coroutine"},
    {LaneKind::Generator, "generator"},               {LaneKind::Queue, "queue"},
    {LaneKind::Lock, "lock"},                         {LaneKind::Cpu, "cpu"},
    {LaneKind::Item, "item"},                         {LaneKind::Job, "job"},
    {LaneKind::Track, "track"},                       {LaneKind::Counter, "counter"},
    {LaneKind::OnCpu, "on cpu"},
};

constexpr Word<Reason> reasons[] = {
    {Reason::None, ""},          {Reason::Sleep, "sleep"},
    {Reason::Join, "join"},                  {Reason::Await, "await"},
    {Reason::Gather, "gather"},              {Reason::Turn, "turn"},
    {Reason::Future, "future"},              {Reason::Timer, "timer"},
    {Reason::Poll, "poll"},                  {Reason::Generator, "generator"},
    {Reason::Yield, "yield"},                {Reason::Lock, "lock"},
    {Reason::Condition, "condition"},        {Reason::Semaphore, "semaphore"},
    {Reason::QueueEmpty, "queue empty"},     {Reason::QueueFull, "queue full"},
    {Reason::Io, "i/o"},                     {Reason::Pool, "pool"},
    {Reason::Event, "event"},                {Reason::Wait, "wait"},
    {Reason::Queued, "queued"},              {Reason::Free, "free"},
    {Reason::Unobserved, "not observed"},    {Reason::Result, "result"},
    {Reason::Held, "held"},                  {Reason::Preempted, "preempted"},
    {Reason::Blocked, "blocked"},            {Reason::Elsewhere, "nothing of this run"},
};

constexpr Word<Outcome> outcomes[] = {
    {Outcome::Finished, "finished"}, {Outcome::Failed, "failed"},
    {Outcome::Cancelled, "cancelled"},            {Outcome::Killed, "killed"},
    {Outcome::Closed, "closed"},
};

constexpr Word<EventKind> eventKinds[] = {
    {EventKind::Lane, "lane"}, {EventKind::Start, "start"},
    {EventKind::Suspend, "suspend"},          {EventKind::Resume, "resume"},
    {EventKind::Finish, "finish"},            {EventKind::Wake, "wake"},
    {EventKind::Output, "output"},            {EventKind::Counter, "counter"},
    {EventKind::Note, "note"},                {EventKind::Lost, "lost"},
    {EventKind::Send, "send"},
};

constexpr Word<RunOutcome> runOutcomes[] = {
    {RunOutcome::Running, "running"}, {RunOutcome::Finished, "finished"},
    {RunOutcome::Failed, "failed"},                   {RunOutcome::Cancelled, "cancelled"},
    {RunOutcome::TimedOut, "timed-out"},
};

template<class Words, class Code>
std::string_view wordFor(const Words &words, Code code)
{
    for (const auto &[known, word] : words) {
        if (known == code)
            return word;
    }
    return "unknown";
}

template<class Code, class Words>
std::optional<Code> codeFor(const Words &words, std::string_view name)
{
    for (const auto &[code, word] : words) {
        if (word == name)
            return code;
    }
    return std::nullopt;
}

} // namespace

std::string_view laneKindName(LaneKind kind) { return wordFor(laneKinds, kind); }
std::string_view reasonName(Reason reason) { return wordFor(reasons, reason); }
std::string_view outcomeName(Outcome outcome) { return wordFor(outcomes, outcome); }
std::string_view eventKindName(EventKind kind) { return wordFor(eventKinds, kind); }
std::string_view runOutcomeName(RunOutcome outcome) { return wordFor(runOutcomes, outcome); }

std::optional<LaneKind> laneKindFromName(std::string_view name) { return codeFor<LaneKind>(laneKinds, name); }
std::optional<Reason> reasonFromName(std::string_view name) { return codeFor<Reason>(reasons, name); }
std::optional<Outcome> outcomeFromName(std::string_view name) { return codeFor<Outcome>(outcomes, name); }
std::optional<EventKind> eventKindFromName(std::string_view name) { return codeFor<EventKind>(eventKinds, name); }
std::optional<RunOutcome> runOutcomeFromName(std::string_view name) { return codeFor<RunOutcome>(runOutcomes, name); }

} // namespace Interleave
