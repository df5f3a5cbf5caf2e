// A process of the operating system, with Python's start and join. Start method fork continues in
// a copy of this process; spawn executes this program anew, which then runs the function by name,
// as Python's spawn imports it by name. A child joins its parent's process group, dies with its
// parent, and records into a ring of its own; whoever reaps one that died records its end.
#pragma once

#include "core/executors/here.h"

#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace Interleave {

class Program;

using Arguments = std::vector<std::string>;

/// A function that can run in a process of its own. Define at file scope: spawn finds it by name.
class ProcessFunction
{
public:
    using Body = void (*)(Program &, const Arguments &);
    ProcessFunction(std::string name, Body body);

    const std::string &name() const { return m_name; }
    void operator()(Program &program, const Arguments &arguments) const { m_body(program, arguments); }
    static const ProcessFunction *find(const std::string &name);

private:
    std::string m_name;
    Body m_body;
};

enum class StartMethod { Fork, Spawn };

class Process
{
public:
    Process(Program &program, std::string name, const ProcessFunction &function, Arguments arguments = {},
            StartMethod method = StartMethod::Fork);
    Process(Process &&other) noexcept;
    /// Joins, as Python does with its children at its end.
    ~Process();

    /// A descriptor that a spawned process is to have, too, under its number. (A forked one has all.)
    void inherit(int descriptor) { m_inherited.push_back(descriptor); }
    /// std::system_error when the operating system gives no process. One that is `Adopted` is not
    /// join()'s to wait for: its owner, on whatever thread, watches descriptor() and calls reap().
    enum class Ownership { Joined, Adopted };
    void start(Ownership ownership = Ownership::Joined);
    /// Waits for its end. The end of a sibling meanwhile is noted at once: one that was killed or
    /// failed is recorded and reported as the program's failure. Main thread only, as start().
    void join(SourceLine line = {});
    /// As Python's exitcode: the exit code, minus the signal that killed it; nothing while it runs.
    std::optional<int> exitCode() const { return m_exitCode; }
    LaneId lane() const { return m_created.lane; }
    LaneId threadLane() const { return m_thread; } // of its main thread
    pid_t pid() const { return m_pid; }
    /// The most memory that it had resident, once it has ended; shared pages count, too.
    std::int64_t peakResidentBytes() const { return m_peakResidentBytes; }

    /// Readable once it has ended. Ours until it is reaped.
    int descriptor();
    /// Waits for its end and records what it could not record itself; says nothing to the program.
    void reap();

private:
    [[noreturn]] void runForked(pid_t parent, int announcement);
    pid_t spawn(int announcement) const;
    void reapNextChild();
    void takeEnd(int status);
    void reportEnd() const;

    Program *m_program;
    std::string m_name;
    const ProcessFunction *m_function;
    Arguments m_arguments;
    StartMethod m_method;
    NewLane m_created{};
    LaneId m_thread;
    std::vector<int> m_inherited;
    pid_t m_pid = 0;
    int m_descriptor = -1; // a pidfd, once it was asked for
    std::optional<int> m_exitCode;
    std::int64_t m_peakResidentBytes = 0;
    bool m_joined = false;
};

/// The hidden subcommand behind spawn: runs what Process::start() of the parent put into the
/// arguments. Returns the process's exit code.
int runSpawnedProcess(const Arguments &arguments);
/// Its name on the command line.
inline constexpr const char *spawnedProcessCommand = "process";

/// Kills this process when its parent ends; ends at once if the parent is gone already.
void dieWithParent(pid_t parent);

} // namespace Interleave
