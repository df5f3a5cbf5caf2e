#include "core/io/foreignchunk.h"

#include "core/io/jsonnumber.h"
#include "core/trace/trace.h"

#include <algorithm>

namespace Interleave {

using enum ChromeMember;

namespace {

constexpr std::string_view separator("\0", 1);

/// A pid, tid or id as it stands there, number or text; nothing counts as 0.
std::string_view rawWord(const JsonToken &token)
{
    return token.kind == JsonKind::None || token.bytes == "null" ? std::string_view("0") : token.bytes;
}

/// Ids differ at their ends.
unsigned quickSum(std::string_view word)
{
    const std::size_t size = word.size();
    return size == 0 ? 0 : unsigned(word[size - 1]) + unsigned(word[size / 2]) * 10 + unsigned(word[(size - 1) / 2]) * 7;
}

bool isTrue(const JsonToken &token) { return token.bytes == "true" || token.bytes == "1"; }

bool isFilled(const JsonToken &token) { return token.kind != JsonKind::None && token.bytes.size() > 2; }

/// The older asynchronous records, which are told apart by their names, too.
bool isOlderAsync(const ChromeRecord &record)
{
    const std::string_view phase = record[Phase].bytes;
    return phase == "S" || phase == "T" || phase == "p" || phase == "F";
}

} // namespace

/// The characters of a token; they live as long as the chunk and its bytes.
std::string_view ForeignChunk::wordOf(const JsonToken &token)
{
    if (!token.escaped)
        return token.bytes;
    return m_made.emplace_back(unescaped(token.bytes));
}

std::uint32_t ForeignChunk::trackFor(TrackKind kind, const ChromeRecord &record)
{
    std::string key(1, char(kind));
    key.append(separator).append(rawWord(record[Pid]));
    if (kind == TrackKind::Thread)
        key.append(separator).append(rawWord(record[Tid]));
    if (kind == TrackKind::Async)
        key.append(separator).append(wordOf(record[Category]));
    return tracks.add(key);
}

/// Most records belong to one of a few threads, so those are looked up first.
std::uint32_t ForeignChunk::threadFor(const ChromeRecord &record)
{
    const std::string_view pid = rawWord(record[Pid]), tid = rawWord(record[Tid]);
    Recent &recent = m_recent[std::uint8_t(quickSum(pid) * 29 + quickSum(tid))];
    if (recent.tid != tid || recent.pid != pid || recent.tid.empty())
        recent = {pid, tid, trackFor(TrackKind::Thread, record)};
    return recent.track;
}

/// An instant is of its thread, its process, or everything.
std::uint32_t ForeignChunk::instantTrack(const ChromeRecord &record)
{
    const std::string_view scope = record[InstantScope].bytes;
    if (scope == "g")
        return tracks.add(std::string(1, char(TrackKind::Moments)).append(separator));
    return scope == "p" ? trackFor(TrackKind::Moments, record) : threadFor(record);
}

/// What tells an asynchronous thing or an arrow from others: "id" with its scope, or the member of
/// "id2", of which "local" means within its process.
std::string ForeignChunk::idOf(const ChromeRecord &record)
{
    std::string id(record.has(Id) ? rawWord(record[Id]) : std::string_view());
    if (record[Id2].kind == JsonKind::Object) {
        forEachMember(record[Id2].bytes, [&](const JsonToken &key, const JsonToken &value) {
            if (key.bytes == "global" || key.bytes == "local")
                id = value.bytes;
            if (key.bytes == "local")
                id.append(separator).append(rawWord(record[Pid]));
        });
    }
    if (record.has(IdScope))
        id.append(separator).append(record[IdScope].bytes);
    return id;
}

/// Keeps the text only when it is new.
std::uint32_t ForeignChunk::textMade(std::string text)
{
    const std::size_t before = texts.words().size();
    const std::uint32_t number = texts.add(m_made.emplace_back(std::move(text)));
    if (texts.words().size() == before)
        m_made.pop_back();
    return number;
}

std::uint32_t ForeignChunk::nameFor(const ChromeRecord &record)
{
    if (record[Name].kind != JsonKind::Text)
        return Moment::noText;
    std::string_view text = wordOf(record[Name]);
    if (text.size() > Trace::maxTextBytes) {
        troubles.add(Trouble::LongText);
        text = text.substr(0, Trace::maxTextBytes);
    }
    return texts.add(text);
}

/// The name, and what else the record says of it.
std::uint32_t ForeignChunk::textFor(const ChromeRecord &record, bool namesPhase)
{
    if (!namesPhase && !SliceDetails::isMoreThanAName(record))
        return nameFor(record);
    const auto [number, isNew] = m_details.numberOf(record, namesPhase);
    if (!isNew)
        return m_textOf[number];
    std::string text = SliceDetails::textOf(record, namesPhase);
    if (text.size() > Trace::maxTextBytes) {
        troubles.add(Trouble::LongText);
        text.resize(Trace::maxTextBytes);
    }
    return m_textOf.emplace_back(textMade(std::move(text)));
}

Moment &ForeignChunk::put(Mark mark, std::uint32_t track, std::int64_t ns, std::int64_t value, std::uint32_t text)
{
    Moment &moment = moments.emplace_back();
    moment.ns = ns;
    moment.value = value;
    moment.text = text & Moment::noText;
    moment.mark = mark;
    moment.track = track;
    first = std::min(first, ns);
    last = std::max(last, ns);
    return moment;
}

void ForeignChunk::putSlice(const ChromeRecord &record, std::uint32_t track, std::int64_t ns, std::int64_t duration,
                            bool namesPhase)
{
    put(Mark::Slice, track, ns, duration, textFor(record, namesPhase));
    last = std::max(last, ns + duration);
}

void ForeignChunk::putEnd(const ChromeRecord &record, std::uint32_t track, std::int64_t ns, std::int64_t value)
{
    if (isFilled(record[Arguments]))
        troubles.add(Trouble::EndArguments);
    put(Mark::End, track, ns, value, nameFor(record));
}

void ForeignChunk::takeRecord(const ChromeRecord &record)
{
    ++recordCount;
    const JsonToken &token = record[Phase];
    const char phase = token.kind == JsonKind::Text && token.bytes.size() == 1 ? token.bytes.front() : '?';
    if (phase == 'M') {
        takeMetadata(record);
        return;
    }
    const JsonToken &time = record[Time];
    const std::optional<std::int64_t> ns = nanosecondsFrom(time.bytes);
    if (ns)
        takeTimed(record, phase, *ns);
    else
        troubles.add(time.kind == JsonKind::None ? Trouble::NoTime : Trouble::BadTime);
}

void ForeignChunk::takeTimed(const ChromeRecord &record, char phase, std::int64_t ns)
{
    switch (phase) {
    case 'B':
        put(Mark::Begin, threadFor(record), ns, 0, textFor(record, false));
        break;
    case 'E':
        putEnd(record, threadFor(record), ns, 0);
        break;
    case 'X':
        putSlice(record, threadFor(record), ns, durationOf(record));
        break;
    case 'i':
    case 'I':
    case 'R':
    case 'P':
        putSlice(record, instantTrack(record), ns, 0);
        break;
    case 'C':
        return takeCounter(record, ns);
    case 's':
    case 't':
    case 'f':
        return takeFlow(record, phase, flowKey(record), ns);
    case 'b':
    case 'S':
        return takeAsync(record, Mark::Begin, ns);
    case 'e':
    case 'F':
        return takeAsync(record, Mark::End, ns);
    case 'n':
    case 'T':
    case 'p':
        return takeAsync(record, Mark::Slice, ns);
    default:
        troubles.add(Trouble::OtherPhase);
        putSlice(record, threadFor(record), ns, 0, true);
    }
    if (record.has(BindId))
        takeBoundFlow(record, ns);
}

std::int64_t ForeignChunk::durationOf(const ChromeRecord &record)
{
    const std::optional<std::int64_t> duration = nanosecondsFrom(record[Duration].bytes);
    if (!duration)
        troubles.add(Trouble::NoDuration);
    else if (*duration < 0)
        troubles.add(Trouble::NegativeDuration);
    return std::max<std::int64_t>(duration.value_or(0), 0);
}

void ForeignChunk::takeAsync(const ChromeRecord &record, Mark mark, std::int64_t ns)
{
    if (!record.has(Id) && !record.has(Id2)) {
        troubles.add(Trouble::NoId);
        return;
    }
    std::string id = idOf(record);
    if (isOlderAsync(record))
        id.append(separator).append(wordOf(record[Name]));
    const std::uint32_t track = trackFor(TrackKind::Async, record);
    if (mark == Mark::End)
        putEnd(record, track, ns, ids.add(id));
    else
        put(mark, track, ns, ids.add(id), textFor(record, false));
}

/// Empty when the record has no id.
std::string ForeignChunk::flowKey(const ChromeRecord &record)
{
    std::string key;
    if (record.has(Id) || record.has(Id2))
        key.append(wordOf(record[Category])).append(separator).append(wordOf(record[Name])).append(separator).append(idOf(record));
    return key;
}

void ForeignChunk::takeFlow(const ChromeRecord &record, char phase, std::string key, std::int64_t ns)
{
    if (key.empty()) {
        troubles.add(Trouble::NoId);
        return;
    }
    const bool waits = phase == 'f' && record[BindPoint].bytes != "e" && !record.has(BindId);
    flows.push_back({ns, flowKeys.add(key), threadFor(record), phase, waits});
    first = std::min(first, ns);
    last = std::max(last, ns);
}

/// The newer way of arrows: members of the slices that they join.
void ForeignChunk::takeBoundFlow(const ChromeRecord &record, std::int64_t ns)
{
    std::string key("bind");
    key.append(separator).append(rawWord(record[BindId]));
    const bool in = isTrue(record[FlowIn]), out = isTrue(record[FlowOut]);
    if (in || out)
        takeFlow(record, in && out ? 't' : in ? 'f' : 's', std::move(key), ns);
}

/// Each number of its arguments is a curve of its own.
void ForeignChunk::takeCounter(const ChromeRecord &record, std::int64_t ns)
{
    if (record[Arguments].kind != JsonKind::Object) {
        troubles.add(Trouble::NoNumber);
        return;
    }
    std::string name(wordOf(record[Name]));
    if (record.has(Id) || record.has(Id2))
        name.append(" ").append(idOf(record));
    forEachMember(record[Arguments].bytes, [&](const JsonToken &series, const JsonToken &value) {
        const std::optional<WholeNumber> number = wholeNumberFrom(value.bytes);
        if (!number) {
            troubles.add(Trouble::NoNumber);
            return;
        }
        troubles.add(Trouble::Rounded, number->rounded);
        troubles.add(Trouble::TooLarge, number->cut);
        const std::string_view plain = wordOf(series);
        std::string key(1, char(TrackKind::Curve));
        key.append(separator).append(rawWord(record[Pid])).append(separator).append(name);
        if (plain != "value")
            key.append(" ").append(plain);
        put(Mark::Counter, tracks.add(key), ns, number->value, Moment::noText);
    });
}

void ForeignChunk::takeMetadata(const ChromeRecord &record)
{
    const std::string_view name = wordOf(record[Name]);
    if (name == "process_name")
        takeFact(record, TrackKind::Process, TrackFact::Name);
    else if (name == "process_labels")
        takeFact(record, TrackKind::Process, TrackFact::Labels);
    else if (name == "process_sort_index")
        takeFact(record, TrackKind::Process, TrackFact::Order);
    else if (name == "thread_name")
        takeFact(record, TrackKind::Thread, TrackFact::Name);
    else if (name == "thread_sort_index")
        takeFact(record, TrackKind::Thread, TrackFact::Order);
    else if (name.starts_with("interleave_"))
        troubles.add(Trouble::LostHeader);
    else if (name == "trace_buffer_overflowed")
        troubles.add(Trouble::Overflowed);
    else
        troubles.addMetadata(std::string(name));
}

void ForeignChunk::takeFact(const ChromeRecord &record, TrackKind kind, TrackFact::What what)
{
    TrackFact fact;
    fact.track = kind == TrackKind::Thread ? threadFor(record) : trackFor(kind, record);
    fact.what = what;
    if (record[Arguments].kind == JsonKind::Object) {
        forEachMember(record[Arguments].bytes, [&](const JsonToken &key, const JsonToken &value) {
            if (key.bytes == (what == TrackFact::Name ? "name" : "labels") && value.kind == JsonKind::Text)
                fact.text = wordOf(value).substr(0, Trace::maxTextBytes);
            else if (key.bytes == "sort_index")
                fact.order = wholeNumberFrom(value.bytes).value_or(WholeNumber()).value;
        });
    }
    facts.push_back(std::move(fact));
}

void ForeignChunk::takeMember(const JsonToken &key, const JsonToken &value)
{
    constexpr std::size_t longText = 100; // bytes; shorter ones are settings
    const bool isContainer = value.kind == JsonKind::Object || value.kind == JsonKind::Array;
    if (isContainer ? isFilled(value) : value.kind == JsonKind::Text && value.bytes.size() > longText)
        troubles.addMember(unescaped(key.bytes));
}

} // namespace Interleave
