#include "core/redis/redislink.h"

#include "core/base/clock.h"

#include <algorithm>
#include <array>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto shortestPause = 200ms, longestPause = 2000ms;
constexpr auto betweenQuestions = 100ms;

bool isAboutUs(const RedisReply &reply)
{
    constexpr std::array<std::string_view, 3> codes = {"NOAUTH", "WRONGPASS", "NOPERM"};
    return reply.isError() && std::find(codes.begin(), codes.end(), reply.errorCode()) != codes.end();
}

/// The first among the replies, those within an EXEC's included, of which the question is true.
template<class Question>
const RedisReply *firstOf(const std::vector<RedisReply> &replies, Question question)
{
    for (const RedisReply &reply : replies) {
        if (question(reply))
            return &reply;
        if (const RedisReply *within = firstOf(reply.elements, question))
            return within;
    }
    return nullptr;
}

} // namespace

RedisLink::RedisLink(RedisAddress address, Milliseconds patience, Pause pause)
    : m_address(std::move(address)), m_patience(patience), m_pause(std::move(pause))
{}

bool RedisLink::isPassing(const RedisReply &reply)
{
    constexpr std::array<std::string_view, 7> codes = {"LOADING", "OOM", "READONLY", "BUSY", "MASTERDOWN", "TRYAGAIN",
                                                       "MISCONF"};
    return reply.isError() && std::find(codes.begin(), codes.end(), reply.errorCode()) != codes.end();
}

Result<void> RedisLink::ensureOpen()
{
    while (!m_connection.isOpen()) {
        Result<void> opened = m_connection.open(m_address, std::clamp(m_patience, 10ms, Milliseconds(10s)));
        if (opened.hasValue()) {
            ++m_connects;
            return Success();
        }
        if (m_connection.refusal().isError() && !isPassing(m_connection.refusal()))
            return opened;
        if (Result<void> paused = pauseOrGiveUp(opened.error().message); !paused.hasValue())
            return paused;
    }
    return Success();
}

Result<void> RedisLink::pauseOrGiveUp(const std::string &trouble)
{
    const std::int64_t now = monotonicNs();
    if (m_attempts++ == 0)
        m_troubleSinceNs = now;
    m_trouble = trouble;
    if (std::chrono::nanoseconds(now - m_troubleSinceNs) > m_patience)
        return Error(ErrorCode::ServiceMissing, trouble);
    const auto pause = std::min<Milliseconds>(shortestPause * (1 << std::min(m_attempts - 1, 8)), longestPause);
    if (!m_pause(pause))
        return Error(ErrorCode::Failed, "It was told to stop while it waited for Redis.");
    return Success();
}

void RedisLink::noteSuccess()
{
    m_attempts = 0;
    m_trouble.clear();
}

std::optional<std::vector<RedisReply>> RedisLink::attempt(const std::vector<RedisCommand> &commands,
                                                          std::string &trouble)
{
    for (const RedisCommand &command : commands)
        m_connection.send(command);
    std::vector<RedisReply> replies;
    const auto end = std::chrono::steady_clock::now() + m_patience;
    while (replies.size() < commands.size()) {
        std::optional<RedisReply> reply = nextReply(end);
        if (!reply && m_isAsked && m_isAsked())
            return std::nullopt;
        if (!reply) {
            const std::string why = m_connection.isOpen() ? "it is silent" : m_connection.trouble();
            trouble = "No Redis server answers at " + m_address.text() + ": " + why + ".";
            m_connection.close(); // a late reply must not be taken for another's
            return std::nullopt;
        }
        replies.push_back(std::move(*reply));
    }
    return replies;
}

std::optional<RedisReply> RedisLink::nextReply(std::chrono::steady_clock::time_point end)
{
    while (m_connection.isOpen() && !(m_isAsked && m_isAsked())) {
        const auto left = std::chrono::duration_cast<Milliseconds>(end - std::chrono::steady_clock::now());
        const auto patience = m_isAsked ? std::min<Milliseconds>(left, betweenQuestions) : left;
        std::optional<RedisReply> reply = m_connection.receive(std::max(patience, Milliseconds(0)));
        if (reply || left <= patience)
            return reply;
    }
    return std::nullopt;
}

Result<std::vector<RedisReply>> RedisLink::run(const std::vector<RedisCommand> &commands)
{
    while (true) {
        if (Result<void> opened = ensureOpen(); !opened.hasValue())
            return opened.error();
        std::string trouble;
        std::optional<std::vector<RedisReply>> replies = attempt(commands, trouble);
        if (replies) {
            if (const RedisReply *refusal = firstOf(*replies, isAboutUs))
                return Error(ErrorCode::ServiceMissing, "The Redis server at " + m_address.text()
                                                            + " does not let us: " + refusal->text);
            const RedisReply *passing = firstOf(*replies, isPassing);
            if (!passing) {
                noteSuccess();
                return std::move(*replies);
            }
            trouble = "The Redis server at " + m_address.text() + " refuses: " + passing->text;
        }
        if (Result<void> paused = pauseOrGiveUp(trouble); !paused.hasValue())
            return paused.error();
    }
}

Result<RedisReply> RedisLink::run(const RedisCommand &command)
{
    Result<std::vector<RedisReply>> replies = run(std::vector<RedisCommand>{command});
    return replies.hasValue() ? Result<RedisReply>(std::move(replies.value().front())) : replies.error();
}

Result<std::optional<std::vector<RedisReply>>> RedisLink::transact(std::vector<RedisCommand> commands)
{
    commands.insert(commands.begin(), {"MULTI"});
    commands.push_back({"EXEC"});
    Result<std::vector<RedisReply>> replies = run(commands);
    if (!replies.hasValue())
        return replies.error();
    RedisReply &executed = replies.value().back();
    if (executed.isError())
        return Error(ErrorCode::Failed, "Redis did not take a transaction: " + executed.text);
    if (executed.isNil())
        return std::optional<std::vector<RedisReply>>();
    if (executed.elements.size() + 2 != commands.size())
        return Error(ErrorCode::ServiceMissing, "The server at " + m_address.text() + " does not know transactions.");
    return std::optional(std::move(executed.elements));
}

Result<std::int64_t> RedisLink::time()
{
    Result<RedisReply> reply = run(RedisCommand{"TIME"});
    if (!reply.hasValue())
        return reply.error();
    const auto number = [&](std::size_t index) { return std::strtoll(reply.value()[index].text.c_str(), nullptr, 10); };
    return number(0) * 1'000'000 + number(1);
}

} // namespace Interleave
