// Does many things of uneven size on as many threads as there are, while the calling thread keeps
// telling its progress and asking whether to go on. Header only.
#pragma once

#include "core/io/readingwatch.h"

#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <vector>

namespace Interleave {

/// Calls work(i) for each i below `count`, in no order, until the watch says to stop; progress goes
/// from `from` to `to`. What work throws is thrown here. False when it was stopped.
template<class Work>
bool forEachInParallel(std::size_t count, ReadingWatch &watch, double from, double to, Work work)
{
    constexpr auto pause = std::chrono::milliseconds(20);
    std::atomic<std::size_t> next = 0, done = 0; // relaxed: the futures order everything else
    const auto help = [&] {
        for (std::size_t i = next.fetch_add(1, std::memory_order_relaxed); i < count && !watch.isStopped();
             i = next.fetch_add(1, std::memory_order_relaxed)) {
            work(i);
            done.fetch_add(1, std::memory_order_relaxed);
        }
    };
    std::vector<std::future<void>> helpers;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
        helpers.push_back(std::async(std::launch::async, help));
    for (std::future<void> &helper : helpers) {
        while (helper.wait_for(pause) != std::future_status::ready)
            watch.goOn(from + (to - from) * double(done.load(std::memory_order_relaxed)) / double(count + 1));
    }
    for (std::future<void> &helper : helpers)
        helper.get();
    return watch.goOn(to);
}

} // namespace Interleave
