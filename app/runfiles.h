// What the verbs that run scenarios share: parameters from --set, files that several runs write, and
// what a run's end means for the exit code.
#pragma once

#include "core/base/parametervalues.h"
#include "core/base/result.h"
#include "core/trace/trace.h"

#include <QString>
#include <QStringList>

namespace Interleave {

class Options;

/// NAME=VALUE each. Usage error.
Result<ParameterValues> givenParameters(const QStringList &settings);

/// Before anything runs: each option names its format, and another suffix would write something else
/// than asked for; the folder must be there.
Result<void> checkTargets(const Options &options);

/// NAME.ilv, or NAME-001.ilv … when there are several runs. A suffix may have two parts.
QString numberedFile(const QString &path, int number, int runs);

/// Of a run that is over; `signal` is the last that came to us.
int exitCodeOf(const Trace &trace, int signal);

} // namespace Interleave
