// What goes wrong with a page, and how long its answer takes: decided by the seed and the page's
// path alone, so that whoever asks, in whatever order and however often, meets the same. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace Interleave {

enum class Trouble {
    None,
    Status500,   // an answer, but an error
    Status404,   // the same
    Reset,       // the connection is torn down instead of an answer
    Hang,        // no answer, ever
    Drip,        // the body comes byte by byte
    WrongLength, // the body ends before the length that was announced
};
inline constexpr int troubleKinds = 6; // without None

/// The knobs.
struct TroubleSettings {
    std::chrono::milliseconds latency{0};
    std::chrono::milliseconds jitter{0}; // up to that much more
    int failures = 0;                    // percent of the pages
    std::uint64_t seed = 0;
    std::chrono::milliseconds drip{1000}; // between two bytes
};

struct PageFate {
    Trouble trouble = Trouble::None;
    std::chrono::milliseconds latency{0};
};

PageFate fateOf(std::string_view path, const TroubleSettings &settings);

} // namespace Interleave
