#include "app/printing.h"

#include "app/exitcodes.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace Interleave {

namespace {

int g_firstFailure = 0; // errno of the first write to stdout that failed

void noteFailure()
{
    if (g_firstFailure == 0)
        g_firstFailure = errno;
}

} // namespace

void writeOut(std::string_view text)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
        noteFailure();
}

void flushOut()
{
    if (std::fflush(stdout) != 0)
        noteFailure();
}

void writeError(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
}

int finishPrinting(int exitCode)
{
    flushOut();
    if (g_firstFailure == 0)
        return exitCode;
    printError("interleave: Standard output cannot be written: {}.\n",
               std::generic_category().message(g_firstFailure));
    return std::max<int>(exitCode, ExitCannotWrite);
}

} // namespace Interleave
