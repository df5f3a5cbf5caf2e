// The command line: which verb, with which options, and whether a window is wanted. Every verb is
// a function that returns the exit code.
#pragma once

namespace Interleave {

/// The whole program but for the hidden subcommands, which main() handles before Qt starts.
int runCommandLine(int argc, char **argv);

} // namespace Interleave
