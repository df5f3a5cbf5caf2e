#include "core/redis/redisreply.h"

#include <hiredis/read.h>

namespace Interleave {

namespace {

/// Where the object that the task is about belongs: into its parent, or by itself. Null beyond the limit.
RedisReply *place(const redisReadTask *task)
{
    if (!task->parent)
        return new RedisReply;
    return &static_cast<RedisReply *>(task->parent->obj)->elements[std::size_t(task->idx)];
}

void *createText(const redisReadTask *task, char *text, std::size_t length)
{
    RedisReply *reply = place(task);
    reply->type = task->type == REDIS_REPLY_ERROR ? RedisReply::Type::Error : RedisReply::Type::Text;
    reply->text.assign(text, length);
    return reply;
}

void *createArray(const redisReadTask *task, int elements)
{
    auto &counted = *static_cast<std::int64_t *>(task->privdata);
    counted += elements;
    if (counted > RedisParser::mostElements)
        return nullptr;
    RedisReply *reply = place(task);
    reply->type = RedisReply::Type::Array;
    reply->elements.resize(std::size_t(elements));
    return reply;
}

void *createInteger(const redisReadTask *task, long long value)
{
    RedisReply *reply = place(task);
    reply->type = RedisReply::Type::Integer;
    reply->integer = value;
    return reply;
}

void *createNil(const redisReadTask *task)
{
    return place(task);
}

void freeReply(void *reply)
{
    delete static_cast<RedisReply *>(reply);
}

redisReplyObjectFunctions functions{createText, createArray, createInteger, createNil, freeReply};

const RedisReply nil;

} // namespace

const RedisReply &RedisReply::operator[](std::size_t index) const
{
    return index < elements.size() ? elements[index] : nil;
}

const RedisReply &RedisReply::operator[](std::string_view name) const
{
    for (std::size_t index = 0; index + 1 < elements.size(); index += 2) {
        if (elements[index].text == name)
            return elements[index + 1];
    }
    return nil;
}

void RedisParser::FreeReader::operator()(redisReader *reader) const
{
    redisReaderFree(reader);
}

RedisParser::RedisParser() : m_reader(redisReaderCreateWithFunctions(&functions))
{
    m_reader->privdata = &m_elements;
}

RedisParser::~RedisParser() = default;

bool RedisParser::feed(std::string_view bytes)
{
    if (isFaulty())
        return false;
    if (m_reader->len - m_reader->pos + bytes.size() > mostBytes)
        m_fault = "its answer is longer than any that was asked for";
    else if (redisReaderFeed(m_reader.get(), bytes.data(), bytes.size()) != REDIS_OK)
        m_fault = m_reader->errstr;
    return !isFaulty();
}

std::optional<RedisReply> RedisParser::next()
{
    void *parsed = nullptr;
    if (isFaulty())
        return std::nullopt;
    if (redisReaderGetReply(m_reader.get(), &parsed) != REDIS_OK) {
        m_fault = m_reader->err == REDIS_ERR_OOM ? "its answer has more parts than any that was asked for"
                                                 : m_reader->errstr;
        return std::nullopt;
    }
    if (!parsed)
        return std::nullopt;
    m_elements = 0;
    const std::unique_ptr<RedisReply> reply(static_cast<RedisReply *>(parsed));
    return std::move(*reply);
}

} // namespace Interleave
