// What a Redis server answers, and the parser that makes it out of bytes: hiredis's, with objects and
// limits of our own. A server that is none, or is hostile, costs at most the limits below.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct redisReader;

namespace Interleave {

struct RedisReply {
    enum class Type { Nil, Integer, Text, Error, Array };

    Type type = Type::Nil;
    std::int64_t integer = 0;
    std::string text; // of Text (a status or a bulk) and Error
    std::vector<RedisReply> elements;

    bool isNil() const { return type == Type::Nil; }
    bool isError() const { return type == Type::Error; }
    /// An error's first word: "NOAUTH", "LOADING" …
    std::string_view errorCode() const { return std::string_view(text).substr(0, text.find(' ')); }
    /// Nil where there is none, so that an answer of another shape is never out of bounds.
    const RedisReply &operator[](std::size_t index) const;
    /// The value behind a name in an array of names and values in turn; or Nil.
    const RedisReply &operator[](std::string_view name) const;
};

class RedisParser
{
public:
    static constexpr std::size_t mostBytes = 64 << 20;  // of one reply
    static constexpr std::int64_t mostElements = 200'000; // of one reply, over all levels

    RedisParser();
    RedisParser(const RedisParser &) = delete;
    ~RedisParser();

    /// False when the bytes are no replies, or beyond the limits: nothing more can be parsed then.
    bool feed(std::string_view bytes);
    /// The next whole reply, if there is one. Look at isFaulty() when there is none.
    std::optional<RedisReply> next();
    bool isFaulty() const { return !m_fault.empty(); }
    const std::string &fault() const { return m_fault; }

private:
    struct FreeReader {
        void operator()(redisReader *reader) const;
    };

    std::unique_ptr<redisReader, FreeReader> m_reader;
    std::int64_t m_elements = 0; // of the reply at hand
    std::string m_fault;
};

} // namespace Interleave
