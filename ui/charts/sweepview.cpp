#include "ui/charts/sweepview.h"

#include "ui/charts/chartframe.h"
#include "ui/charts/sweepchart.h"
#include "ui/theme/windowlook.h"

#include <QChartView>
#include <QEvent>
#include <QVBoxLayout>

namespace Interleave {

SweepView::SweepView(QWidget *parent) : QWidget(parent), m_view(newChartView(this))
{
    setAccessibleName(tr("Wall time by value"));
    m_view->setFocusPolicy(Qt::NoFocus); // the table beside says and opens the same
    m_view->setMinimumHeight(200);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    makeChart();
}

void SweepView::makeChart()
{
    m_dark = currentTheme().dark;
    m_chart = new SweepChart(currentTheme());
    connect(m_chart, &SweepChart::pointChosen, this, &SweepView::pointChosen);
    m_chart->show(m_figure);
    replaceChart(m_view, m_chart);
}

void SweepView::showFigure(SweepFigure figure)
{
    m_figure = std::move(figure);
    m_chart->show(m_figure);
}

Result<void> SweepView::savePicture(const QString &path) const
{
    return saveSweepPicture(m_figure, m_dark, path);
}

void SweepView::dress()
{
    if (m_dark != currentTheme().dark)
        makeChart();
}

void SweepView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

/// Nobody tells a hidden window of another palette.
void SweepView::showEvent(QShowEvent *event)
{
    dress();
    QWidget::showEvent(event);
}

} // namespace Interleave
