// What part of a run is visible. One object that the timeline, the overview and every panel with
// a time axis share; verbs change it, signals state what changed. Times are the trace's times.
// Kept in fractions of nanoseconds, so that no zooming or panning is lost by rounding.
#pragma once

#include "ui/models/timerange.h"

#include <QElapsedTimer>
#include <QObject>

#include <vector>

namespace Interleave {

class ZoomState : public QObject
{
    Q_OBJECT

public:
    static constexpr Nanos shortestRange{10};

    explicit ZoomState(QObject *parent = nullptr);

    TimeRange run() const;
    TimeRange visible() const; // to the nearest nanosecond
    FineRange fine() const;
    bool isFollowing() const; // the visible range moves with the run's live edge
    bool isWhole() const;     // the visible range is the run, and grows with it
    bool canUndo() const;
    bool canRedo() const;

    /// A new or growing run. Whole stays whole, following keeps its length at the live edge,
    /// otherwise the visible range stays where it is.
    void setRun(TimeRange run);
    /// Instead of the run's own range, for one that is shown on an axis with another; setRun() then
    /// changes nothing.
    void setRoom(TimeRange room);
    /// As another view that it goes along with shows it: no step to be undone here.
    void showAs(const FineRange &range);
    void setVisible(TimeRange range); // kept within [shortestRange, 4 × run] and near the run
    /// factor < 1 zooms in. `anchor` stays at its place on the screen.
    void zoomAt(Nanos anchor, double factor);
    /// The same at a place on the screen: 0 is the view's begin, 1 its end.
    void zoomAtPlace(double place, double factor);
    void panBy(Nanos distance);
    void panByShare(double share); // of the view's length
    void panTo(long double begin);
    /// Moves the view along without making it a step to be undone: the playhead plays.
    void carryTo(Nanos begin);
    void showWhole();
    void setFollowing(bool follow);
    void undo();
    void redo();

Q_SIGNALS:
    void rangeChanged(); // the visible range
    void runChanged();
    void followingChanged(bool following);

private:
    enum class Step { Jump, Zoom, Pan }; // what changed the view last

    void takeRun(TimeRange run);
    void apply(FineRange range, Step step);
    void show(FineRange range);
    void goTo(FineRange range);
    void showLiveEdge();
    void remember(Step step);
    FineRange kept(FineRange range) const;
    bool isRun(FineRange range) const;
    void stopFollowing();

    TimeRange m_run;
    bool m_hasRoom = false;
    FineRange m_visible;
    bool m_whole = true;
    bool m_following = false;
    std::vector<FineRange> m_undo;
    std::vector<FineRange> m_redo;
    Step m_lastStep = Step::Jump;
    QElapsedTimer m_sinceStep;
};

} // namespace Interleave
