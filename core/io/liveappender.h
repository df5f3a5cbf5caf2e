// The native file of a run that goes on: the autosave and crash log. Appends what the trace has
// gained as whole chunks, each checked; one write error stops it for good and is said. Lives in
// the session's thread.
#pragma once

#include "core/base/result.h"
#include "core/trace/trace.h"

#include <QString>

#include <memory>

namespace Interleave {

class LiveAppender
{
public:
    LiveAppender();
    ~LiveAppender();

    /// Creates the file (mode 0600) and writes the header.
    Result<void> open(const QString &path, Trace &trace);
    /// Takes the trace's journal and writes it as chunks. Call at least every 100 ms.
    Result<void> append(Trace &trace);
    /// Rewrites the file in its final order with footer and index, atomically, and closes it. Takes
    /// as long as writing the file (bench_store says how long that is).
    Result<void> finish(Trace &trace);
    /// The same without making the caller wait for it: a run of more than rewrittenAtOnce events is
    /// closed as it stands, whole but for its index, and rewritten by another thread, for which the
    /// trace must no longer change. Until then, or if the program ends first, the file opens as long
    /// ones without an index do.
    Result<void> finishSoon(const std::shared_ptr<Trace> &trace);
    static constexpr std::uint64_t rewrittenAtOnce = 200'000;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Interleave
