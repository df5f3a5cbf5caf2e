// What the message bar has to say about a run: that it failed, that something is missing.
#pragma once

#include "core/trace/trace.h"

#include <QString>

namespace Interleave {

class MessageBar;

/// About a run that has just ended.
void tellOutcome(MessageBar &bar, const Trace &trace);
/// About a run that was read from the file.
void tellProblems(MessageBar &bar, const QString &fileName, const Trace &trace);

} // namespace Interleave
