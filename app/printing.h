// What the command line prints. Nothing here throws: a stdout that takes no more, such as a full
// disk, is remembered and said once at the end, so that a verb still does the rest of its work.
// Main thread.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace Interleave {

void writeOut(std::string_view text);
void flushOut();
/// To stderr; nobody is left to be told when that fails.
void writeError(std::string_view text);

template<class... Values>
void printOut(fmt::format_string<Values...> format, Values &&...values)
{
    writeOut(fmt::format(format, std::forward<Values>(values)...));
}

template<class... Values>
void printError(fmt::format_string<Values...> format, Values &&...values)
{
    writeError(fmt::format(format, std::forward<Values>(values)...));
}

/// Flushes stdout. When something that was printed did not arrive: says so on stderr and returns
/// ExitCannotWrite, or the given exit code where that is the graver one.
int finishPrinting(int exitCode);

} // namespace Interleave
