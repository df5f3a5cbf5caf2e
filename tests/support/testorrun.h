// main() of tests that start real runs: a run's processes are this executable again, as they are
// the program itself in the product.
#pragma once

#include "core/executors/processes.h"
#include "core/executors/program.h"
#include "core/redis/privateserver.h"
#include "core/session/runner.h"

#include <QApplication>
#include <QTest>

#include <string_view>

namespace Interleave {

/// A process of a run where the words ask for one, else the test.
template<class Test>
int testOrRun(int argc, char **argv)
{
    const std::string_view verb = argc > 1 ? argv[1] : "";
    if (verb == runnerCommand)
        return runRunner(Arguments(argv + 2, argv + argc));
    if (verb == spawnedProcessCommand)
        return runSpawnedProcess(Arguments(argv + 2, argv + argc));
    if (verb == redisKeeperCommand)
        return runRedisKeeper(Arguments(argv + 2, argv + argc), qgetenv(Program::directoryVariable).toStdString());
    QApplication application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace Interleave
