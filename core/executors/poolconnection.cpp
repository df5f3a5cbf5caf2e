#include "core/executors/poolconnection.h"

#include "core/executors/poolworker.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace Interleave {

std::uint64_t PoolConnection::s_idleCount = 0;

namespace {

std::array<int, 2> socketPair()
{
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw std::system_error(errno, std::generic_category(), "no socket is left for a worker");
    fcntl(ends[0], F_SETFL, O_NONBLOCK); // the pool's end alone
    return ends;
}

/// A forked worker has the pool's descriptors, too, and closes them; an exec'd one has only what it
/// is to inherit.
Arguments argumentsFor(const std::array<int, 2> &sockets, LaneId queue, StartMethod method, std::vector<int> pools)
{
    pools.push_back(sockets[0]);
    if (method == StartMethod::Spawn)
        pools.clear();
    return poolWorkerArguments(sockets[1], queue, pools);
}

} // namespace

std::string capitalized(std::string text)
{
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = char(text.front() - 'a' + 'A');
    return text;
}

PoolConnection::PoolConnection(Program &program, const std::string &name, LaneId queue, StartMethod method,
                               const std::vector<int> &pools)
    : m_name(name), m_sockets(socketPair()),
      m_process(program, name, poolWorker, argumentsFor(m_sockets, queue, method, pools), method)
{
    m_process.inherit(m_sockets[1]);
    try {
        m_process.start(Process::Ownership::Adopted);
    } catch (...) {
        close(m_sockets[0]);
        close(m_sockets[1]);
        throw;
    }
    close(m_sockets[1]);
}

PoolConnection::~PoolConnection()
{
    close(socket());
}

void PoolConnection::give(PoolTask task)
{
    m_state = State::Busy;
    Recorder &recorder = Recorder::ofThisThread();
    recorder.wake(recorder.stampFenced(), m_process.threadLane(), t_here.lane);
    m_unsent = std::move(task.frame);
    m_task = std::move(task);
    sendRest();
}

void PoolConnection::sendRest()
{
    while (!m_unsent.empty()) {
        const ssize_t sent = send(socket(), m_unsent.data(), m_unsent.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno != EAGAIN)
            m_unsent.clear(); // it is dead, which its descriptor will tell
        if (sent < 0)
            return;
        m_unsent.erase(0, std::size_t(sent));
    }
}

std::optional<WorkerMessage> PoolConnection::receive()
{
    std::array<char, 64 << 10> buffer;
    while (!m_faulty && !m_closed) {
        if (const std::optional<std::string> body = m_frames.next()) {
            std::optional<WorkerMessage> message = unpackWorkerMessage(*body);
            m_faulty = !message || !fits(*message);
            return m_faulty ? std::nullopt : message;
        }
        const ssize_t got = read(socket(), buffer.data(), buffer.size());
        if (got > 0)
            m_frames.append(std::string_view(buffer.data(), std::size_t(got)));
        else if (got < 0 && errno == EINTR)
            continue;
        else if (got == 0 || errno != EAGAIN)
            m_closed = true;
        m_faulty = m_frames.isFaulty();
        if (got <= 0)
            return std::nullopt;
    }
    return std::nullopt;
}

bool PoolConnection::fits(const WorkerMessage &message) const
{
    if (message.kind == WorkerMessage::Kind::Ready)
        return m_state == State::Starting;
    return m_state == State::Busy && message.number == m_task->number;
}

std::optional<PoolTask> PoolConnection::becomeIdle()
{
    m_state = State::Idle;
    m_idleSince = ++s_idleCount;
    return std::exchange(m_task, std::nullopt);
}

void PoolConnection::end()
{
    m_state = State::Ending;
    Recorder &recorder = Recorder::ofThisThread();
    recorder.wake(recorder.stampFenced(), m_process.threadLane(), t_here.lane);
    m_unsent = framed(farewell);
    sendRest();
}

bool PoolConnection::isOverdue(std::int64_t nowNs, std::int64_t patienceNs)
{
    if (!m_watchedSinceNs)
        m_watchedSinceNs = nowNs;
    return nowNs - *m_watchedSinceNs > patienceNs;
}

void PoolConnection::kill(int signal)
{
    ::kill(m_process.pid(), signal);
    m_state = State::Ending;
}

} // namespace Interleave
