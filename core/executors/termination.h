// SIGTERM and SIGINT as something to wait for: they stay blocked, in this thread and those that it
// makes, and descriptor() becomes readable. For programs that end in order. Made in the main thread,
// before others; gives the signals back at its end.
#pragma once

#include <chrono>
#include <csignal>
#include <poll.h>
#include <vector>

namespace Interleave {

class Termination
{
public:
    /// std::system_error without a descriptor.
    Termination();
    ~Termination();
    Termination(const Termination &) = delete;

    int descriptor() const { return m_descriptor; }
    /// Whether one of them has come. Any thread.
    bool isAsked() const;
    /// Waits for it that long.
    bool wait(std::chrono::milliseconds time) const;
    /// The signal that came, or 0. Takes it.
    int asked() const;
    /// Dies of the signal that came, as whoever sent it expects.
    [[noreturn]] void obey();

private:
    sigset_t m_before{};
    int m_descriptor = -1;
};

} // namespace Interleave
