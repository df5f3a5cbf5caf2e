// The figure of a run beside its output: drawn while the run goes on, at most ten times a second;
// to be saved as a picture and copied as numbers. Window thread.
#pragma once

#include "core/base/result.h"
#include "core/trace/trace.h"
#include "core/scenarios/scenario.h"

#include <QTimer>
#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;

namespace Interleave {

class ChartFrame;
class FigureChart;

class FigurePanel : public QWidget
{
    Q_OBJECT

public:
    static constexpr int shortestPauseMs = 100; // between two drawings

    explicit FigurePanel(QWidget *parent = nullptr);
    ~FigurePanel() override;

    /// What is drawn, and of which run; without a run a sentence stands there instead.
    void setFigure(std::optional<FigureDescription> figure, std::shared_ptr<const Trace> trace);
    /// The run has grown. Cheap while it has plotted nothing more.
    void refresh();

    bool hasPoints() const;
    /// A table with a line a point, between tabs: "workers<tab>1", the value and its series.
    QString copyText() const;
    /// Of a usual size, in the window's colours. Usage error where there is no figure.
    Result<QImage> picture() const;

Q_SIGNALS:
    void saveRequested();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeChart();
    void draw();
    std::unique_ptr<FigureChart> newChart() const;

    std::optional<FigureDescription> m_figure;
    std::shared_ptr<const Trace> m_trace;
    QLabel *m_title;
    ChartFrame *m_frame;
    FigureChart *m_chart = nullptr; // the frame's
    bool m_dark = false;            // the chart's colours
    QTimer m_drawing;
    std::size_t m_samplesSeen = 0;
    std::size_t m_pointsSeen = 0;
};

/// The number of processors of the machine that made the recording; 0 where it does not say.
int cpuCountOf(const RunInfo &info);

} // namespace Interleave
