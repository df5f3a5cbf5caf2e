#include "core/executors/processes.h"

#include "core/executors/lastwords.h"
#include "core/executors/program.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <map>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

extern "C" { // which glibc 2.36's header forgets
#include <sys/pidfd.h>
}
extern char **environ;

namespace Interleave {

namespace {

std::map<std::string, const ProcessFunction *> &processFunctions()
{
    static std::map<std::string, const ProcessFunction *> functions; // filled before main()
    return functions;
}

/// Children of this process that nobody has reaped yet, those with an owner of their own left out.
std::map<pid_t, Process *> &livingChildren()
{
    static std::map<pid_t, Process *> children;
    return children;
}

/// Waits until the parent has put this process on the record, and ends if it dies before: what a
/// process records must belong to lanes that somebody has declared.
void awaitAnnouncement(int announcement)
{
    char word = 0;
    ssize_t got = 0;
    while ((got = read(announcement, &word, 1)) < 0 && errno == EINTR) {}
    close(announcement);
    if (got != 1)
        _exit(1);
}

/// Runs the function as the whole life of this process; returns its exit code.
int live(Program &program, const ProcessFunction &function, const Arguments &arguments)
{
    try {
        function(program, arguments);
    } catch (const std::exception &exception) {
        Recorder::ofThisThread().note(t_here.lane, exception.what());
        endProcess(Outcome::Failed, 1);
        return 1;
    }
    // What the function survived, such as a child of its own killed: nobody else will tell of it.
    const bool failed = !program.failure().empty();
    endProcess(failed ? Outcome::Failed : Outcome::Finished, failed ? 1 : 0);
    return failed ? 1 : 0;
}

std::uint64_t number(const std::string &text)
{
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

LaneId laneFrom(const std::string &text) { return LaneId(std::uint32_t(number(text))); }

// The arguments of a spawned process, in this order, then NAME=VALUE parameters, "--", arguments.
enum SpawnArgument { ArenaFd, BellFd, ParentPid, ScenarioId, Function, ProcessLane, ThreadLane, CreatorLane,
                     Announcement, FirstParameter };

} // namespace

ProcessFunction::ProcessFunction(std::string name, Body body) : m_name(std::move(name)), m_body(body)
{
    processFunctions()[m_name] = this;
}

const ProcessFunction *ProcessFunction::find(const std::string &name)
{
    const auto found = processFunctions().find(name);
    return found == processFunctions().end() ? nullptr : found->second;
}

Process::Process(Program &program, std::string name, const ProcessFunction &function, Arguments arguments,
                 StartMethod method)
    : m_program(&program), m_name(std::move(name)), m_function(&function), m_arguments(std::move(arguments)),
      m_method(method)
{}

Process::Process(Process &&other) noexcept
    : m_program(other.m_program), m_name(std::move(other.m_name)), m_function(other.m_function),
      m_arguments(std::move(other.m_arguments)), m_method(other.m_method), m_created(other.m_created),
      m_thread(other.m_thread), m_inherited(std::move(other.m_inherited)), m_pid(std::exchange(other.m_pid, 0)),
      m_descriptor(std::exchange(other.m_descriptor, -1)), m_exitCode(other.m_exitCode),
      m_peakResidentBytes(other.m_peakResidentBytes), m_joined(other.m_joined)
{
    if (m_pid != 0 && !m_exitCode && livingChildren().contains(m_pid))
        livingChildren()[m_pid] = this;
}

Process::~Process()
{
    join();
}

void dieWithParent(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
}

void Process::start(Ownership ownership)
{
    m_created = createLane();
    m_thread = Recorder::ofThisThread().allocateLane(); // after its parent: lanes are numbered downwards
    const pid_t parent = getpid();
    int announcement[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, announcement) != 0)
        throw std::system_error(errno, std::generic_category(), "no process can be started");
    const pid_t pid = m_method == StartMethod::Fork ? fork() : spawn(announcement[0]);
    const int error = errno;
    if (pid == 0) {
        close(announcement[1]);
        runForked(parent, announcement[0]);
    }
    close(announcement[0]);
    if (pid > 0) {
        m_pid = pid;
        m_joined = ownership == Ownership::Adopted;
        if (!m_joined)
            livingChildren()[pid] = this;
        declareProcess(m_created, m_thread, t_here.process, m_name, pid);
        send(announcement[1], "", 1, MSG_NOSIGNAL); // one that was killed meanwhile needs no word
    }
    close(announcement[1]);
    if (pid < 0)
        throw std::system_error(error, std::generic_category(), "no process can be started");
    countProcessesInProc();
}

void Process::runForked(pid_t parent, int announcement)
{
    dieWithParent(parent);
    awaitAnnouncement(announcement);
    Recorder::ofThisThread().abandonRing();
    livingChildren().clear(); // the parent's
    m_program->forgetFailure();
    beginProcess(m_created.lane, m_thread, m_created.creator);
    // Not exit(): the parent's static objects and buffers are the parent's to clean up.
    _exit(live(*m_program, *m_function, m_arguments));
}

pid_t Process::spawn(int announcement) const
{
    Arguments words = {"interleave", spawnedProcessCommand};
    for (const std::string &word :
         {std::to_string(recordingArena() ? recordingArena()->fd() : -1), std::to_string(recordingBell()),
          std::to_string(getpid()), m_program->scenario(), m_function->name(),
          std::to_string(m_created.lane.value()), std::to_string(m_thread.value()),
          std::to_string(m_created.creator.value()), std::to_string(announcement)})
        words.push_back(word);
    for (const auto &[name, value] : m_program->parameters())
        words.push_back(name + "=" + value);
    words.push_back("--");
    words.insert(words.end(), m_arguments.begin(), m_arguments.end());

    std::vector<char *> argv;
    for (std::string &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int fd : {recordingArena() ? recordingArena()->fd() : -1, recordingBell(), announcement}) {
        if (fd >= 0) // onto itself: clears close-on-exec in the child alone
            posix_spawn_file_actions_adddup2(&actions, fd, fd);
    }
    for (const int fd : m_inherited)
        posix_spawn_file_actions_adddup2(&actions, fd, fd);
    pid_t pid = -1;
    errno = posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return errno == 0 ? pid : -1;
}

int runSpawnedProcess(const Arguments &arguments)
{
    if (arguments.size() <= FirstParameter)
        return 2;
    dieWithParent(pid_t(number(arguments[ParentPid])));
    awaitAnnouncement(int(number(arguments[Announcement])));
    const ProcessFunction *function = ProcessFunction::find(arguments[Function]);
    Result<Arena> arena = Arena::attach(int(number(arguments[ArenaFd])));
    if (!function || !arena.hasValue())
        return 2;
    setRecording(&arena.value(), int(number(arguments[BellFd])));
    ParameterValues parameters;
    std::size_t next = FirstParameter;
    for (; next < arguments.size() && arguments[next] != "--"; ++next) {
        const std::size_t equals = arguments[next].find('=');
        parameters[arguments[next].substr(0, equals)] = arguments[next].substr(equals + 1);
    }
    Program program(arguments[ScenarioId], parameters);
    beginProcess(laneFrom(arguments[ProcessLane]), laneFrom(arguments[ThreadLane]), laneFrom(arguments[CreatorLane]));
    const Arguments rest(arguments.begin() + std::ptrdiff_t(std::min(next + 1, arguments.size())), arguments.end());
    // At once, as after fork: whoever kills us from here on must not find us still ending.
    _exit(live(program, *function, rest));
}

int Process::descriptor()
{
    if (m_descriptor < 0)
        m_descriptor = pidfd_open(m_pid, 0);
    if (m_descriptor < 0)
        throw std::system_error(errno, std::generic_category(), "the process " + m_name + " cannot be waited for");
    return m_descriptor;
}

/// Waits for whichever child ends next, so that a death is on the record when it happens and not
/// only when its turn to be joined comes. Not by waitpid(-1): that would take away the end of a
/// process that belongs to somebody else, such as a pool's worker.
void Process::reapNextChild()
{
    std::vector<Process *> children;
    std::vector<pollfd> ends;
    for (const auto &[pid, child] : livingChildren()) {
        children.push_back(child);
        ends.push_back({child->descriptor(), POLLIN, 0});
    }
    if (poll(ends.data(), ends.size(), -1) < 0 && errno != EINTR)
        throw std::system_error(errno, std::generic_category(), "the process " + m_name + " cannot be waited for");
    for (std::size_t index = 0; index < ends.size(); ++index) {
        if (ends[index].revents != 0) {
            livingChildren().erase(children[index]->m_pid);
            children[index]->reap();
            children[index]->reportEnd();
        }
    }
}

void Process::reap()
{
    int status = 0;
    rusage usage{};
    while (wait4(m_pid, &status, 0, &usage) < 0) {
        if (errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "the process " + m_name + " cannot be waited for");
    }
    if (m_descriptor >= 0)
        close(std::exchange(m_descriptor, -1));
    m_peakResidentBytes = usage.ru_maxrss * 1024;
    takeEnd(status);
}

void Process::takeEnd(int status)
{
    const bool killed = WIFSIGNALED(status);
    const int code = killed ? WTERMSIG(status) : WEXITSTATUS(status);
    m_exitCode = killed ? -code : code;
    const LastWords words = lastWordsOf(m_pid);
    if (words == LastWords::Complete || (words == LastWords::None && !killed))
        return;
    const Outcome outcome = killed ? Outcome::Killed : code != 0 ? Outcome::Failed : Outcome::Finished;
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stampFenced();
    for (const LaneId lane : {m_thread, m_created.lane}) {
        if (!hadRecordedFinish(m_pid, lane))
            recorder.finish(now, lane, outcome, std::uint32_t(code), true);
    }
}

void Process::reportEnd() const
{
    if (*m_exitCode > 0)
        m_program->reportFailure("The process " + m_name + " ended with exit code " + std::to_string(*m_exitCode) + ".");
    else if (*m_exitCode < 0)
        m_program->reportFailure("The process " + m_name + " was killed by signal " + std::to_string(-*m_exitCode) + ".");
}

void Process::join(SourceLine line)
{
    if (m_pid == 0 || m_joined)
        return;
    m_joined = true;
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId me = t_here.lane;
    recorder.suspend(recorder.stamp(), me, Reason::Join, m_created.lane.value(), line.number);
    while (!m_exitCode)
        reapNextChild();
    const Stamp now = recorder.stampFenced();
    recorder.wake(now, me, m_created.lane, true); // the kernel's notice of its end, seen on our return
    recorder.resume(now, me);
}

} // namespace Interleave
