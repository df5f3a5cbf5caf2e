// Small pieces of the sentences that are written about a run: lists, numbers, moments. Pure
// functions, std only.
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace Interleave {

/// "A", "A and B", "A, B and C"; of more than `most` "A, B and 4 more".
std::string listText(std::vector<std::string> words, std::size_t most);

/// "one", "twelve", "13".
std::string numberText(std::uint64_t number);

/// A moment as people read it, counted from the run's begin, three decimals: "1.502 s", "12.346 ms".
std::string clockText(const Trace &trace, Nanos time);

} // namespace Interleave
