// Sends home what a worker on another machine records: it has an arena of its own, and this takes the
// records out of its rings, as they are, and puts them in batches into the run's stream of events.
// With each batch goes what the worker knows of Redis's clock. A batch that cannot be sent is kept
// and sent again; its number says whether it has come already. Used by one thread at a time.
#pragma once

#include "core/executors/jobstore.h"
#include "core/trace/arena.h"
#include "core/trace/clockoffset.h"

#include <deque>

namespace Interleave {

/// Lanes of an arena elsewhere are numbered from here on; below are those of the run itself.
inline constexpr std::uint32_t firstFarLane = 0x80'0000;

/// Looks at Redis's clock: one, or, if it is the first time, several, of which the luckiest decides. Fewer
/// where they take long.
std::vector<ClockLook> looksAtClock(RedisLink &link, bool isFirst);

class EventPost
{
public:
    /// The arena outlives it.
    EventPost(const Arena &arena, std::string run, std::string worker, std::string host);

    /// Sends what there is, and first looks at Redis's clock. `isLast`: the worker says good-bye.
    Result<void> send(RedisLink &link, bool isLast = false);
    std::uint64_t lost() const { return m_lost; } // records, since there was no room to keep them

private:
    void collect();
    RedisCommand command(const std::string &records, std::uint64_t number, bool isLast) const;

    const Arena &m_arena;
    std::string m_run, m_worker, m_host;
    ClockOffset m_offset{1000}; // Redis tells microseconds
    struct Batch {
        std::uint64_t number;
        std::string records;
    };
    std::deque<Batch> m_unsent;
    std::size_t m_unsentBytes = 0;
    std::uint64_t m_batches = 0;
    std::uint64_t m_lost = 0;
    bool m_hasGreeted = false;
};

} // namespace Interleave
