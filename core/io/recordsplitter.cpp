#include "core/io/recordsplitter.h"

#include "core/io/jsonscan.h"

#include <algorithm>
#include <utility>

namespace Interleave {

void ObjectSplitter::feed(std::string_view bytes)
{
    for (char character : bytes) {
        if (m_inRecord)
            keep(character);
        if (m_inString)
            feedString(character);
        else
            feedStructure(character);
    }
}

void ObjectSplitter::feedString(char character)
{
    if (m_escaped) {
        m_escaped = false;
        return;
    }
    if (character == '"')
        m_inString = false;
    else if (character == '\\')
        m_escaped = true;
    else if (m_depth == 1 && m_key.size() < 64)
        m_key += character;
}

void ObjectSplitter::feedStructure(char character)
{
    switch (character) {
    case '"':
        m_inString = true;
        if (m_depth == 1)
            m_key.clear();
        break;
    case '{':
    case '[':
        open(character);
        break;
    case '}':
    case ']':
        close();
        break;
    default:
        break;
    }
}

void ObjectSplitter::open(char character)
{
    const bool isEvents = m_depth == 0 || (m_depth == 1 && m_key == "traceEvents");
    if (!sawArray() && character == '[' && isEvents) {
        m_inArray = true;
        m_arrayDepth = m_depth + 1;
    } else if (m_inArray && !m_inRecord && m_depth == m_arrayDepth && character == '{') {
        m_inRecord = true;
        m_record = "{";
    }
    ++m_depth;
    m_refuse = m_refuse || (m_inRecord && m_depth > m_arrayDepth + deepestRecord);
}

void ObjectSplitter::close()
{
    if (m_depth > 0)
        --m_depth;
    if (m_inRecord && m_depth == m_arrayDepth) {
        m_inRecord = false;
        if (std::exchange(m_refuse, false))
            ++m_refused;
        else
            take();
    }
    if (m_inArray && m_depth < m_arrayDepth) {
        m_inArray = false;
        m_closed = true;
    }
}

void ObjectSplitter::take()
{
    const std::size_t size = m_record.size();
    m_record.append(scanPadding, '\0');
    m_take(std::string_view(m_record).substr(0, size));
}

void ObjectSplitter::keep(char character)
{
    if (m_record.size() < longestRecord && !m_refuse)
        m_record += character;
    else
        m_refuse = true;
}

void LineSplitter::keep(std::string_view bytes)
{
    m_line += bytes.substr(0, longestLine - std::min(longestLine, m_line.size()));
}

/// With what a scanner looks at behind it.
void LineSplitter::take()
{
    const std::size_t size = m_line.size();
    m_line.append(scanPadding, '\0');
    m_take(std::string_view(m_line).substr(0, size));
}

void LineSplitter::feed(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) {
            keep(bytes);
            return;
        }
        keep(bytes.substr(0, end));
        m_line += '\n';
        take();
        m_line.clear();
        bytes.remove_prefix(end + 1);
    }
}

void LineSplitter::finish()
{
    if (!m_line.empty())
        take();
    m_line.clear();
}

} // namespace Interleave
