// One figure of a run as a chart: curves over a number, or bars by name. The same chart stands in
// the window and in a picture.
#pragma once

#include "core/analysis/figure.h"
#include "core/scenarios/scenario.h"
#include "ui/theme/theme.h"

#include <QChart>

#include <vector>

class QAbstractBarSeries;
class QGraphicsSimpleTextItem;
class QLineSeries;
class QScatterSeries;
class QValueAxis;

namespace Interleave {

class FigureChart : public QChart
{
    Q_OBJECT

public:
    /// `cpuCount` is marked where the figure asks for it; 0 where nobody knows.
    FigureChart(FigureDescription figure, int cpuCount, const Theme &theme);

    /// Replaces what is drawn. Cheap where only points were added to series that stand there.
    void show(const std::vector<PlotSeries> &series);
    /// Above the chart; the window has it beside.
    void showTitle();
    /// Pixels from which on everything in it can be read.
    int leastHeight() const;

private:
    struct Curve {
        QLineSeries *line;
        QScatterSeries *marks;
    };

    void makeCurves(const std::vector<PlotSeries> &series);
    void makeBars(const std::vector<PlotSeries> &series);
    void showCurves(const std::vector<PlotSeries> &series);
    void showBars(const std::vector<PlotSeries> &series);
    void placeCpuLabel();
    void clear();

    FigureDescription m_figure;
    int m_cpuCount;
    Theme m_theme;
    std::vector<std::string> m_names;      // of the series that stand there
    std::vector<std::string> m_categories; // of bars, the first on top
    std::vector<Curve> m_curves;
    QAbstractBarSeries *m_bars = nullptr;
    QLineSeries *m_cpuLine = nullptr;
    QGraphicsSimpleTextItem *m_cpuLabel;
    QValueAxis *m_x = nullptr; // of bars: the values
    QValueAxis *m_y = nullptr; // of curves
};

} // namespace Interleave
