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

constexpr std::array<bool, 256> isShown = [] {
    std::array<bool, 256> shown{};
    for (const char phase : std::string_view("BEXiIRPCstfbenSTpF"))
        shown[std::uint8_t(phase)] = true;
    return shown;
}();

/// Members beside the records that describe the file rather than what happened.
bool describesTheFile(std::string_view key)
{
    return key == "displayTimeUnit" || key == "otherData" || key == "metadata" || key.ends_with("_metadata");
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
    if (kind != TrackKind::Host)
        key.append(separator).append(rawWord(record[Pid]));
    if (kind == TrackKind::Thread)
        key.append(separator).append(rawWord(record[Tid]));
    if (kind == TrackKind::Async)
        key.append(separator).append(wordOf(record[Category])).append(separator).append(idOf(record));
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
        return trackFor(TrackKind::Host, record);
    return scope == "p" ? trackFor(TrackKind::Process, record) : threadFor(record);
}

/// What tells an asynchronous thing or an arrow from others: "id" with its scope, or the member of "id2".
std::string ForeignChunk::idOf(const ChromeRecord &record)
{
    std::string id(record.has(Id) ? rawWord(record[Id]) : std::string_view());
    if (record[Id2].kind == JsonKind::Object) {
        forEachMember(record[Id2].bytes, [&](const JsonToken &key, const JsonToken &value) {
            if (key.bytes == "local" || key.bytes == "global")
                id = value.bytes;
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

std::uint32_t ForeignChunk::textFor(const ChromeRecord &record)
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

void ForeignChunk::put(Mark mark, const ChromeRecord &record, std::uint32_t track, std::int64_t ns, std::int64_t value)
{
    Moment &moment = moments.emplace_back();
    moment.ns = ns;
    moment.value = value;
    moment.text = textFor(record);
    moment.mark = mark;
    moment.track = track;
    first = std::min(first, ns);
    last = std::max(last, mark == Mark::Slice ? ns + value : ns);
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
    if (!isShown[std::uint8_t(phase)]) {
        troubles.addPhase(phase);
        return;
    }
    const JsonToken &time = record[Time];
    const std::optional<std::int64_t> ns = nanosecondsFrom(time.bytes);
    if (!ns) {
        troubles.add(time.kind == JsonKind::None ? Trouble::NoTime : Trouble::BadTime);
        return;
    }
    if (phase != 'C' && isFilled(record[Arguments]))
        troubles.add(Trouble::Arguments);
    takeTimed(record, phase, *ns);
}

void ForeignChunk::takeTimed(const ChromeRecord &record, char phase, std::int64_t ns)
{
    switch (phase) {
    case 'B':
        put(Mark::Begin, record, threadFor(record), ns);
        break;
    case 'E':
        put(Mark::End, record, threadFor(record), ns);
        break;
    case 'X':
        put(Mark::Slice, record, threadFor(record), ns, durationOf(record));
        break;
    case 'C':
        takeCounter(record, ns);
        return;
    case 's':
    case 't':
    case 'f': {
        std::string key(wordOf(record[Category]));
        key.append(separator).append(wordOf(record[Name])).append(separator).append(idOf(record));
        takeFlow(record, phase, record.has(Id) || record.has(Id2) ? key : std::string(), ns);
        return;
    }
    case 'b':
    case 'S':
        takeAsync(record, Mark::Begin, ns);
        return;
    case 'e':
    case 'F':
        takeAsync(record, Mark::End, ns);
        return;
    case 'n':
    case 'T':
    case 'p':
        takeAsync(record, Mark::Note, ns);
        return;
    default:
        put(Mark::Note, record, instantTrack(record), ns);
    }
    if (record[Category].kind == JsonKind::Text && !record[Category].bytes.empty())
        troubles.add(Trouble::Category);
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
    if (record.has(Id) || record.has(Id2))
        put(mark, record, trackFor(TrackKind::Async, record), ns);
    else if (record[Phase].bytes == "T")
        troubles.addPhase('T');
    else
        troubles.add(Trouble::NoId);
}

/// Arrows are bound to the thread, not to a slice there: a wake is of a lane.
void ForeignChunk::takeFlow(const ChromeRecord &record, char phase, std::string key, std::int64_t ns)
{
    if (key.empty()) {
        troubles.add(Trouble::NoId);
        return;
    }
    flows.push_back({ns, flowKeys.add(key), threadFor(record), phase});
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

/// Each number of its arguments is a curve of its own, of the thread if one is given.
void ForeignChunk::takeCounter(const ChromeRecord &record, std::int64_t ns)
{
    if (record[Arguments].kind != JsonKind::Object) {
        troubles.add(Trouble::NoNumber);
        return;
    }
    const std::uint32_t track = record.has(Tid) ? threadFor(record) : trackFor(TrackKind::Process, record);
    std::string name(wordOf(record[Name]));
    if (record.has(Id))
        name.append(" ").append(wordOf(record[Id]));
    forEachMember(record[Arguments].bytes, [&](const JsonToken &series, const JsonToken &value) {
        const std::optional<WholeNumber> number = wholeNumberFrom(value.bytes);
        if (!number) {
            troubles.add(Trouble::NoNumber);
            return;
        }
        if (number->rounded)
            troubles.add(Trouble::Rounded);
        const std::string_view plain = wordOf(series);
        Moment &moment = moments.emplace_back();
        moment.ns = ns;
        moment.value = number->value;
        moment.text = textMade(plain == "value" ? name : name + ' ' + std::string(plain));
        moment.mark = Mark::Counter;
        moment.track = track;
        first = std::min(first, ns);
        last = std::max(last, ns);
    });
}

void ForeignChunk::takeMetadata(const ChromeRecord &record)
{
    const std::string name(wordOf(record[Name]));
    const bool ofProcess = name.starts_with("process_"), ofThread = name.starts_with("thread_");
    const bool isName = name.ends_with("_name"), isOrder = name.ends_with("_sort_index");
    if (name.starts_with("interleave_")) {
        troubles.add(Trouble::LostHeader);
        return;
    }
    if (!(ofProcess || ofThread) || !(isName || isOrder)) {
        troubles.addMetadata(name);
        return;
    }
    TrackFact fact;
    fact.track = ofProcess ? trackFor(TrackKind::Process, record) : threadFor(record);
    fact.isOrder = isOrder;
    if (record[Arguments].kind == JsonKind::Object) {
        forEachMember(record[Arguments].bytes, [&](const JsonToken &key, const JsonToken &value) {
            if (isName && key.bytes == "name" && value.kind == JsonKind::Text)
                fact.name = wordOf(value).substr(0, Trace::maxTextBytes);
            else if (isOrder && key.bytes == "sort_index")
                fact.order = wholeNumberFrom(value.bytes).value_or(WholeNumber()).value;
        });
    }
    facts.push_back(std::move(fact));
}

void ForeignChunk::takeMember(const JsonToken &key, const JsonToken &value)
{
    const bool isContainer = value.kind == JsonKind::Object || value.kind == JsonKind::Array;
    const bool says = isContainer ? isFilled(value) : value.kind == JsonKind::Text && value.bytes.size() > 100;
    if (says && !describesTheFile(key.bytes))
        troubles.addMember(unescaped(key.bytes));
}

} // namespace Interleave
