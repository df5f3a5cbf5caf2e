// The lane of something that is held by one lane at a time, such as a lock: running while somebody
// holds it, suspended (free) otherwise, with the holder as the waker of each hold. Record taken()
// only once it is held and released() before it is given up: stamps then come in order whichever
// threads they are of.
#pragma once

#include "core/executors/here.h"

#include <string_view>

namespace Interleave {

class HeldLane
{
public:
    /// Declares the lane, free, below `parent`.
    HeldLane(LaneKind kind, std::string_view name, LaneId parent);
    HeldLane(const HeldLane &) = delete;
    ~HeldLane(); // ends the lane; nobody may hold it any more

    LaneId lane() const { return m_lane; }
    void taken(Stamp at, LaneId holder) const;
    void released(Stamp at) const;

private:
    LaneId m_lane;
};

/// Holds a lock or a semaphore's slot until the end of the block, as Python's `with lock:`.
template<class Holdable>
class With
{
public:
    explicit With(Holdable &held, SourceLine line = {}) : m_held(held) { held.acquire(line); }
    With(const With &) = delete;
    ~With() { m_held.release(); }

private:
    Holdable &m_held;
};

} // namespace Interleave
