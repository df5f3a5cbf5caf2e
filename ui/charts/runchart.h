// Draws one of the figures that every run has. Those over time stand on the timeline's visible
// range and have a line at the playhead. The same chart stands in the window and in a picture.
#pragma once

#include "ui/charts/runfigure.h"
#include "ui/theme/theme.h"

#include <QChart>

class QAbstractSeries;
class QGraphicsLineItem;

namespace Interleave {

class RunChart : public QChart
{
    Q_OBJECT

public:
    explicit RunChart(const Theme &theme);

    /// Replaces what is drawn. The trace gives names and the origin of time.
    void show(const Trace &trace, const RunFigureData &data);
    /// Above the chart; the window has it beside.
    void showTitle();
    /// A time since the trace's begin; only where the chart stands on time.
    void setPlayhead(std::optional<Nanos> time);
    /// Pixels from which on everything in it can be read.
    int leastHeight() const;

    static QString titleOf(RunFigure figure);

private:
    void showTimes(const Trace &trace, const RunFigureData &data);
    void showActivity(const Trace &trace, const Activity &activity);
    void showLevels(const std::vector<LevelCurve> &levels, Nanos traceBegin, TimeRange range);
    void showWaits(const std::vector<WaitDistribution> &waits);
    void addTimeAxes(TimeRange sinceBegin, const QString &amount, double highest);
    void placePlayhead();

    Theme m_theme;
    RunFigure m_figure = RunFigure::Times;
    int m_leastHeight = 0;
    double m_unitNs = 1; // of the time axis
    std::optional<Nanos> m_playhead;
    QAbstractSeries *m_overTime = nullptr; // any that stands on the time axis
    QGraphicsLineItem *m_line;
};

} // namespace Interleave
