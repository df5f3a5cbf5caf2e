#include "core/io/nativechunks.h"

#include "core/io/crc32c.h"
#include "core/io/runinfofields.h"

namespace Interleave::Native {

namespace {

constexpr std::size_t footerBytesBefore2 = 5 * sizeof(std::uint64_t);

struct Head {
    ChunkKind kind = ChunkKind::Info;
    std::size_t length = 0;
    std::uint32_t checksum = 0; // of the padded payload
};

/// Nothing when the 16 bytes are no whole chunk head.
std::optional<Head> headFrom(std::string_view bytes)
{
    ByteCursor cursor(bytes);
    Head head;
    head.kind = ChunkKind(cursor.number<std::uint32_t>());
    head.length = cursor.number<std::uint32_t>();
    head.checksum = cursor.number<std::uint32_t>();
    const bool whole = cursor.number<std::uint32_t>() == crc32c(bytes.substr(0, headBytes - 4));
    return whole && !cursor.failed() && head.length <= longestPayload ? std::optional(head) : std::nullopt;
}

} // namespace

bool isHead(std::string_view bytes)
{
    return headFrom(bytes).has_value();
}

std::optional<Chunk> chunkAt(std::string_view file, std::uint64_t place, bool checked)
{
    if (place > file.size() || file.size() - place < headBytes)
        return std::nullopt;
    const std::optional<Head> head = headFrom(file.substr(place, headBytes));
    const std::uint64_t begin = place + headBytes;
    if (!head || padded(head->length) > file.size() - begin)
        return std::nullopt;
    const bool whole = !checked || crc32c(file.substr(begin, padded(head->length))) == head->checksum;
    return Chunk{head->kind, file.substr(begin, head->length), whole, begin + padded(head->length)};
}

bool ChunkTaker::take(ChunkKind kind, std::string_view payload)
{
    const ByteCursor cursor(payload);
    switch (kind) {
    case ChunkKind::Info: return takeInfo(cursor);
    case ChunkKind::Rings: return takeRings(cursor);
    case ChunkKind::Problems: return takeProblems(cursor);
    case ChunkKind::Lanes: return takeLanes(cursor);
    case ChunkKind::Texts: return takeTexts(cursor);
    case ChunkKind::Counters: return takeSamples(cursor);
    case ChunkKind::Events: return takeEvents(payload);
    case ChunkKind::Grids: return true;   // made anew from the events
    case ChunkKind::Index: return true;
    case ChunkKind::Outputs: return true;
    case ChunkKind::Footer: return takeFooter(payload);
    }
    ++m_unknown;
    return true;
}

bool ChunkTaker::takeInfo(ByteCursor cursor)
{
    gathered.info = {};
    while (!cursor.atEnd() && !cursor.failed()) {
        const std::string name(cursor.string(longestName));
        const std::string value(cursor.string(longestName));
        if (!cursor.failed())
            setRunInfoField(gathered.info, name, value);
    }
    return !cursor.failed();
}

bool ChunkTaker::takeRings(ByteCursor cursor)
{
    gathered.rings.clear();
    while (!cursor.atEnd() && !cursor.failed()) {
        RingTotals ring;
        ring.pid = cursor.number<std::uint32_t>();
        ring.tid = cursor.number<std::uint32_t>();
        ring.recorded = cursor.number<std::uint64_t>();
        ring.stored = cursor.number<std::uint64_t>();
        ring.lost = cursor.number<std::uint64_t>();
        if (!cursor.failed())
            gathered.rings.push_back(ring);
    }
    return !cursor.failed();
}

bool ChunkTaker::takeProblems(ByteCursor cursor)
{
    while (!cursor.atEnd() && !cursor.failed()) {
        const std::string_view sentence = cursor.string(longestProblem);
        if (!cursor.failed() && gathered.problems.size() < mostProblems)
            gathered.problems.emplace_back(sentence);
    }
    return !cursor.failed();
}

bool ChunkTaker::takeLanes(ByteCursor cursor)
{
    while (!cursor.atEnd() && !cursor.failed()) {
        const Event declaration = cursor.number<Event>();
        const std::uint32_t pid = cursor.number<std::uint32_t>();
        const std::uint32_t tid = cursor.number<std::uint32_t>();
        std::string name(cursor.string(longestName));
        if (!cursor.failed())
            gathered.lane(declaration, pid, tid, std::move(name));
    }
    return !cursor.failed();
}

bool ChunkTaker::takeTexts(ByteCursor cursor)
{
    std::uint64_t number = cursor.number<std::uint32_t>();
    while (!cursor.atEnd() && !cursor.failed()) {
        std::string text(cursor.string(Trace::maxTextBytes));
        if (!cursor.failed())
            gathered.text(number++, std::move(text));
    }
    return !cursor.failed();
}

bool ChunkTaker::takeSamples(ByteCursor cursor)
{
    std::uint64_t number = cursor.number<std::uint32_t>();
    while (!cursor.atEnd() && !cursor.failed()) {
        CounterSample sample;
        sample.value = cursor.number<std::int64_t>();
        sample.name = cursor.string(longestName);
        if (!cursor.failed())
            gathered.sample(number++, std::move(sample));
    }
    return !cursor.failed();
}

bool ChunkTaker::takeEvents(std::string_view payload)
{
    // Heads and payloads lie on multiples of an event's size, as the file's beginning does in memory.
    const auto *events = reinterpret_cast<const Event *>(payload.data());
    gathered.events({events, payload.size() / sizeof(Event)}, m_keeper);
    return payload.size() % sizeof(Event) == 0;
}

bool ChunkTaker::takeFooter(std::string_view payload)
{
    m_footer.emplace();
    std::memcpy(&*m_footer, payload.data(), std::min(payload.size(), sizeof(Footer)));
    return payload.size() >= footerBytesBefore2;
}

} // namespace Interleave::Native
