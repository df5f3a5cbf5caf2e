// The native trace file, *.ilv, version 2: the autosave of a run, its crash log and the saved run.
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
// looks for the next head that is whole. Strings are a u32 length and that many bytes of any kind.
//
//   'INFO'  pairs of strings, name and value, as runinfofields.h names them. The last one counts.
//   'RING'  for each ring u32 pid, u32 tid, u64 recorded, u64 stored, u64 lost. The last counts.
//   'PROB'  strings: problems found when it was recorded or read before. They add up.
//   'LANE'  lanes: the Lane event (16 bytes, as event.h lays it out), u32 pid, u32 tid, name.
//   'TEXT'  u32 number of the first, then strings: the texts of Output and Note events.
//   'CNTR'  u32 number of the first, then for each i64 value and name: samples of Counter events.
//   'EVNT'  events of 16 bytes exactly as in memory: time in nanoseconds since the run's base,
//           argument of an Output, Note or Counter the number of its text or sample.
//   'GRID'  cells of core/trace/stategrid.h as in memory: how long lanes were in which state.
//   'INDX'  for each block of 4096 events of a lane 80 bytes: where its events and cells lie, its
//           times and sums (BlockEntry in nativeindex.h). Lanes by number, blocks by time.
//   'OUTP'  the Output events once more, by time and then by number of their text.
//   'FOOT'  totals, and where description and index lie (Footer in nativeindex.h). Nothing follows.
//
// The same chunks stand in one of two orders. Live, while the run goes on: in order of recording,
// each append closing its chunks, texts and samples before the events that name them; a footer
// without index once the run is over. Final: INFO, RING, PROB, LANE, TEXT, CNTR (the description),
// events lane by lane, a block never cut by a head, so that all of it can be mapped; then GRID, the
// fine cells and after them the coarse ones that a picture of the whole run reads; INDX, OUTP, FOOT.
//
// Opening a final file verifies header, footer, description and index, and maps the rest: its cost
// does not grow with the events. Events and cells are verified by isWhole(): checksums, order,
// codes, and that the index says what the events say. Whatever is wrong, and every file without an
// index, is read from chunk to chunk: a cut file up to its last whole chunk, a damaged chunk is
// skipped, both are said with the number of events recovered, and the index is made anew; what lies
// in the final order still is mapped and not copied (mappedevents.h). Nothing in a file is trusted: lengths, offsets and lanes are bounded, unknown kinds, codes and numbers
// are counted and left out, and the end of a mapped file may vanish (mappedfile.h).
//
// Version 1 had neither GRID, INDX nor OUTP, and its footer ended after five totals. Chunk kinds,
// names in INFO and codes may be added; a change to what stands here raises the version. A reader
// refuses a version above its own and reads every one below.
//
// Not done, and why: delta and varint coding (5.5 bytes an event instead of 18.7, but then a file
// cannot be mapped, only decoded); mapping the texts (they are read when a file is opened; runs
// print far less than they switch); mapping what lies in live order (its lanes are mixed, so they
// are copied and must fit into memory); clock calibration (times are nanoseconds by now).
#pragma once

#include <cstdint>
#include <string_view>

namespace Interleave::Native {

constexpr std::string_view magic("\x89ILV\r\n\x1a\n", 8);
constexpr std::uint32_t version = 2;
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
    Grids = fourCharacters("GRID"),
    Index = fourCharacters("INDX"),
    Outputs = fourCharacters("OUTP"),
    Footer = fourCharacters("FOOT"),
};

constexpr std::size_t fullPayload = 64 << 10;     // writers close a chunk that has so much
constexpr std::size_t longestPayload = 16 << 20;  // readers believe no more
constexpr std::size_t longestName = 64 << 10;
constexpr std::size_t longestProblem = 4 << 10;
constexpr std::size_t mostProblems = 1000;        // written; more say no more

constexpr std::size_t padded(std::size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

} // namespace Interleave::Native
