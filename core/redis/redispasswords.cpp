#include "core/redis/redispasswords.h"

#include "core/redis/redisaddress.h"

#include <map>

namespace Interleave {

namespace {

std::map<std::string, std::string> &known()
{
    static std::map<std::string, std::string> passwords;
    return passwords;
}

/// However it is written: with the usual port or without.
std::string normal(const std::string &url)
{
    const Result<RedisAddress> address = RedisAddress::parse(url);
    return address.hasValue() ? address.value().text() : url;
}

} // namespace

void RedisPasswords::remember(const std::string &url, const std::string &password)
{
    if (password.empty())
        known().erase(normal(url));
    else
        known()[normal(url)] = password;
}

std::string RedisPasswords::of(const std::string &url)
{
    const auto found = known().find(normal(url));
    return found == known().end() ? std::string() : found->second;
}

} // namespace Interleave
