// Tests that try random or many cases try a few of them among the unit tests, and all of them
// where ctest runs the same executable once more among the stress tests.
#pragma once

#include <cstdlib>

namespace Interleave {

/// As many rounds, bits or events as the run of the test is for.
template<class Count>
Count thorough(Count few, Count many)
{
    static const bool isThorough = std::getenv("INTERLEAVE_THOROUGH") != nullptr;
    return isThorough ? many : few;
}

} // namespace Interleave
