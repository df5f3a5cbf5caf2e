// SIGINT and SIGTERM as calls in the main thread: the handler writes a byte into a pipe, the event
// loop reads it. The mask stays as it is, so that child processes inherit nothing odd.
#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace Interleave {

class Interrupts
{
public:
    /// Takes the signals over; one at a time may exist.
    Interrupts();
    /// Gives them back.
    ~Interrupts();
    Interrupts(const Interrupts &) = delete;

    void setHandler(std::function<void()> handler) { m_handler = std::move(handler); }
    /// The last signal that came, 0 for none.
    int last() const { return m_last; }

private:
    void readSignals();

    std::function<void()> m_handler;
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_last = 0;
};

} // namespace Interleave
