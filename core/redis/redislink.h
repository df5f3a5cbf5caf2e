// A connection that comes back: runs commands, and when the server is gone, loading or refuses to
// write for a while, tries again with growing pauses, five times a second at most, until its
// patience is over. A round that was cut off is run again, so what is sent must bear being done twice.
#pragma once

#include "core/redis/redisconnection.h"

#include <functional>

namespace Interleave {

class RedisLink
{
public:
    using Milliseconds = RedisConnection::Milliseconds;
    /// Waits that long; false to give up at once, since the caller is to end.
    using Pause = std::function<bool(Milliseconds)>;

    /// `patience`: how long a trouble may last.
    RedisLink(RedisAddress address, Milliseconds patience, Pause pause);

    /// Asked some times a second while an answer is awaited: whether to give that up. The connection
    /// stays open then, for last words to which no answer is wanted.
    void giveUpWhen(std::function<bool()> isAsked) { m_isAsked = std::move(isAsked); }

    /// The replies to the commands, sent in one go; an error among them is a reply, too, unless it
    /// passes (see isPassing) or is about who we are. ServiceMissing when patience is over or we are
    /// not let in; Failed when pause() says to give up.
    Result<std::vector<RedisReply>> run(const std::vector<RedisCommand> &commands);
    Result<RedisReply> run(const RedisCommand &command);
    /// The same between MULTI and EXEC: the replies of EXEC, or none when a watched key has changed.
    Result<std::optional<std::vector<RedisReply>>> transact(std::vector<RedisCommand> commands);

    /// Microseconds of the server's clock.
    Result<std::int64_t> time();

    RedisConnection &connection() { return m_connection; }
    const RedisAddress &address() const { return m_address; }
    /// How often it has connected: more than before means that there was a gap.
    int connects() const { return m_connects; }
    /// What the last trouble was, "" when there was none.
    const std::string &trouble() const { return m_trouble; }

    /// Connects if need be, with pauses. ServiceMissing and Failed as above.
    Result<void> ensureOpen();

    /// An answer that may be another one later: LOADING, OOM, READONLY and the like.
    static bool isPassing(const RedisReply &reply);

private:
    Result<void> pauseOrGiveUp(const std::string &trouble);
    std::optional<RedisReply> nextReply(std::chrono::steady_clock::time_point end);
    std::optional<std::vector<RedisReply>> attempt(const std::vector<RedisCommand> &commands, std::string &trouble);
    void noteSuccess();

    RedisAddress m_address;
    Milliseconds m_patience;
    Pause m_pause;
    std::function<bool()> m_isAsked;
    RedisConnection m_connection;
    int m_connects = 0;
    int m_attempts = 0; // in vain, one after the other
    std::int64_t m_troubleSinceNs = 0;
    std::string m_trouble;
};

} // namespace Interleave
