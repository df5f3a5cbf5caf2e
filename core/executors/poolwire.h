// What a process pool and its workers say to each other over a stream socket: frames of a magic
// word, a length and a body, and the two messages in them. Both ends may see a frame in any number
// of pieces. What cannot be a frame or a message is refused, never guessed at.
#pragma once

#include "core/base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Interleave {

inline constexpr std::size_t longestFrame = 64 << 20;

/// The body as it travels. std::length_error when it is longer than longestFrame.
std::string framed(std::string_view body);

/// Cuts a stream into the bodies of its frames, wherever it was split. Keeps no more than one frame
/// and what was appended last.
class FrameSplitter
{
public:
    void append(std::string_view bytes);
    /// The next whole body; none while it is incomplete, and none ever again once it is faulty.
    std::optional<std::string> next();
    /// The stream is none of ours: a wrong magic word, or a length that cannot be.
    bool isFaulty() const { return m_faulty; }
    /// The stream may end here: no part of a frame is waiting for the rest.
    bool isBetweenFrames() const { return m_used == m_bytes.size(); }

private:
    std::string m_bytes;
    std::size_t m_used = 0; // of m_bytes, by the bodies given out
    bool m_faulty = false;
};

/// Pool to worker: call the function that many times, with the packed arguments one after the other.
struct TaskMessage {
    std::uint32_t number = 0; // which the answer repeats
    LaneId lane;              // the task's
    std::uint32_t calls = 0;
    std::string function;
    std::string arguments;    // see poolfunction.h
    bool operator==(const TaskMessage &) const = default;
};

/// Pool to worker: there is nothing more to do. Without it the end of the stream is the pool's death.
inline constexpr std::string_view farewell = "end";

/// Worker to pool.
struct WorkerMessage {
    enum class Kind : std::uint8_t { Ready = 1, Returned = 2, Raised = 3 };
    Kind kind = Kind::Ready;
    std::uint32_t number = 0; // the task's, unless Ready
    std::string payload;      // Returned: the packed results. Raised: the exception's text
    bool operator==(const WorkerMessage &) const = default;
};

std::string packed(const TaskMessage &message);
std::string packed(const WorkerMessage &message);
/// Nothing for bytes that are no such message.
std::optional<TaskMessage> unpackTask(std::string_view body);
std::optional<WorkerMessage> unpackWorkerMessage(std::string_view body);

} // namespace Interleave
