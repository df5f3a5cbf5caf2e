// A sweep as a chart: the wall time of each run over the parameter's value. Where the parameter
// counts workers, also the number of CPUs, the ideal line and Amdahl's fit. The same chart stands in
// the window and in a picture. Window thread.
#pragma once

#include "ui/charts/sweepfigure.h"
#include "ui/theme/theme.h"

#include <QChart>

class QGraphicsSimpleTextItem;
class QLineSeries;
class QScatterSeries;
class QValueAxis;

namespace Interleave {

class SweepChart : public QChart
{
    Q_OBJECT

public:
    explicit SweepChart(const Theme &theme);

    void show(const SweepFigure &figure);

Q_SIGNALS:
    /// A point was clicked: its place in the figure.
    void pointChosen(std::size_t point);

private:
    QLineSeries *addLine(const QString &name, const QColor &colour, Qt::PenStyle style);
    void makeAxes(const SweepFigure &figure, double unit);
    void drawMeasured();
    void drawScaling(const SweepFigure &figure, double unit);
    void markCpus(int count);
    void placeCpuLabel();

    struct Place {
        QPointF at;
        std::size_t point; // in the figure
    };

    Theme m_theme;
    std::vector<Place> m_places; // of the measured points, from left to right
    QLineSeries *m_cpuLine = nullptr;
    QGraphicsSimpleTextItem *m_cpuLabel;
    QAbstractAxis *m_x = nullptr;
    QValueAxis *m_y = nullptr;
};

} // namespace Interleave
