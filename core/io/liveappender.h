// The native file of a run that goes on: the autosave and crash log. Takes what the trace has gained
// and writes it, as whole chunks, each checked, on a thread of its own, so that whoever records never
// waits for a disk. One write error stops it for good and is said. Lives in the session's thread.
#pragma once

#include "core/base/result.h"
#include "core/trace/trace.h"

#include <QString>

#include <functional>
#include <memory>

namespace Interleave {

class LiveAppender
{
public:
    LiveAppender();
    /// Waits until the file is whole; its index, which costs as much again for a long run, is left out
    /// then, and the file opens as long ones without an index do.
    ~LiveAppender();

    /// Creates the file (mode 0600) and writes what there is.
    Result<void> open(const QString &path, Trace &trace);
    /// Takes the trace's journal and has it written. Call at least every 100 ms. The first failure so
    /// far, which may be of an earlier call; a disk that falls far behind is one.
    Result<void> append(Trace &trace);
    /// Has the rest written, then rewrites the file in its final order with footer and index,
    /// atomically. The trace must no longer change. `done` is called on another thread.
    void finish(const std::shared_ptr<Trace> &trace, std::function<void(const Result<void> &)> done);
    /// Returns when all that was asked for is written, with the first failure.
    Result<void> wait();

    /// Bytes that may wait for the disk.
    static constexpr std::uint64_t mostWaiting = 512 << 20;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Interleave
