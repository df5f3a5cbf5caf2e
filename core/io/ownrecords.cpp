#include "core/io/ownrecords.h"

#include "core/io/chromerecord.h"
#include "core/io/jsonmember.h"
#include "core/io/jsontext.h"
#include "core/io/runinfofields.h"
#include "core/trace/names.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace Interleave {

using nlohmann::json;

namespace {

/// The string at `key`, exact bytes first.
std::string stringAt(const json &object, const std::string &key)
{
    const json &exact = member(object, (key + "_hex").c_str());
    if (exact.is_string()) {
        if (std::optional<std::string> bytes = fromHex(exact.get_ref<const std::string &>()))
            return *bytes;
    }
    const json &text = member(object, key.c_str());
    return text.is_string() ? text.get<std::string>() : std::string();
}

/// The numbers of a JSON array, each checked against its limit.
class NumberList
{
public:
    NumberList(const json &list, std::size_t size) : m_list(list), m_good(list.is_array() && list.size() >= size) {}

    std::uint64_t next(std::uint64_t limit)
    {
        if (!m_good)
            return 0;
        const json &element = m_list[m_next++];
        m_good = element.is_number_unsigned() && element.get<std::uint64_t>() <= limit;
        return m_good ? element.get<std::uint64_t>() : 0;
    }

    std::string_view nextWord()
    {
        if (!m_good)
            return {};
        const json &element = m_list[m_next++];
        m_good = element.is_string();
        return m_good ? std::string_view(element.get_ref<const std::string &>()) : std::string_view();
    }

    bool good() const { return m_good; }

private:
    const json &m_list;
    std::size_t m_next = 0;
    bool m_good;
};

/// The same for numbers as we write them: "[12,3,\"start\",0]", without blanks.
class QuickList
{
public:
    explicit QuickList(std::string_view list) : m_at(list.data()), m_end(list.data() + list.size()) {}

    std::uint64_t next(std::uint64_t limit)
    {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(begun(), m_end, number);
        m_good = m_good && error == std::errc() && number <= limit;
        m_at = end;
        return m_good ? number : 0;
    }

    std::string_view nextWord()
    {
        const char *first = begun();
        m_good = m_good && first < m_end && *first == '"';
        const char *last = m_good ? std::find(first + 1, m_end, '"') : m_end;
        m_at = std::min(last + 1, m_end);
        return m_good ? std::string_view(first + 1, last) : std::string_view();
    }

    /// Nothing was odd, and nothing is left.
    bool isWhole() const { return m_good && m_end - m_at == 1; }

private:
    const char *begun() { return std::min(m_at + 1, m_end); } // behind the bracket or comma

    const char *m_at, *m_end;
    bool m_good = true;
};

/// The event that the list says, however its numbers are read. Its kind is None where the word is unknown.
template<class List>
Event nextEvent(List &list)
{
    const std::uint64_t time = list.next(Event::timeMask);
    const LaneId lane(std::uint32_t(list.next(Event::idMask)));
    const std::optional<EventKind> kind = eventKindFromName(list.nextWord());
    const std::uint8_t detail = std::uint8_t(list.next(UINT8_MAX));
    const std::uint32_t argument = std::uint32_t(list.next(Event::idMask));
    const std::uint16_t line = std::uint16_t(list.next(UINT16_MAX));
    const bool inferred = list.next(1) == 1;
    return Event(time, kind.value_or(EventKind::None), detail, lane, argument, line, inferred);
}

std::optional<std::int64_t> wholeIn(std::string_view digits)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? std::optional(number) : std::nullopt;
}

} // namespace

void OwnRecords::take(const json &record)
{
    const json &name = member(record, "name");
    const json &arguments = member(record, "args");
    if (name == "interleave_header")
        takeHeader(arguments);
    else if (name == "interleave_footer")
        takeFooter(arguments);
    else if (arguments.is_object() && arguments.contains("event"))
        takeEvent(arguments);
    else if (arguments.is_object() && arguments.contains("lane"))
        takeLane(arguments);
}

void OwnRecords::takeHeader(const json &arguments)
{
    m_hasHeader = true;
    for (const json &field : member(arguments, "info"))
        setRunInfoField(m_gathered.info, stringAt(field, "name"), stringAt(field, "value"));
    for (const json &numbers : member(arguments, "rings")) {
        NumberList list(numbers, 5);
        RingTotals ring;
        ring.pid = std::uint32_t(list.next(UINT32_MAX));
        ring.tid = std::uint32_t(list.next(UINT32_MAX));
        ring.recorded = list.next(UINT64_MAX);
        ring.stored = list.next(UINT64_MAX);
        ring.lost = list.next(UINT64_MAX);
        if (list.good())
            m_gathered.rings.push_back(ring);
        else
            ++m_malformed;
    }
    for (const json &problem : member(arguments, "problems"))
        m_gathered.problems.push_back(stringAt(problem, "text"));
}

void OwnRecords::takeFooter(const json &arguments)
{
    constexpr int hexadecimal = 16;
    m_hasFooter = true;
    m_totalsDiffer = member(arguments, "events") != m_gathered.eventCount()
                     || member(arguments, "lanes") != m_gathered.laneCount();
    const std::string digits = stringAt(arguments, "crc32c");
    std::from_chars(digits.data(), digits.data() + digits.size(), m_checksum, hexadecimal);
}

void OwnRecords::takeLane(const json &arguments)
{
    NumberList list(member(arguments, "lane"), 8);
    const std::uint64_t time = list.next(Event::timeMask);
    const LaneId id(std::uint32_t(list.next(Event::idMask)));
    const std::uint8_t kind = std::uint8_t(list.next(UINT8_MAX));
    const std::uint32_t parent = std::uint32_t(list.next(Event::idMask));
    const std::uint32_t pid = std::uint32_t(list.next(UINT32_MAX));
    const std::uint32_t tid = std::uint32_t(list.next(UINT32_MAX));
    const std::uint16_t line = std::uint16_t(list.next(UINT16_MAX));
    const bool inferred = list.next(1) == 1;
    if (list.good())
        m_gathered.lane(Event(time, EventKind::Lane, kind, id, parent, line, inferred), pid, tid,
                        stringAt(arguments, "name"));
    else
        ++m_malformed;
}

void OwnRecords::takeEvent(const json &arguments)
{
    NumberList list(member(arguments, "event"), 7);
    const Event event = nextEvent(list);
    if (!list.good()) {
        ++m_malformed;
        return;
    }
    const bool carries = arguments.contains("text");
    const json &value = member(arguments, "value");
    addEvent(event, value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt,
             carries ? [&] { return stringAt(arguments, "text"); } : std::function<std::string()>());
}

/// `text` gives what the event carries, if anything.
void OwnRecords::addEvent(Event event, std::optional<std::int64_t> value, const std::function<std::string()> &text)
{
    m_gathered.event(event);
    if (!text)
        return;
    const std::uint32_t number = event.argument();
    if (value) {
        m_gathered.sample(number, {*value, text()});
        return;
    }
    if (m_hasText.size() <= number)
        m_hasText.resize(std::max<std::size_t>(number + 1, 2 * m_hasText.size()));
    if (!m_hasText[number])
        m_gathered.text(number, text());
    m_hasText[number] = true;
}

bool OwnRecords::takeQuickly(std::string_view text)
{
    const char *at = text.data(), *end = at + text.size();
    ChromeRecord record;
    if (readRecord(at, end, record) != RecordEnd::Whole || at != end)
        return false;
    const std::string_view phase = record[ChromeMember::Phase].bytes;
    const JsonToken &arguments = record[ChromeMember::Arguments];
    if (arguments.kind == JsonKind::None)
        return phase != "M";
    return arguments.kind == JsonKind::Object && takeEventQuickly(arguments.bytes);
}

/// False, with nothing taken, when there is no event or it is not written as we write it.
bool OwnRecords::takeEventQuickly(std::string_view arguments)
{
    JsonToken numbers, text, exact, value;
    forEachMember(arguments, [&](const JsonToken &key, const JsonToken &token) {
        if (key.bytes == "event")
            numbers = token;
        else if (key.bytes == "text")
            text = token;
        else if (key.bytes == "text_hex")
            exact = token;
        else if (key.bytes == "value")
            value = token;
    });
    if (numbers.kind != JsonKind::Array || exact.kind != JsonKind::None || (text.kind != JsonKind::Text && text.kind != JsonKind::None))
        return false;
    QuickList list(numbers.bytes);
    const Event event = nextEvent(list);
    std::optional<std::int64_t> sample;
    if (value.kind != JsonKind::None && !(sample = wholeIn(value.bytes)))
        return false;
    if (!list.isWhole() || event.kind() == EventKind::None)
        return false;
    addEvent(event, sample,
             text.kind == JsonKind::None ? std::function<std::string()>()
                                         : [&] { return text.escaped ? unescaped(text.bytes) : std::string(text.bytes); });
    return true;
}

Trace OwnRecords::finish()
{
    std::vector<std::string> &problems = m_gathered.problems;
    const std::string recovered = "; " + std::to_string(m_gathered.eventCount()) + " events were recovered.";
    if (m_malformed > 0)
        problems.push_back(std::to_string(m_malformed) + " malformed records left out.");
    if (!m_hasFooter)
        problems.push_back("The file has no end, it is cut off" + recovered);
    else if (m_totalsDiffer)
        problems.push_back("The file's totals are not those of its content" + recovered);
    return m_gathered.finish();
}

} // namespace Interleave
