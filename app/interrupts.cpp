#include "app/interrupts.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace Interleave {

namespace {

int g_pipe[2] = {-1, -1}; // written by the handler, which may call next to nothing

void noteSignal(int signal)
{
    const int error = errno; // of whatever we interrupt
    const auto byte = static_cast<unsigned char>(signal);
    [[maybe_unused]] const auto written = write(g_pipe[1], &byte, 1);
    errno = error;
}

} // namespace

Interrupts::Interrupts()
{
    if (pipe2(g_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // no descriptor left: the signals keep their default, which ends the program
    m_notifier = std::make_unique<QSocketNotifier>(g_pipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, [this] { readSignals(); });
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, noteSignal);
}

Interrupts::~Interrupts()
{
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, SIG_DFL);
    m_notifier.reset();
    for (int &end : g_pipe) {
        close(end);
        end = -1;
    }
}

void Interrupts::readSignals()
{
    unsigned char signal = 0;
    while (read(g_pipe[0], &signal, 1) == 1)
        m_last = signal;
    if (m_handler)
        m_handler();
}

} // namespace Interleave
