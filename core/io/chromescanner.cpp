#include "core/io/chromescanner.h"

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {

/// Behind a damaged record: its closing brace, counted, or the next line that begins like a record
/// after a text that its line did not end. Null when that lies behind `end`.
const char *skipDamaged(const char *at, const char *end)
{
    std::size_t depth = 0;
    bool inText = false;
    for (; at < end; ++at) {
        if (inText) {
            at += *at == '\\' && at + 1 < end;
            if (*at == '\n' && *skipBlank(at) == '{')
                return at;
            inText = *at != '"' && *at != '\n';
        } else if (*at == '"') {
            inText = true;
        } else if (*at == '{' || *at == '[') {
            ++depth;
        } else if ((*at == '}' || *at == ']') && --depth == 0) {
            return at + 1;
        }
    }
    return nullptr;
}

} // namespace

std::size_t ChromeScanner::scan(std::string_view bytes, ChromeSink &sink)
{
    const char *at = bytes.data(), *end = at + bytes.size();
    ChromeRecord record;
    while (at < end) {
        const char *next = nullptr;
        switch (m_place) {
        case Place::Start:
            next = scanStart(at, end);
            break;
        case Place::Members:
            next = scanMember(at, end, sink);
            break;
        case Place::Records:
            next = scanAmongRecords(at, end, record, sink);
            break;
        case Place::Passing:
            next = pass(at, end);
            break;
        case Place::Over:
            next = end;
            break;
        }
        if (!next && std::size_t(end - at) <= longestRecord)
            break;
        if (next)
            at = next;
        else
            beginPassing(sink);
    }
    return std::size_t(at - bytes.data());
}

const char *ChromeScanner::scanStart(const char *at, const char *end)
{
    at = skipBlank(at);
    if (at >= end)
        return end;
    m_inObject = *at == '{';
    m_sawRecords = *at == '[';
    m_place = m_inObject ? Place::Members : m_sawRecords ? Place::Records : Place::Over;
    return at + 1;
}

const char *ChromeScanner::scanMember(const char *at, const char *end, ChromeSink &sink)
{
    at = skipBlank(at);
    if (at >= end || *at == '}') {
        m_place = at >= end ? Place::Members : Place::Over;
        return end;
    }
    if (*at != '"') // a comma, or damage
        return at + 1;
    JsonToken key, value;
    const char *place = readValue(at, end, key);
    place = place ? skipBlank(place) : end;
    if (place >= end)
        return nullptr;
    if (*place != ':')
        return place;
    place = skipBlank(place + 1);
    if (*place == '[' && key.bytes == "traceEvents" && !m_sawRecords) {
        m_sawRecords = true;
        m_place = Place::Records;
        return place + 1;
    }
    place = place < end ? readValue(place, end, value) : nullptr;
    if (place)
        sink.takeMember(key, value);
    return place;
}

/// One record, or what separates two.
const char *ChromeScanner::scanAmongRecords(const char *at, const char *end, ChromeRecord &record, ChromeSink &sink)
{
    const char *begin = at;
    while (*at == ',' || *at == '\n' || *at == ' ' || *at == '\r' || *at == '\t')
        ++at;
    if (at != begin)
        return at; // so that what is passed over for its length begins with itself
    if (*at == ']') {
        m_place = m_inObject ? Place::Members : Place::Over;
        return at + 1;
    }
    if (*at != '{') {
        JsonToken value;
        const char *behind = readValue(at, end, value);
        if (behind)
            sink.takeDamage();
        return behind ? std::max(behind, at + 1) : nullptr;
    }
    const char *behind = at;
    const RecordEnd found = readRecord(behind, end, record);
    if (found == RecordEnd::Whole && !record.isEmpty())
        sink.takeRecord(record);
    if (found == RecordEnd::Damaged) {
        behind = skipDamaged(at, end);
        if (behind)
            sink.takeDamage();
    }
    return found == RecordEnd::Cut ? nullptr : behind;
}

void ChromeScanner::beginPassing(ChromeSink &sink)
{
    sink.takeRefusal();
    m_placeBehind = m_place;
    m_place = Place::Passing;
    m_depth = 0;
    m_inText = m_escaped = false;
}

/// Up to the comma or bracket behind a value that is too long to be kept.
const char *ChromeScanner::pass(const char *at, const char *end)
{
    for (; at < end; ++at) {
        if (m_inText) {
            if (!std::exchange(m_escaped, false)) {
                m_escaped = *at == '\\';
                m_inText = *at != '"';
            }
            continue;
        }
        const bool closes = *at == '}' || *at == ']';
        if (m_depth == 0 && (closes || *at == ',')) {
            m_place = m_placeBehind;
            return at;
        }
        m_inText = *at == '"';
        m_depth += *at == '{' || *at == '[' ? 1 : closes ? std::uint64_t(-1) : 0;
    }
    return end;
}

} // namespace Interleave
