#include "core/io/tracegatherer.h"

#include "core/io/eventcodes.h"

#include <algorithm>
#include <iterator>

namespace Interleave {

namespace {

bool isPossible(LaneId lane)
{
    return lane.value() != 0 && lane.value() <= Trace::maxLanes;
}

/// The place of `number` in the ascending `numbers`, or what stands for "there is none" in a
/// record: tables end before it.
std::uint32_t placeOf(std::uint64_t number, const std::vector<std::uint64_t> &numbers)
{
    if (number < numbers.size() && numbers[number] == number)
        return std::uint32_t(number);
    const auto found = std::lower_bound(numbers.begin(), numbers.end(), number);
    return found != numbers.end() && *found == number ? std::uint32_t(found - numbers.begin()) : Event::idMask;
}

/// Whether they are numbered from 0 on without a gap.
template<class Entry>
bool countOn(const Numbered<Entry> &entries)
{
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].first != i)
            return false;
    }
    return true;
}

} // namespace

void TraceGatherer::lane(Event declaration, std::uint32_t pid, std::uint32_t tid, std::string name)
{
    const LaneId id = declaration.lane();
    const Lane *known = m_trace.lane(id);
    const bool twice = known && known->declared.kind() == EventKind::Lane;
    const bool cyclic = declaration.argument() >= id.value();
    if (!isPossible(id) || twice || cyclic || declaration.kind() != EventKind::Lane
        || !isKnownLaneKind(declaration.detail())) {
        ++m_badDeclarations;
        return;
    }
    m_trace.declareLane(id, declaration.peer(), LaneKind(declaration.detail()), std::move(name), pid, tid,
                        declaration);
    ++m_laneCount;
}

/// Counts what is not.
bool TraceGatherer::isGood(const Event &event)
{
    const bool possible = isPossible(event.lane()), known = !codesOf({&event, 1}).unknown;
    m_impossibleLanes += !possible;
    m_unknownEvents += possible && !known;
    return possible && known;
}

void TraceGatherer::noteNamed(const Event &event)
{
    if (!event.carriesText() && event.kind() != EventKind::Counter)
        return;
    std::uint32_t &named = event.kind() == EventKind::Counter ? m_samplesNamed : m_textsNamed;
    named = std::max(named, event.argument() + 1);
}

void TraceGatherer::event(Event event)
{
    if (!isGood(event))
        return;
    noteNamed(event);
    const std::size_t place = event.lane().value() - 1;
    if (place >= m_content.events.size())
        m_content.events.resize(place + 1);
    m_content.events[place].push_back(event);
    ++m_eventCount;
}

void TraceGatherer::events(std::span<const Event> events, const std::shared_ptr<const void> &keeper)
{
    if (!m_mapped && eventCount() == 0 && countOn(m_texts) && countOn(m_samples))
        m_mapped.emplace(keeper, m_texts, m_samples);
    if (m_mapped)
        events = events.subspan(m_mapped->take(events));
    if (events.empty())
        return;
    mixMapped();
    mix(events);
}

/// Takes them where they lie; if some are bad, a copy of the others.
void TraceGatherer::mix(std::span<const Event> events)
{
    const CodesFound codes = codesOf(events);
    const bool possible = std::all_of(events.begin(), events.end(), [](const Event &event) { return isPossible(event.lane()); });
    if (codes.unknown || !possible) {
        std::vector<Event> &picked = m_picked.emplace_back();
        std::copy_if(events.begin(), events.end(), std::back_inserter(picked), [this](const Event &event) { return isGood(event); });
        events = picked;
    }
    if (codes.carrying)
        std::for_each(events.begin(), events.end(), [this](const Event &event) { noteNamed(event); });
    m_mixed.add(events);
}

void TraceGatherer::mixMapped()
{
    if (!m_mapped)
        return;
    for (const std::span<const Event> block : m_mapped->blocks())
        mix(block);
    m_mapped.reset();
}

void TraceGatherer::splitMixed()
{
    if (m_mixed.count() == 0)
        return;
    for (const EventSequence &lane : m_content.events) { // given one by one
        for (std::size_t block = 0; block < lane.blockCount(); ++block)
            m_mixed.add(lane.block(block));
    }
    m_content.events = m_mixed.split();
    m_unknownEvents += m_mixed.vanished();
}

void TraceGatherer::text(std::uint64_t number, std::string text)
{
    if (number < Trace::maxTableEntries && m_texts.size() < Trace::maxTableEntries)
        m_texts.emplace_back(number, std::move(text));
    else
        ++m_refusedEntries;
}

void TraceGatherer::sample(std::uint64_t number, CounterSample sample)
{
    if (number < Trace::maxTableEntries && m_samples.size() < Trace::maxTableEntries)
        m_samples.emplace_back(number, std::move(sample));
    else
        ++m_refusedEntries;
}

template<class Entry>
std::vector<Entry> TraceGatherer::tableOf(Numbered<Entry> &entries)
{
    const auto earlier = [](const auto &a, const auto &b) { return a.first < b.first; };
    if (!std::is_sorted(entries.begin(), entries.end(), earlier))
        std::stable_sort(entries.begin(), entries.end(), earlier);
    std::vector<Entry> table;
    table.reserve(entries.size());
    for (auto &entry : entries)
        table.push_back(std::move(entry.second));
    return table;
}

/// Makes arguments places in the tables, which the usual file's are from the beginning.
void TraceGatherer::renumberAll()
{
    if (countOn(m_texts) && countOn(m_samples) && m_textsNamed <= m_texts.size() && m_samplesNamed <= m_samples.size())
        return;
    for (const auto &entry : m_texts)
        m_textNumbers.push_back(entry.first);
    for (const auto &entry : m_samples)
        m_sampleNumbers.push_back(entry.first);
    for (EventSequence &events : m_content.events) {
        for (std::size_t block = 0; block < events.blockCount(); ++block) {
            if (codesOf(events.block(block)).carrying)
                std::ranges::for_each(events.changeableBlock(block), [this](Event &event) { renumber(event); });
        }
    }
}

void TraceGatherer::renumber(Event &event)
{
    const bool carriesText = event.carriesText();
    if (!carriesText && event.kind() != EventKind::Counter)
        return;
    const std::uint32_t place = placeOf(event.argument(), carriesText ? m_textNumbers : m_sampleNumbers);
    m_missingTexts += place == Event::idMask;
    event.setArgument(place);
}

bool TraceGatherer::isFaultless() const
{
    return m_unknownEvents + m_impossibleLanes + m_badDeclarations + m_refusedEntries == 0 && countOn(m_texts)
           && countOn(m_samples);
}

Trace TraceGatherer::finish()
{
    if (m_mapped && countOn(m_texts) && countOn(m_samples)) {
        TraceIndex index = m_mapped->takeIndex();
        index.records += m_trace.recordCount();
        sayWhatWasWrong();
        return finish(std::move(index));
    }
    mixMapped();
    splitMixed();
    m_content.texts = tableOf(m_texts);
    m_content.counters = tableOf(m_samples);
    renumberAll();
    m_trace.load(std::move(m_content));
    sayWhatWasWrong();
    return describe();
}

Trace TraceGatherer::finish(TraceIndex index)
{
    m_trace.load(tableOf(m_texts), tableOf(m_samples), std::move(index));
    return describe();
}

Trace TraceGatherer::describe()
{
    m_trace.info = std::move(info);
    m_trace.rings = std::move(rings);
    m_trace.problems = std::move(problems);
    return std::move(m_trace);
}

void TraceGatherer::sayWhatWasWrong()
{
    say(m_unknownEvents, "events of a kind that this version does not know were left out");
    say(m_impossibleLanes, "events of lanes that cannot exist were left out");
    say(m_badDeclarations, "lanes that are declared twice or cannot exist were left out");
    say(m_refusedEntries, "texts or counter values are more than can be numbered and were left out");
    say(m_missingTexts, "texts or counter values are missing");
}

void TraceGatherer::say(std::uint64_t count, const char *what)
{
    if (count > 0)
        problems.push_back(std::to_string(count) + " " + what + ".");
}

} // namespace Interleave
