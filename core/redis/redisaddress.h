// Where a Redis server is and who we are to it. Written as redis-py writes it:
// redis://[USER@]HOST[:PORT][/DATABASE], rediss:// for TLS, unix:///PATH[?db=DATABASE]. A password is
// best given by the environment; one within the address is taken out of what is shown or saved.
#pragma once

#include "core/base/result.h"

#include <string>

namespace Interleave {

struct RedisAddress {
    enum class Kind { Unix, Tcp, Tls };

    Kind kind = Kind::Tcp;
    std::string host; // Tcp and Tls
    int port = 6379;
    std::string path; // Unix
    std::string user, password; // password: from the address, else from the environment
    int database = 0;

    /// Usage error, in a sentence, for what is no address.
    static Result<RedisAddress> parse(const std::string &url);
    /// As a URL again, without the password.
    std::string text() const;
    /// Takes the password out of a URL, also out of one that is not whole yet; "" where there is none.
    static std::string takePassword(std::string &url);

    /// The environment's password, and a file of certificates that TLS trusts beside the system's.
    static constexpr const char *passwordVariable = "INTERLEAVE_REDIS_PASSWORD";
    static constexpr const char *certificatesVariable = "INTERLEAVE_REDIS_CA";
};

} // namespace Interleave
