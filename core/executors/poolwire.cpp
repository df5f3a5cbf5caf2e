#include "core/executors/poolwire.h"

#include "core/base/bytes.h"

#include <stdexcept>

namespace Interleave {

namespace {

constexpr std::string_view magic = "ILVP";
constexpr std::size_t headerBytes = 8; // magic, u32 length

} // namespace

std::string framed(std::string_view body)
{
    if (body.size() > longestFrame)
        throw std::length_error("what is sent between a pool and its worker is longer than "
                                + std::to_string(longestFrame >> 20) + " MiB");
    std::string frame(magic);
    frame.reserve(headerBytes + body.size());
    putString(frame, body, longestFrame);
    return frame;
}

void FrameSplitter::append(std::string_view bytes)
{
    if (m_faulty)
        return;
    m_bytes.erase(0, m_used);
    m_used = 0;
    m_bytes.append(bytes);
}

std::optional<std::string> FrameSplitter::next()
{
    const std::string_view rest = std::string_view(m_bytes).substr(m_used);
    // What has come of the magic word must fit at once: garbage may never be long enough.
    m_faulty = m_faulty || !magic.starts_with(rest.substr(0, magic.size()));
    if (m_faulty || rest.size() < headerBytes)
        return std::nullopt;
    const auto length = ByteCursor(rest.substr(magic.size())).number<std::uint32_t>();
    m_faulty = length > longestFrame;
    if (m_faulty || rest.size() - headerBytes < length)
        return std::nullopt;
    m_used += headerBytes + length;
    return std::string(rest.substr(headerBytes, length));
}

std::string packed(const TaskMessage &message)
{
    std::string body;
    putNumber(body, message.number);
    putNumber(body, message.lane.value());
    putNumber(body, message.calls);
    putString(body, message.function, longestFrame);
    return body + message.arguments;
}

std::string packed(const WorkerMessage &message)
{
    std::string body;
    putNumber(body, message.kind);
    putNumber(body, message.number);
    return body + message.payload;
}

std::optional<TaskMessage> unpackTask(std::string_view body)
{
    ByteCursor cursor(body);
    TaskMessage message;
    message.number = cursor.number<std::uint32_t>();
    message.lane = LaneId(cursor.number<std::uint32_t>());
    message.calls = cursor.number<std::uint32_t>();
    message.function = cursor.string(longestFrame);
    if (cursor.failed())
        return std::nullopt;
    message.arguments = body.substr(body.size() - cursor.remaining());
    return message;
}

std::optional<WorkerMessage> unpackWorkerMessage(std::string_view body)
{
    using Kind = WorkerMessage::Kind;
    ByteCursor cursor(body);
    WorkerMessage message;
    message.kind = cursor.number<Kind>();
    message.number = cursor.number<std::uint32_t>();
    if (cursor.failed() || message.kind < Kind::Ready || message.kind > Kind::Raised)
        return std::nullopt;
    message.payload = body.substr(body.size() - cursor.remaining());
    if (message.kind == Kind::Ready && !message.payload.empty())
        return std::nullopt;
    return message;
}

} // namespace Interleave
