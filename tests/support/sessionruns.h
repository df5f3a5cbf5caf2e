// What tests of sessions need: short parameters for every scenario, and proof that nothing is left.
#pragma once

#include "core/kernel/procfs.h"
#include "core/session/session.h"

#include <QDir>

#include <cerrno>
#include <fstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace Interleave {

/// A request for that scenario with a document second of 10 ms where it has one, then the given.
inline RunRequest shortRun(const std::string &scenario, ParameterValues parameters = {})
{
    const Scenario *found = findScenario(scenario);
    if (found && found->parameter("second") && !parameters.contains("second"))
        parameters["second"] = "10";
    RunRequest request;
    request.scenario = scenario;
    request.parameters = std::move(parameters);
    return request;
}

/// The processes that the calling thread has as children, with those that came to it as orphans.
inline std::vector<pid_t> childProcesses()
{
    std::ifstream file("/proc/self/task/" + std::to_string(gettid()) + "/children");
    std::vector<pid_t> children;
    for (pid_t child; file >> child;)
        children.push_back(child);
    return children;
}

/// Makes every orphan below this process a child of it, so that noProcessIsLeft() sees them all.
inline void adoptOrphans() { prctl(PR_SET_CHILD_SUBREAPER, 1); }

/// No child, alive or zombie. Reaps nothing.
inline bool noProcessIsLeft()
{
    siginfo_t info{};
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
}

struct OwnResources {
    qsizetype descriptors = 0;
    std::uint32_t threads = 0;
    bool operator==(const OwnResources &) const = default;
};

inline OwnResources ownResources()
{
    return {QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size(),
            readProcessTree(getpid()).threads};
}

} // namespace Interleave
