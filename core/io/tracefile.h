// Traces to files and back, format by suffix: .ilv (native), .json and .json.gz (Chrome Trace
// Event), .csv (out only). The one door to files for window, command line and session.
#pragma once

#include "core/base/result.h"
#include "core/io/readingwatch.h"
#include "core/trace/trace.h"

#include <QString>

namespace Interleave {

/// Reads a run. What is missing or odd stands in the trace's problems; whether that makes it
/// incomplete is for isIncomplete(). Errors: CannotRead with one clear sentence; Failed when
/// `progress`, which is called on this thread, said to stop (which is no news to whoever said so).
Result<Trace> readTraceFile(const QString &path, const ReadingProgress &progress = {});

/// Writes through a temporary file: complete or not at all. Errors: Usage (unknown suffix),
/// CannotWrite (what was there before is untouched).
Result<void> writeTraceFile(const Trace &trace, const QString &path);

/// Whether something of the run is known to be missing: a cut or damaged file, lost records.
bool isIncomplete(const Trace &trace);

} // namespace Interleave
