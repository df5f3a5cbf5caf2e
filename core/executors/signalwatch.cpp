#include "core/executors/signalwatch.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

namespace Interleave {

namespace {

int g_pipe[2] = {-1, -1}; // of the one that lives

void noteSignal(int signal)
{
    const int error = errno; // of whatever we interrupt
    const auto byte = static_cast<unsigned char>(signal);
    [[maybe_unused]] const auto written = write(g_pipe[1], &byte, 1); // a full pipe says enough already
    errno = error;
}

} // namespace

SignalWatch::SignalWatch()
{
    if (g_pipe[0] >= 0)
        throw std::logic_error("another event loop of this process watches signals");
    if (pipe2(g_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        throw std::system_error(errno, std::generic_category(), "no pipe for signals");
    m_notifier = std::make_unique<QSocketNotifier>(g_pipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, [this] { read(); });
}

SignalWatch::~SignalWatch()
{
    while (!m_callbacks.empty())
        remove(m_callbacks.begin()->first);
    m_notifier.reset();
    for (int &end : g_pipe) {
        close(end);
        end = -1;
    }
}

void SignalWatch::add(int signal, std::function<void()> callback)
{
    m_callbacks[signal] = std::move(callback);
    struct sigaction action{};
    action.sa_handler = noteSignal;
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
}

bool SignalWatch::remove(int signal)
{
    if (m_callbacks.erase(signal) == 0)
        return false;
    std::signal(signal, SIG_DFL);
    return true;
}

void SignalWatch::read()
{
    unsigned char signal = 0;
    while (::read(g_pipe[0], &signal, 1) == 1) {
        if (const auto found = m_callbacks.find(signal); found != m_callbacks.end())
            found->second();
    }
}

} // namespace Interleave
