// A connection to a Redis server: over a Unix socket, TCP or TLS, one path for all. Blocks its
// thread and needs no event loop; descriptor() lets the caller wait for other things, too. Commands
// may be sent ahead of their replies, which come in order. Lives in the thread that opened it.
#pragma once

#include "core/base/result.h"
#include "core/redis/redisaddress.h"
#include "core/redis/redisreply.h"

#include <QIODevice>

#include <chrono>

namespace Interleave {

using RedisCommand = std::vector<std::string>;

class RedisConnection
{
public:
    using Milliseconds = std::chrono::milliseconds;

    /// With a server that we have not met: a slow one takes 5 s for each answer, and longer nobody
    /// wants to look at a network that says nothing.
    static constexpr Milliseconds usualPatience{12'000};

    RedisConnection() = default;
    RedisConnection(const RedisConnection &) = delete;

    /// Connects, says who we are and takes the database. ServiceMissing, in a sentence, after that
    /// long at most, of which connecting alone gets half; then refusal() says what the server
    /// answered, if it did.
    Result<void> open(const RedisAddress &address, Milliseconds patience);
    void close();
    bool isOpen() const { return bool(m_device); }
    /// The server's answer that made open() fail, such as "NOAUTH Authentication required."
    const RedisReply &refusal() const { return m_refusal; }
    /// Whether that was for want of a password, or of the right one.
    bool wantsPassword() const;
    /// Why the connection is no longer open, as the end of a sentence.
    const std::string &trouble() const { return m_trouble; }

    void send(const RedisCommand &command);
    /// The next reply, or none after that long; or none, and closed, when the connection is lost.
    std::optional<RedisReply> receive(Milliseconds patience);
    /// The same without waiting.
    std::optional<RedisReply> take() { return receive(Milliseconds(0)); }
    /// Readable when something has come.
    int descriptor() const;

private:
    Result<void> connectTo(const RedisAddress &address, Milliseconds patience);
    Result<void> introduce(const RedisAddress &address, Milliseconds patience);
    void lose(const std::string &why);

    std::unique_ptr<QIODevice> m_device;
    std::unique_ptr<RedisParser> m_parser;
    RedisReply m_refusal;
    std::string m_trouble;
};

/// The bytes of a command as the protocol has it.
std::string encoded(const RedisCommand &command);

} // namespace Interleave
