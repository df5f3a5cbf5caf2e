// What part of a run is visible. One object that the timeline, the overview and every panel with
// a time axis share; verbs change it, signals state what changed. Times are the trace's times.
#pragma once

#include "core/trace/event.h"

#include <QObject>

#include <vector>

namespace Interleave {

struct TimeRange {
    Nanos begin{0};
    Nanos end{0};
    Nanos length() const { return end - begin; }
    bool contains(Nanos time) const { return time >= begin && time < end; }
    bool operator==(const TimeRange &) const = default;
};

class ZoomState : public QObject
{
    Q_OBJECT

public:
    static constexpr Nanos shortestRange{10};

    explicit ZoomState(QObject *parent = nullptr);

    TimeRange run() const;
    TimeRange visible() const;
    bool isFollowing() const; // the visible range moves with the run's live edge
    bool isWhole() const;     // the visible range is the run, and grows with it
    bool canUndo() const;
    bool canRedo() const;

    /// A new or growing run. Whole stays whole, following keeps its length at the live edge,
    /// otherwise the visible range stays where it is.
    void setRun(TimeRange run);
    void setVisible(TimeRange range); // kept within [shortestRange, 4 × run] and near the run
    /// factor < 1 zooms in. `anchor` stays at its place on the screen.
    void zoomAt(Nanos anchor, double factor);
    void panBy(Nanos distance);
    void showWhole();
    void setFollowing(bool follow);
    void undo();
    void redo();

Q_SIGNALS:
    void rangeChanged(); // the visible range
    void runChanged();
    void followingChanged(bool following);

private:
    void apply(TimeRange range, bool remember);

    TimeRange m_run;
    TimeRange m_visible;
    bool m_whole = true;
    bool m_following = false;
    std::vector<TimeRange> m_undo;
    std::vector<TimeRange> m_redo;
};

} // namespace Interleave
