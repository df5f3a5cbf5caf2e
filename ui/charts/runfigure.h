// The figures that every run has: time by state of each lane, how many run over time, queues and
// counters, and how long was waited for what. Reading them off a trace is kept from drawing them,
// so that a long run can be read by another thread. Values.
#pragma once

#include "core/analysis/activity.h"
#include "core/analysis/rangestatistics.h"
#include "core/analysis/waitdistribution.h"
#include "ui/models/timerange.h"

#include <QList>
#include <QPointF>
#include <QString>

#include <atomic>
#include <optional>
#include <vector>

namespace Interleave {

enum class RunFigure { Times, Activity, Levels, Waits };

/// One amount over time, as a line of steps; no more points than a chart can show.
struct LevelCurve {
    QString name; // "queue · depth"
    QList<QPointF> points; // x: ns since the trace's begin
};

struct RunFigureData {
    RunFigure figure = RunFigure::Times;
    TimeRange range;
    std::size_t lanesLeftOut = 0; // Times: the least busy of very many
    RangeShares times;
    Activity activity;
    std::vector<LevelCurve> levels;
    std::vector<WaitDistribution> waits;

    bool isEmpty() const;
};

/// Whether reading it looks at each event of the range, and not only at the grids.
bool looksAtEachEvent(RunFigure figure);

/// Any thread, while the trace does not change. None when cancelled.
std::optional<RunFigureData> readRunFigure(RunFigure figure, const Trace &trace, Nanos traceEnd, TimeRange range,
                                           const std::atomic<bool> *cancelled = nullptr);

/// Its numbers as a table between tabs, times in nanoseconds from the trace's begin.
QString copyText(const Trace &trace, const RunFigureData &data);

} // namespace Interleave
