#include "app/commandline.h"
#include "core/executors/processes.h"
#include "core/executors/program.h"
#include "core/redis/privateserver.h"
#include "core/server/serverprocess.h"
#include "core/session/runner.h"

#include <csignal>
#include <cstdlib>
#include <string_view>

int main(int argc, char **argv)
{
    using namespace Interleave;
    std::signal(SIGCHLD, SIG_DFL); // whoever started us may ignore it, and then no child can be waited for
    const std::string_view verb = argc > 1 ? argv[1] : "";
    if (verb == runnerCommand)
        return runRunner(Arguments(argv + 2, argv + argc));
    if (verb == spawnedProcessCommand)
        return runSpawnedProcess(Arguments(argv + 2, argv + argc));
    const char *directory = std::getenv(Program::directoryVariable);
    if (verb == serverCommand)
        return runServer(Arguments(argv + 2, argv + argc), directory ? directory : "");
    if (verb == redisKeeperCommand)
        return runRedisKeeper(Arguments(argv + 2, argv + argc), directory ? directory : "");
    return runCommandLine(argc, argv);
}
