// The web server as a process of its own: a hidden subcommand of the same executable, handled before
// any QApplication exists. The session starts it beside a run, outside the run's process group.
#pragma once

#include <string>
#include <vector>

namespace Interleave {

/// Name of the hidden subcommand; then NAME=VALUE: latency and jitter in ms, failures in percent, seed.
/// Other names are other people's parameters.
inline constexpr const char *serverCommand = "server";

/// Serves until standard input ends, which is its lifeline: whoever holds the other end may die in any
/// way. Its first line of output is its base URL. Then it removes the run's private directory
/// (`directory`, empty for none), which a session that was killed can no longer do. Returns the process's
/// exit code: 0, 2 for an argument that no session would pass, 3 without data, 7 without a port.
int runServer(const std::vector<std::string> &arguments, const std::string &directory);

} // namespace Interleave
