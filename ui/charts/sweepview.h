// A sweep's chart as a part of the window, in the window's colours. Window thread.
#pragma once

#include "ui/charts/sweepfigure.h"

#include <QWidget>

class QChartView;

namespace Interleave {

class SweepChart;

class SweepView : public QWidget
{
    Q_OBJECT

public:
    explicit SweepView(QWidget *parent = nullptr);

    void showFigure(SweepFigure figure);
    const SweepFigure &figure() const { return m_figure; }
    Result<void> savePicture(const QString &path) const;

Q_SIGNALS:
    void pointChosen(std::size_t point);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeChart();
    void dress();

    SweepFigure m_figure;
    QChartView *m_view;
    SweepChart *m_chart = nullptr; // the view's
    bool m_dark = false;           // the chart's colours
};

} // namespace Interleave
