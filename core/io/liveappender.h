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
    /// Rewrites the file in its final order with footer, atomically, and closes it.
    Result<void> finish(Trace &trace);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Interleave
