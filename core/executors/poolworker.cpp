#include "core/executors/poolworker.h"

#include "core/executors/poolfunction.h"
#include "core/executors/poolwire.h"
#include "core/executors/program.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace Interleave {

namespace {

constexpr std::size_t readBytes = 64 << 10;

int toInt(const std::string &text)
{
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// One worker's life. Whatever it tells the pool it has recorded before: what the pool then does,
/// such as waking it for the next task, comes after that on every clock. When its pool dies it
/// dies at once and without a word: its wait has no end to record, and whoever finds it says so.
class Worker
{
public:
    Worker(Program &program, int socket, LaneId queue) : m_program(program), m_socket(socket), m_queue(queue) {}

    void run()
    {
        const LaneId me = t_here.thread;
        Recorder &recorder = Recorder::ofThisThread();
        recorder.suspend(recorder.stamp(), me, Reason::Pool, m_queue.value());
        send({});
        while (const std::optional<std::string> body = receive()) {
            const Stamp now = recorder.stampFenced();
            recorder.resume(now, me); // woken by whoever gave us the task
            std::optional<TaskMessage> task = unpackTask(*body);
            if (!task)
                throw std::runtime_error("the pool sent what is no task");
            recorder.wake(now, task->lane, me);
            recorder.resume(now, task->lane);
            const WorkerMessage answer = execute(*task);
            const bool returned = answer.kind == WorkerMessage::Kind::Returned;
            const Stamp end = recorder.stamp();
            recorder.finish(end, task->lane, returned ? Outcome::Finished : Outcome::Failed);
            recorder.suspend(end, me, Reason::Pool, m_queue.value());
            send(answer);
        }
        recorder.resume(recorder.stampFenced(), me);
    }

private:
    WorkerMessage execute(const TaskMessage &task)
    {
        WorkerMessage answer{WorkerMessage::Kind::Returned, task.number, {}};
        try {
            const AnyPoolFunction *function = AnyPoolFunction::find(task.function);
            if (!function)
                throw std::runtime_error("there is no pool function named " + task.function);
            ByteCursor arguments(task.arguments);
            for (std::uint32_t call = 0; call < task.calls; ++call)
                function->call(m_program, arguments, answer.payload);
            if (answer.payload.size() > longestFrame / 2)
                throw std::length_error("the results of " + task.function + " are too long to be sent");
        } catch (const std::exception &exception) {
            Recorder::ofThisThread().note(task.lane, exception.what());
            return {WorkerMessage::Kind::Raised, task.number, exception.what()};
        }
        return answer;
    }

    /// The next whole frame; nothing when the pool says that there is none.
    std::optional<std::string> receive()
    {
        while (true) {
            if (std::optional<std::string> body = m_frames.next())
                return *body == farewell ? std::nullopt : body;
            if (m_frames.isFaulty())
                throw std::runtime_error("the pool sent what is no task");
            m_buffer.resize(readBytes);
            const ssize_t got = read(m_socket, m_buffer.data(), m_buffer.size());
            if (got > 0)
                m_frames.append(std::string_view(m_buffer).substr(0, std::size_t(got)));
            else if (got == 0 || errno != EINTR)
                _exit(1);
        }
    }

    void send(const WorkerMessage &message)
    {
        const std::string frame = framed(packed(message));
        for (std::string_view rest = frame; !rest.empty();) {
            const ssize_t sent = ::send(m_socket, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (sent >= 0)
                rest.remove_prefix(std::size_t(sent));
            else if (errno != EINTR)
                _exit(1);
        }
    }

    Program &m_program;
    int m_socket;
    LaneId m_queue;
    FrameSplitter m_frames;
    std::string m_buffer;
};

void work(Program &program, const Arguments &arguments)
{
    std::signal(SIGTERM, SIG_DFL); // terminate means us, whatever our parent does at it
    for (std::size_t index = 2; index < arguments.size(); ++index)
        close(toInt(arguments[index]));
    Worker(program, toInt(arguments.at(0)), LaneId(std::uint32_t(toInt(arguments.at(1))))).run();
}

} // namespace

const ProcessFunction poolWorker("pool worker", work);

Arguments poolWorkerArguments(int socket, LaneId queue, const std::vector<int> &notIts)
{
    Arguments arguments = {std::to_string(socket), std::to_string(queue.value())};
    for (const int descriptor : notIts)
        arguments.push_back(std::to_string(descriptor));
    return arguments;
}

} // namespace Interleave
