// A Redis server of our own for one run: a Unix socket in the run's private directory, no port, no
// file. This is the hidden subcommand that keeps it: a small process between the session and the
// server, which starts it, says where it is, starts it again when it dies, and ends it as soon as the
// session's end of standard input closes, for whatever reason. With an address it keeps nothing, but
// looks whether a server answers there.
#pragma once

#include <string>
#include <vector>

namespace Interleave {

inline constexpr const char *redisKeeperCommand = "redis-keeper";
inline constexpr int redisWantsPassword = 13; // the keeper's exit code for that

/// Arguments: the address of a server of the user's, or none. Says the address to use on standard
/// output; or a sentence on standard error, and returns 3, or redisWantsPassword. Ends with standard
/// input. Then removes the directory, which is the run's.
int runRedisKeeper(const std::vector<std::string> &arguments, const std::string &directory);

} // namespace Interleave
