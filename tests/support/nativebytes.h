// Files of the native format for tests, whole and tampered with: chunks whose checksums are right
// whatever they say, and a trace of several blocks.
#pragma once

#include "core/analysis/states.h"
#include "core/analysis/stateshares.h"
#include "core/base/bytes.h"
#include "core/io/crc32c.h"
#include "core/io/nativeformat.h"
#include "tests/support/testfiles.h"
#include "tests/support/tracedifference.h"

#include <random>
#include <string>

namespace Interleave {

inline QByteArray nativeHeader()
{
    std::string bytes(Native::magic);
    putNumber(bytes, Native::version);
    putNumber(bytes, crc32c(bytes));
    return QByteArray::fromStdString(bytes);
}

/// A chunk whose checksums are right, whatever it contains.
inline QByteArray nativeChunk(Native::ChunkKind kind, std::string payload)
{
    std::string bytes;
    putNumber(bytes, std::uint32_t(kind));
    putNumber(bytes, std::uint32_t(payload.size()));
    payload.resize(Native::padded(payload.size()));
    putNumber(bytes, crc32c(payload));
    putNumber(bytes, crc32c(bytes));
    return QByteArray::fromStdString(bytes + payload);
}

inline std::uint32_t lengthOfChunk(const QByteArray &bytes, qsizetype head)
{
    std::uint32_t length = 0;
    std::memcpy(&length, bytes.constData() + head + 4, sizeof length);
    return length;
}

/// Makes both checksums of a chunk right again after something of it was changed.
inline void correctChecksums(QByteArray &bytes, qsizetype head)
{
    const std::uint32_t length = lengthOfChunk(bytes, head);
    const std::uint32_t ofPayload = crc32c({bytes.constData() + head + 16, Native::padded(length)});
    std::memcpy(bytes.data() + head + 8, &ofPayload, sizeof ofPayload);
    const std::uint32_t ofHead = crc32c({bytes.constData() + head, 12});
    std::memcpy(bytes.data() + head + 12, &ofHead, sizeof ofHead);
}

inline std::string eventBytes(Event event)
{
    std::string bytes;
    putNumber(bytes, event);
    return bytes;
}

/// More than is verified at once: 70 000 events on a few lanes, and some printed lines.
inline const Trace &largeTrace()
{
    static const Trace trace = [] {
        Trace made;
        std::mt19937 random(3);
        const EventKind kinds[] = {EventKind::Suspend, EventKind::Wake, EventKind::Resume};
        for (std::uint32_t lane = 1; lane <= 4; ++lane)
            made.declareLane(LaneId(lane), std::nullopt, LaneKind::Thread, "thread", 1, lane,
                             Event(0, EventKind::Lane, std::uint8_t(LaneKind::Thread), LaneId(lane)));
        for (std::uint64_t i = 0; i < 70'000; ++i) {
            const LaneId lane(1 + random() % 4);
            if (i % 700 == 0)
                made.appendText(Event(10 * i, EventKind::Output, 0, lane), "line " + std::to_string(i));
            else
                made.append(Event(10 * i, kinds[i % 3], 0, lane));
        }
        return made;
    }();
    return trace;
}

inline OpenedTrace openedFrom(const QString &path, QByteArrayView bytes)
{
    QFile::remove(path); // what is still mapped keeps what it had
    putBytes(path, bytes);
    Result<OpenedTrace> opened = openTraceFile(path);
    if (!opened.hasValue())
        qFatal("%s", opened.error().message.c_str());
    return opened.takeValue();
}

/// Looks at everything that a window looks at.
inline void lookAt(const Trace &trace)
{
    for (const Lane &lane : trace.lanes()) {
        ColumnReader reader(lane, trace.end(), trace.begin(), (trace.end() - trace.begin()) / 100 + Nanos(1));
        for (int column = 1; column <= 100; ++column)
            reader.upTo(trace.begin() + (trace.end() - trace.begin()) / 100 * column);
        stateSums(lane, trace.end(), trace.begin(), trace.end());
        std::size_t texts = 0;
        for (const Event &event : lane.events)
            texts += trace.text(event).size() + (trace.counter(event) ? 1 : 0);
        segmentAt(lane, trace.end(), trace.end() / 2);
    }
}

} // namespace Interleave
