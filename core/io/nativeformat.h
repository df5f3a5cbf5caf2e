// The native trace file, *.ilv, version 1: the autosave of a run, its crash log and the saved run.
//
// All numbers are little-endian. The file begins with a header of 16 bytes: the magic (8 bytes),
// u32 version, u32 CRC-32C of these 12. Then come chunks, appended and never changed, each with a
// head of 16 bytes:
//
//   u32 kind · u32 length of the payload · u32 CRC-32C of the payload with its padding
//   · u32 CRC-32C of these 12 bytes
//
// and its payload, padded with zeros to a multiple of 16, so that every head and every event lies
// on a multiple of 16. The head has a checksum of its own because its length says where the next
// chunk is: where only the payload is damaged one chunk is lost; where the head is, the reader
// looks for the next head that is whole. Strings are a u32 length and that many bytes, which are
// as the program gave them and need not be UTF-8.
//
//   'INFO'  pairs of strings, name and value, as runinfofields.h names them. The last one counts.
//   'RING'  for each ring u32 pid, u32 tid, u64 recorded, u64 stored, u64 lost. The last counts.
//   'PROB'  strings: problems found when it was recorded or read before. They add up.
//   'LANE'  lanes: the Lane event (16 bytes, as event.h lays it out), u32 pid, u32 tid, name.
//   'TEXT'  u32 number of the first, then strings: the texts of Output and Note events.
//   'CNTR'  u32 number of the first, then for each i64 value and name: samples of Counter events.
//   'EVNT'  events of 16 bytes exactly as in memory: time in nanoseconds since the run's base,
//           argument of an Output, Note or Counter the number of its text or sample.
//   'FOOT'  u64 events, u64 lanes, u64 texts, u64 samples, u64 chunks before it. Nothing follows.
//
// The same chunks stand in one of two orders. Live, while the run goes on: in order of recording,
// each append closing its chunks, texts and samples before the events that name them; no footer.
// Final, once it is over: INFO, RING, PROB, LANE, TEXT, CNTR, then the events lane by lane, FOOT.
// Readers do not care which: numbers of texts are the recording's own, so that printed lines of
// the same nanosecond keep their order, and a lost TEXT chunk does not shift the others.
//
// A file that is cut is read up to its last whole chunk, a damaged chunk is skipped, and both are
// said with the number of events recovered. The footer's totals tell of chunks that are missing
// altogether. Nothing in a file is trusted: lengths are bounded here, lanes by Trace::maxLanes, and
// unknown kinds, codes and numbers are counted and left out.
//
// A later version may add chunk kinds, names in INFO and codes; a change to what stands here
// raises the version. A reader refuses a version above its own and reads every one below.
//
// Not done, and why:
// - The level-of-detail index. The trace holds its events as vectors, so opening copies them (some
//   nanoseconds an event) whatever the file contains; index and mapping pay off only together.
// - Mapping the file. A mapped file that another program truncates kills the reader with SIGBUS.
// - Delta and varint coding (5.5 bytes an event instead of 16). Saving would no longer be copying,
//   and the live file has to be written in a millisecond while the run goes on.
// - Clock calibration. Times are nanoseconds by the time they get here.
#pragma once

#include <cstdint>
#include <string_view>

namespace Interleave::Native {

constexpr std::string_view magic("\x89ILV\r\n\x1a\n", 8);
constexpr std::uint32_t version = 1;
constexpr std::size_t headerBytes = 16;
constexpr std::size_t headBytes = 16; // of a chunk
constexpr std::size_t alignment = 16;

constexpr std::uint32_t fourCharacters(const char (&name)[5])
{
    return std::uint32_t(name[0]) | std::uint32_t(name[1]) << 8 | std::uint32_t(name[2]) << 16
           | std::uint32_t(name[3]) << 24;
}

enum class ChunkKind : std::uint32_t {
    Info = fourCharacters("INFO"),
    Rings = fourCharacters("RING"),
    Problems = fourCharacters("PROB"),
    Lanes = fourCharacters("LANE"),
    Texts = fourCharacters("TEXT"),
    Counters = fourCharacters("CNTR"),
    Events = fourCharacters("EVNT"),
    Footer = fourCharacters("FOOT"),
};

constexpr std::size_t fullPayload = 64 << 10;     // writers close a chunk that has so much
constexpr std::size_t longestPayload = 16 << 20;  // readers believe no more
constexpr std::size_t longestName = 64 << 10;
constexpr std::size_t longestProblem = 4 << 10;
constexpr std::size_t mostProblems = 1000;        // written; more say no more

constexpr std::size_t padded(std::size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

} // namespace Interleave::Native
