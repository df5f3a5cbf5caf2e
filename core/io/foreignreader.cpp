#include "core/io/foreignreader.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace Interleave {

namespace {

/// Whether what was taken ends with a line, a comma perhaps behind it, and the rest is of one line.
bool endsALine(std::string_view taken, std::string_view rest)
{
    const std::size_t last = taken.find_last_not_of(", \t\r");
    return last != std::string_view::npos && taken[last] == '\n' && rest.find('\n') == std::string_view::npos;
}

} // namespace

void ForeignReader::Stretch::scan()
{
    constexpr std::size_t bytesOfARecord = 60; // a guess that is often not far off
    bytes.append(scanPadding, '\0');
    const std::string_view content(bytes.data(), bytes.size() - scanPadding);
    chunk.moments.reserve(content.size() / bytesOfARecord);
    taken = scanner.scan(content, chunk);
    bytes.resize(bytes.size() - scanPadding);
}

void ForeignReader::feed(std::string_view bytes)
{
    m_pending += bytes;
    if (m_pending.size() < m_enough)
        return;
    if (m_way == Way::Lines)
        sendLines();
    else
        scanHere();
}

/// Scans what is there. The first stretch shows whether the end of a line is the end of a record.
void ForeignReader::scanHere()
{
    Stretch stretch;
    stretch.scanner = m_scanner;
    stretch.bytes = std::move(m_pending);
    stretch.scan();
    m_gatherer.take(stretch.chunk);
    m_scanner = stretch.scanner;
    m_pending = stretch.bytes.substr(stretch.taken);
    m_enough = std::max(stretchBytes, 2 * m_pending.size()); // a long record is not scanned again and again
    if (m_way == Way::Unknown && m_scanner.place() == ChromeScanner::Place::Records)
        m_way = endsALine(std::string_view(stretch.bytes).substr(0, stretch.taken), m_pending) ? Way::Lines : Way::Alone;
}

void ForeignReader::sendLines()
{
    const std::size_t end = m_pending.rfind('\n');
    if (end == std::string::npos) {
        goOnAlone();
        return;
    }
    auto stretch = std::make_unique<Stretch>();
    stretch->scanner = m_scanner;
    stretch->bytes.reserve(stretchBytes * 3 / 2 + scanPadding);
    stretch->bytes.assign(m_pending, 0, end + 1);
    m_pending.erase(0, end + 1);
    stretch->scanned = std::async(std::launch::async, &Stretch::scan, stretch.get());
    m_sent.push_back(std::move(stretch));
    if (m_sent.size() > std::max(1u, std::thread::hardware_concurrency()))
        takeOldest();
}

void ForeignReader::takeOldest()
{
    const std::unique_ptr<Stretch> oldest = std::move(m_sent.front());
    m_sent.pop_front();
    oldest->scanned.get();
    m_gatherer.take(oldest->chunk);
    if (oldest->scanner == m_scanner && oldest->taken == oldest->bytes.size())
        return;
    // What was assumed of the stretches behind it is wrong.
    std::string bytes = oldest->bytes.substr(oldest->taken);
    m_scanner = oldest->scanner;
    for (const std::unique_ptr<Stretch> &stretch : m_sent) {
        stretch->scanned.wait();
        bytes += stretch->bytes;
    }
    m_sent.clear();
    m_pending.insert(0, bytes);
    goOnAlone();
}

void ForeignReader::goOnAlone()
{
    while (m_way == Way::Lines && !m_sent.empty())
        takeOldest();
    m_way = Way::Alone;
    scanHere();
}

void ForeignReader::finishFeeding()
{
    while (!m_sent.empty())
        takeOldest();
    scanHere();
}

} // namespace Interleave
