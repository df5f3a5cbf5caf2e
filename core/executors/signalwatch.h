// Signals of the operating system as calls in the event loop's thread: the handler proper may do next
// to nothing, so it writes the number into a pipe, and the loop, which watches the pipe as it watches
// sockets, calls what belongs to the number. One a process at a time; made and used in the main thread.
#pragma once

#include <QSocketNotifier>

#include <functional>
#include <map>
#include <memory>

namespace Interleave {

class SignalWatch
{
public:
    /// std::system_error without a descriptor; std::logic_error when there is another.
    SignalWatch();
    /// Gives all signals back to their default.
    ~SignalWatch();
    SignalWatch(const SignalWatch &) = delete;

    /// Replaces what was added for that signal.
    void add(int signal, std::function<void()> callback);
    bool remove(int signal);

private:
    void read();

    std::map<int, std::function<void()>> m_callbacks;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Interleave
