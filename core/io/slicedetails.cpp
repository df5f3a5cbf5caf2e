#include "core/io/slicedetails.h"

#include <algorithm>

namespace Interleave {

using enum ChromeMember;

namespace {

constexpr std::size_t emptyObject = 2; // bytes: {}

/// In one line, whatever stands there.
std::string lineOf(const JsonToken &token)
{
    std::string line = token.escaped ? unescaped(token.bytes) : std::string(token.bytes);
    std::replace_if(line.begin(), line.end(), [](char character) { return character == '\n' || character == '\r'; }, ' ');
    return line;
}

bool hasArguments(const JsonToken &arguments)
{
    return arguments.kind != JsonKind::None && arguments.bytes.size() > emptyObject;
}

void addLine(std::string &text, std::string_view key, const JsonToken &value)
{
    text.append("\n").append(key).append(": ").append(lineOf(value));
}

const char *meaningOf(char phase)
{
    switch (phase) {
    case 'N': return " (object created)";
    case 'O': return " (object snapshot)";
    case 'D': return " (object destroyed)";
    case 'v':
    case 'V': return " (memory dump)";
    case 'c': return " (clock synchronisation)";
    case '(': return " (context entered)";
    case ')': return " (context left)";
    case '=': return " (linked ids)";
    case 'a': return " (asynchronous annotation)";
    default: return "";
    }
}

} // namespace

bool SliceDetails::isMoreThanAName(const ChromeRecord &record)
{
    return (record[Category].kind == JsonKind::Text && !record[Category].bytes.empty()) || hasArguments(record[Arguments]);
}

std::pair<std::uint32_t, bool> SliceDetails::numberOf(const ChromeRecord &record, bool namesPhase)
{
    m_key.assign(record[Name].bytes).append(1, '\0').append(record[Category].bytes).append(1, '\0');
    if (hasArguments(record[Arguments]))
        m_key.append(record[Arguments].bytes);
    if (namesPhase)
        m_key.append(1, '\0').append(record[Phase].bytes);
    const std::size_t before = m_alike.words().size();
    const std::uint32_t number = m_alike.add(m_key);
    return {number, m_alike.words().size() > before};
}

std::string SliceDetails::textOf(const ChromeRecord &record, bool namesPhase)
{
    std::string text = lineOf(record[Name]);
    if (namesPhase) {
        addLine(text, "ph", record[Phase]);
        text += meaningOf(record[Phase].bytes.empty() ? '\0' : record[Phase].bytes.front());
    }
    if (record[Category].kind == JsonKind::Text && !record[Category].bytes.empty())
        addLine(text, "category", record[Category]);
    const JsonToken &arguments = record[Arguments];
    if (arguments.kind == JsonKind::Object)
        forEachMember(arguments.bytes, [&](const JsonToken &key, const JsonToken &value) { addLine(text, lineOf(key), value); });
    else if (hasArguments(arguments))
        addLine(text, "args", arguments);
    return text;
}

} // namespace Interleave
