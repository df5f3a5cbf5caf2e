// Files of the native format for tests, whole and tampered with: chunks whose checksums are right
// whatever they say, a trace of several blocks, and damage that has to be noticed.
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

/// Cuts the file that the trace is saved to at every byte.
inline void everyCutGivesWhatIsWhole(const QString &path, const Trace &trace)
{
    const QByteArray whole = fileContent(trace, QStringLiteral(".ilv"));
    std::uint64_t before = 0;
    putBytes(path, whole);
    for (qsizetype size = whole.size() - 1; size >= 0; --size) {
        QVERIFY(QFile::resize(path, size));
        Result<Trace> read = readTraceFile(path);
        if (size < qsizetype(Native::headerBytes)) {
            QVERIFY(!read.hasValue());
            QCOMPARE(read.error().code, ErrorCode::CannotRead);
            continue;
        }
        QVERIFY(read.hasValue());
        const std::vector<std::string> &problems = read.value().problems;
        QCOMPARE(problems.size(), std::size_t(1));
        const std::string count = std::to_string(read.value().eventCount()) + " events were recovered";
        QVERIFY(problems[0].find(count) != std::string::npos);
        QVERIFY(size == whole.size() - 1 || read.value().eventCount() <= before);
        before = read.value().eventCount();
    }
}

/// So many bits of each byte of the file that the trace is saved to, one at a time.
inline void flippedBitsAreNoticed(const QString &path, const Trace &trace, int bitsOfEachByte)
{
    const QByteArray bytes = fileContent(trace, QStringLiteral(".ilv"));
    putBytes(path, bytes);
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        for (int turn = 0; turn < bitsOfEachByte; ++turn) {
            const int bit = int((at + turn) % 8);
            flipBit(path, at, bit);
            Result<Trace> read = readTraceFile(path);
            QVERIFY(!read.hasValue() || isIncomplete(read.value()));
            flipBit(path, at, bit);
        }
    }
    QCOMPARE(bytesOf(path), bytes);
}

/// Replaces a byte of what says where everything lies, with checksums that are right.
inline void liesOfTheIndexAreFound(const QString &path, int rounds)
{
    const QByteArray whole = fileContent(largeTrace(), QStringLiteral(".ilv"));
    std::mt19937 random(12);
    for (int round = 0; round < rounds; ++round) {
        QByteArray bytes = whole;
        const char *kinds[] = {"INDX", "INDX", "OUTP", "FOOT"};
        const qsizetype chunk = bytes.lastIndexOf(kinds[round % 4]);
        const std::uint32_t at = random() % lengthOfChunk(bytes, chunk);
        bytes[chunk + 16 + qsizetype(at)] = char(random());
        correctChecksums(bytes, chunk);
        const OpenedTrace opened = openedFrom(path, bytes);
        lookAt(opened.trace);
        const bool noticed = opened.verify ? !opened.verify(opened.trace, {}) : isIncomplete(opened.trace);
        // A byte may have been replaced by itself; and the last ones of an entry may be unused.
        QVERIFY2(noticed || difference(opened.trace, readTraceFile(path).takeValue()).empty(),
                 qPrintable(QString::number(chunk + at)));
    }
}

/// Replaces eight bytes of events or of their grids, with checksums that are right.
inline void liesOfEventsDoNoHarm(const QString &path, int rounds)
{
    const QByteArray whole = fileContent(largeTrace(), QStringLiteral(".ilv"));
    std::mt19937 random(13);
    for (int round = 0; round < rounds; ++round) {
        QByteArray bytes = whole;
        const qsizetype chunk = bytes.lastIndexOf(round % 2 ? "EVNT" : "GRID");
        const qsizetype at = qsizetype(random() % (lengthOfChunk(bytes, chunk) - 8));
        for (int byte = 0; byte < 8; ++byte)
            bytes[chunk + 16 + at + byte] = char(random());
        correctChecksums(bytes, chunk);
        lookAt(openedFrom(path, bytes).trace);
    }
}

} // namespace Interleave
