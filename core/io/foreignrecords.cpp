#include "core/io/foreignrecords.h"

#include "core/io/jsonmember.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace Interleave {

using nlohmann::json;

namespace {

constexpr std::uint32_t firstLane = 2;
constexpr double latestMicroseconds = 4e15; // some 126 years, and far from overflow in ns

std::string stringOf(const json &value)
{
    return value.is_string() ? value.get<std::string>() : std::string();
}

/// A pid, tid or id, which may be a number or a string, as one word.
std::string wordOf(const json &value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "0" : value.dump();
}

std::uint32_t numberOf(const json &value)
{
    return value.is_number_unsigned() && value.get<std::uint64_t>() <= UINT32_MAX ? value.get<std::uint32_t>() : 0;
}

std::optional<std::int64_t> nanoseconds(const json &microseconds)
{
    if (!microseconds.is_number())
        return std::nullopt;
    const double value = microseconds.get<double>();
    if (!(std::abs(value) < latestMicroseconds))
        return std::nullopt;
    if (microseconds.is_number_integer())
        return microseconds.get<std::int64_t>() * 1000;
    return std::llround(value * 1000);
}

} // namespace

void ForeignRecords::take(const json &record)
{
    ++m_recordCount;
    const std::string phase = stringOf(member(record, "ph"));
    const std::string name = stringOf(member(record, "name"));
    if (name.starts_with("interleave_"))
        ++m_own;
    if (phase == "M")
        takeName(record, name);
    else if (phase.size() == 1 && std::string_view("BEXiIRCstf").find(phase[0]) != std::string_view::npos)
        takeTimed(record, phase[0]);
    else
        ++m_unknownPhases[phase.size() == 1 ? phase[0] : '?'];
}

std::optional<LaneId> ForeignRecords::laneNamed(const std::string &key, LaneState lane)
{
    if (const auto known = m_laneByKey.find(key); known != m_laneByKey.end())
        return known->second;
    if (m_lanes.size() + firstLane > Trace::maxLanes) {
        ++m_tooManyLanes;
        return std::nullopt;
    }
    const LaneId id(std::uint32_t(m_lanes.size()) + firstLane);
    m_lanes.push_back(std::move(lane));
    m_laneByKey.emplace(key, id);
    return id;
}

std::optional<LaneId> ForeignRecords::processFor(const json &record)
{
    const std::string pid = wordOf(member(record, "pid"));
    LaneState process;
    process.name = "process " + pid;
    process.parent = hostLane;
    process.pid = numberOf(member(record, "pid"));
    return laneNamed(pid, std::move(process));
}

std::optional<LaneId> ForeignRecords::threadFor(const json &record)
{
    const std::string tid = wordOf(member(record, "tid"));
    LaneState thread;
    thread.name = "thread " + tid;
    thread.parent = processFor(record);
    thread.pid = numberOf(member(record, "pid"));
    thread.tid = numberOf(member(record, "tid"));
    return thread.parent ? laneNamed(wordOf(member(record, "pid")) + '\n' + tid, std::move(thread)) : std::nullopt;
}

void ForeignRecords::takeName(const json &record, const std::string &name)
{
    if (name != "process_name" && name != "thread_name")
        return;
    const std::optional<LaneId> lane = name == "process_name" ? processFor(record) : threadFor(record);
    const std::string given = stringOf(member(member(record, "args"), "name"));
    if (lane && !given.empty())
        m_lanes[lane->value() - firstLane].name = given;
}

void ForeignRecords::takeTimed(const json &record, char phase)
{
    const std::optional<std::int64_t> ns = nanoseconds(member(record, "ts"));
    const std::optional<LaneId> lane = ns ? threadFor(record) : std::nullopt;
    m_badTimes += !ns;
    if (!lane)
        return;
    switch (phase) {
    case 'E':
        m_moments.push_back({*ns, Mark::End, *lane});
        break;
    case 'B':
    case 'X':
        m_moments.push_back({*ns, Mark::Begin, *lane});
        note(*lane, *ns, stringOf(member(record, "name")));
        if (phase == 'X') {
            const std::int64_t duration = nanoseconds(member(record, "dur")).value_or(0);
            m_moments.push_back({*ns + std::max<std::int64_t>(duration, 0), Mark::End, *lane});
        }
        break;
    case 'C':
        takeCounter(record, *lane, *ns);
        break;
    case 's':
    case 't':
    case 'f':
        takeFlow(record, phase, *lane, *ns);
        break;
    default:
        note(*lane, *ns, stringOf(member(record, "name")));
    }
}

void ForeignRecords::takeFlow(const json &record, char phase, LaneId lane, std::int64_t ns)
{
    const std::string key = stringOf(member(record, "cat")) + '\n' + stringOf(member(record, "name")) + '\n'
                            + wordOf(member(record, "id"));
    const auto source = m_flows.find(key);
    if (phase != 's' && source != m_flows.end())
        m_moments.push_back({ns, Mark::Wake, lane, source->second.value()});
    if (phase == 'f')
        m_flows.erase(key);
    else
        m_flows.insert_or_assign(key, lane);
}

void ForeignRecords::takeCounter(const json &record, LaneId lane, std::int64_t ns)
{
    constexpr double largest = 9e18;
    const std::string name = stringOf(member(record, "name"));
    for (const auto &[series, value] : member(record, "args").items()) {
        if (!value.is_number() || !(std::abs(value.get<double>()) < largest))
            continue;
        const std::int64_t whole = value.is_number_float() ? std::llround(value.get<double>())
                                                           : value.get<std::int64_t>();
        m_gathered.sample(m_samples, {whole, series == "value" ? name : name + ' ' + series});
        m_moments.push_back({ns, Mark::Counter, lane, std::min(m_samples++, Trace::maxTableEntries)});
    }
}

void ForeignRecords::note(LaneId lane, std::int64_t ns, std::string text)
{
    text.resize(std::min(text.size(), Trace::maxTextBytes));
    m_gathered.text(m_texts, std::move(text));
    m_moments.push_back({ns, Mark::Note, lane, std::min(m_texts++, Trace::maxTableEntries)});
}

void ForeignRecords::beginSlice(LaneState &state, LaneId lane, std::uint64_t time)
{
    if (state.depth++ > 0)
        return;
    if (state.ended)
        m_gathered.event(*state.ended);
    state.ended.reset();
    m_gathered.event(Event(time, state.started ? EventKind::Resume : EventKind::Start, 0, lane));
    state.started = true;
}

void ForeignRecords::endSlice(LaneState &state, LaneId lane, std::uint64_t time)
{
    if (state.depth == 0)
        ++m_strayEnds;
    else if (--state.depth == 0)
        state.ended = Event(time, EventKind::Suspend, std::uint8_t(Reason::None), lane);
}

void ForeignRecords::play(const Moment &moment, std::uint64_t time)
{
    LaneState &state = m_lanes[moment.lane.value() - firstLane];
    switch (moment.mark) {
    case Mark::Begin:
        beginSlice(state, moment.lane, time);
        break;
    case Mark::End:
        endSlice(state, moment.lane, time);
        break;
    case Mark::Note:
        m_gathered.event(Event(time, EventKind::Note, 0, moment.lane, moment.argument));
        break;
    case Mark::Counter:
        m_gathered.event(Event(time, EventKind::Counter, 0, moment.lane, moment.argument));
        break;
    case Mark::Wake:
        if (state.ended)
            m_gathered.event(*std::exchange(state.ended, std::nullopt));
        m_gathered.event(Event(time, EventKind::Wake, 0, moment.lane, moment.argument));
        break;
    }
}

void ForeignRecords::closeLanes(std::uint64_t time)
{
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        const LaneState &state = m_lanes[i];
        m_openSlices += state.depth;
        if (state.started)
            m_gathered.event(Event(state.ended ? state.ended->rawTime() : time, EventKind::Finish, 0,
                                   LaneId(std::uint32_t(i) + firstLane)));
    }
}

void ForeignRecords::count(std::uint64_t number, const char *what)
{
    if (number > 0)
        m_gathered.problems.push_back(std::to_string(number) + " " + what + ".");
}

Trace ForeignRecords::finish()
{
    m_gathered.problems = std::move(m_problems);
    m_gathered.info.title = "Imported trace";
    m_gathered.info.outcome = RunOutcome::Finished;
    m_gathered.lane(Event(0, EventKind::Lane, std::uint8_t(LaneKind::Host), hostLane), 0, 0, "imported");
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        LaneState &lane = m_lanes[i];
        const LaneKind kind = lane.parent == hostLane ? LaneKind::Process : LaneKind::Thread;
        const Event declaration(0, EventKind::Lane, std::uint8_t(kind), LaneId(std::uint32_t(i) + firstLane),
                                lane.parent->value());
        m_gathered.lane(declaration, lane.pid, lane.tid, std::move(lane.name));
    }
    std::stable_sort(m_moments.begin(), m_moments.end(),
                     [](const Moment &a, const Moment &b) { return a.ns < b.ns; });
    std::uint64_t last = 0;
    for (const Moment &moment : m_moments) {
        // Two times may lie further apart than a signed number reaches, never than an unsigned one.
        const std::uint64_t time = std::uint64_t(moment.ns) - std::uint64_t(m_moments.front().ns);
        m_badTimes += time > Event::timeMask;
        if (time <= Event::timeMask)
            play(moment, last = time);
    }
    closeLanes(last);
    for (const auto &[phase, number] : m_unknownPhases)
        count(number, (std::string("records of phase '") + phase + "' are of a kind that is not shown").c_str());
    count(m_badTimes, "records have no time, or one too far from the first, and were left out");
    count(m_strayEnds, "ends of slices have no beginning");
    count(m_openSlices, "slices have no end");
    count(m_tooManyLanes, "records belong to more threads than can be shown");
    count(m_own, "records are Interleave's own, but the file has lost its header");
    return m_gathered.finish();
}

} // namespace Interleave
