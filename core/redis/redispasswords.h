// Passwords of Redis servers that somebody has typed into the window, for as long as the program runs:
// each for its address alone, never written anywhere. What the window starts has them in its environment.
// Window thread.
#pragma once

#include <string>

namespace Interleave {

class RedisPasswords
{
public:
    /// For the server of that address, as it may be written; "" forgets it.
    static void remember(const std::string &url, const std::string &password);
    /// "" where none is known.
    static std::string of(const std::string &url);
};

} // namespace Interleave
