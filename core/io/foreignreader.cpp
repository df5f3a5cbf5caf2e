#include "core/io/foreignreader.h"

#include <algorithm>
#include <cstring>
#include <thread>
#include <unistd.h>
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

/// Reads what it is to scan, and more until a line ends. False where there is no line end for as long
/// as a record may be.
bool ForeignReader::FileStretch::readLines(int descriptor)
{
    constexpr std::size_t step = 16 << 10; // read beyond `to` at a time
    std::size_t got = 0, wanted = std::size_t(to - from) + step;
    const auto lineEnd = [&](std::size_t place) {
        const void *found = place < got ? std::memchr(bytes.data() + place, '\n', got - place) : nullptr;
        return found ? std::size_t(static_cast<const char *>(found) - bytes.data()) + 1 : got;
    };
    for (;;) {
        if (bytes.size() < wanted + scanPadding)
            bytes.resize(wanted + scanPadding);
        const ssize_t more = ::pread(descriptor, bytes.data() + got, wanted - got, from + std::int64_t(got));
        got += std::size_t(std::max<ssize_t>(more, 0));
        const bool atEnd = more <= 0, enough = got > std::size_t(to - from);
        const std::size_t last = enough ? lineEnd(std::size_t(to - from)) : got;
        if (enough && bytes[last - 1] == '\n') {
            begin = from + std::int64_t(isFirst ? 0 : std::min(lineEnd(0), last));
            end = from + std::int64_t(last);
            return true;
        }
        if (atEnd || got > std::size_t(to - from) + ChromeScanner::longestRecord)
            return false;
        wanted = std::max(wanted, got + step);
    }
}

void ForeignReader::FileStretch::read(int descriptor)
{
    constexpr std::size_t bytesOfARecord = 60; // a guess that is often not far off
    if (!readLines(descriptor))
        return;
    const std::size_t size = std::size_t(end - begin);
    const char *first = bytes.data() + (begin - from);
    std::memset(bytes.data() + (end - from), 0, scanPadding);
    chunk.moments.reserve(size / bytesOfARecord);
    const ChromeScanner before = scanner;
    isWhole = scanner.scan({first, size}, chunk) == size && scanner == before;
}

std::unique_ptr<ForeignReader::FileStretch> ForeignReader::sendFrom(int descriptor, std::int64_t from, std::int64_t to, bool isFirst)
{
    auto stretch = std::make_unique<FileStretch>();
    stretch->from = from;
    stretch->to = to;
    stretch->isFirst = isFirst;
    stretch->scanner = m_scanner;
    if (!m_buffers.empty()) {
        stretch->bytes = std::move(m_buffers.back());
        m_buffers.pop_back();
    }
    stretch->scanned = std::async(std::launch::async, &FileStretch::read, stretch.get(), descriptor);
    return stretch;
}

/// False when it is not what was assumed, and is to be read again in another way.
bool ForeignReader::takeFrom(FileStretch &stretch)
{
    stretch.scanned.get();
    if (stretch.isWhole)
        m_gatherer.take(stretch.chunk);
    m_buffers.push_back(std::move(stretch.bytes));
    return stretch.isWhole;
}

std::int64_t ForeignReader::readLines(int descriptor, std::int64_t offset, std::int64_t size,
                                      const std::function<bool(std::int64_t)> &goOn)
{
    const std::size_t atOnce = std::max(1u, std::thread::hardware_concurrency()) + 1;
    const std::int64_t begin = offset - std::int64_t(m_pending.size());
    std::int64_t next = begin, done = begin;
    std::deque<std::unique_ptr<FileStretch>> sent;
    m_pending.clear();
    m_enough = stretchBytes;
    for (bool good = true; good;) {
        for (; sent.size() < atOnce && next + std::int64_t(stretchBytes) < size; next += stretchBytes)
            sent.push_back(sendFrom(descriptor, next, next + std::int64_t(stretchBytes), next == begin));
        if (sent.empty())
            break;
        const std::unique_ptr<FileStretch> oldest = std::move(sent.front());
        sent.pop_front();
        m_gatherer.expect(double(done) / double(size));
        good = takeFrom(*oldest) && goOn(oldest->end);
        done = oldest->isWhole ? oldest->end : done;
    }
    for (const std::unique_ptr<FileStretch> &stretch : sent)
        stretch->scanned.wait();
    m_way = Way::Alone; // what is left is little, or no lines
    return done;
}

void ForeignReader::finishFeeding()
{
    while (!m_sent.empty())
        takeOldest();
    scanHere();
}

} // namespace Interleave
