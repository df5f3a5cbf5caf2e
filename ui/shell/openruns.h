// The runs that can be compared: what the windows show, live or over, and what they showed before,
// as far as memory allows. One for the program; windows come and go. Window thread.
#pragma once

#include "core/trace/trace.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <memory>
#include <vector>

namespace Interleave {

class RunController;

struct OpenRun {
    std::shared_ptr<const Trace> trace;
    QPointer<RunController> shownBy; // none once that shows another run, or is gone
    QString name;                    // of its file, if it came from one

    bool isLive() const;
    Nanos liveEdge() const;
    /// "1.00 s, 19:31:05 · Count: async, tasks 3, second 1000"
    QString title() const;
};

class OpenRuns : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t mostKept = 12;
    /// Of runs that no window shows, together. Those read from a file through its index count as well,
    /// although they take no memory.
    static constexpr std::uint64_t mostEventsKept = 5'000'000;

    static OpenRuns *instance();

    /// From now on what that shows, and what it showed.
    void watch(RunController *controller);
    /// A run that no window shows: from a file, or of a sweep.
    void add(std::shared_ptr<const Trace> trace, const QString &name = {});
    /// The latest first.
    const std::vector<OpenRun> &runs() const { return m_runs; }

Q_SIGNALS:
    void changed();

private:
    void show(RunController *controller);
    void put(OpenRun run);
    void forgetOldest();

    std::vector<OpenRun> m_runs;
};

} // namespace Interleave
