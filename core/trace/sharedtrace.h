// Traces that several parts of a program look at: kept by all of them, freed by the last. Freeing a
// hundred million events takes a third of a second, which is no time for the thread of a window, so
// a big one is freed by another thread. std only.
#pragma once

#include "core/trace/trace.h"

#include <memory>
#include <thread>

namespace Interleave {

inline std::shared_ptr<Trace> sharedTrace(Trace trace)
{
    constexpr std::uint64_t quicklyFreed = 1'000'000; // events
    return {new Trace(std::move(trace)), [](Trace *owned) {
                if (owned->eventCount() <= quicklyFreed)
                    delete owned;
                else
                    std::thread([owned] { delete owned; }).detach();
            }};
}

} // namespace Interleave
