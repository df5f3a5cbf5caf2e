#include "core/executors/termination.h"

#include <cerrno>
#include <cstdlib>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace Interleave {

namespace {

sigset_t both()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

} // namespace

Termination::Termination()
{
    const sigset_t set = both();
    pthread_sigmask(SIG_BLOCK, &set, &m_before);
    m_descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (m_descriptor < 0)
        throw std::system_error(errno, std::generic_category(), "no descriptor is left for signals");
}

Termination::~Termination()
{
    close(m_descriptor);
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

bool Termination::isAsked() const
{
    return wait(std::chrono::milliseconds(0));
}

bool Termination::wait(std::chrono::milliseconds time) const
{
    pollfd watched{m_descriptor, POLLIN, 0}; // read by nobody: asked once is asked for good
    return poll(&watched, 1, int(time.count())) > 0;
}

int Termination::asked() const
{
    signalfd_siginfo info{};
    return read(m_descriptor, &info, sizeof info) == ssize_t(sizeof info) ? int(info.ssi_signo) : 0;
}

void Termination::obey()
{
    const int came = asked();
    const int signal = came != 0 ? came : SIGTERM;
    const sigset_t set = both();
    std::signal(signal, SIG_DFL);
    ::raise(signal); // blocked yet
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    std::abort(); // not reached
}

} // namespace Interleave
