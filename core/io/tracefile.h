// Traces to files and back, format by suffix: .ilv (native), .json and .json.gz (Chrome Trace
// Event), .csv (out only). The one door to files for window, command line and session.
#pragma once

#include "core/base/result.h"
#include "core/io/readingwatch.h"
#include "core/trace/trace.h"

#include <QString>

#include <functional>
#include <stop_token>

namespace Interleave {

/// Reads a run. What is missing or odd stands in the trace's problems; whether that makes it
/// incomplete is for isIncomplete(). Errors: CannotRead with one clear sentence; Failed when
/// `progress`, which is called on this thread, said to stop (which is no news to whoever said so).
Result<Trace> readTraceFile(const QString &path, const ReadingProgress &progress = {});

struct OpenedTrace {
    Trace trace;
    /// Where only the index was verified: says whether the rest is whole, in any thread and while the
    /// trace is looked at; once it says no, the file is to be read by readTraceFile() instead. Empty
    /// where all is verified. The trace it is given must be that one.
    std::function<bool(const Trace &trace, const std::stop_token &stop)> verify;
};

/// The same for the window: a native file with an index opens within milliseconds, however large.
Result<OpenedTrace> openTraceFile(const QString &path, const ReadingProgress &progress = {});

/// Told how many bytes are written, block by block; false stops the writing.
using WritingProgress = std::function<bool(std::uint64_t bytes)>;

/// Writes through a temporary file: complete or not at all. Errors: Usage (unknown suffix),
/// CannotWrite (what was there before is untouched), also when `progress`, which is called on this
/// thread, said to stop.
Result<void> writeTraceFile(const Trace &trace, const QString &path, const WritingProgress &progress = {});
/// The same with another description of the run: markers set since. A table has none.
Result<void> writeTraceFile(const Trace &trace, const RunInfo &info, const QString &path,
                            const WritingProgress &progress = {});

/// Whether something of the run is known to be missing: a cut or damaged file, lost records.
bool isIncomplete(const Trace &trace);

} // namespace Interleave
