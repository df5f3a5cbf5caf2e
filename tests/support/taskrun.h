// What tests of the event loop's primitives share: a coroutine that writes down what happens runs
// as the main task of a recorded run.
#pragma once

#include "core/executors/task.h"
#include "tests/support/recordedrun.h"

#include <QStringList>

namespace Interleave {

using LoggingTask = Task<> (*)(QStringList &);

inline Trace recordedTask(QStringList &log, LoggingTask body)
{
    return recorded([&](Program &) { runAsync(body(log).named("main")); });
}

/// What it wrote, with a comma between, and whatever law its recording breaks.
inline QString writtenBy(LoggingTask body)
{
    QStringList log;
    const Trace trace = recordedTask(log, body);
    return log.join(QStringLiteral(", ")) + brokenLaws(trace);
}

} // namespace Interleave
