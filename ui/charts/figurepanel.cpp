#include "ui/charts/figurepanel.h"

#include "core/trace/plotname.h"
#include "ui/charts/chartframe.h"
#include "ui/charts/chartlook.h"
#include "ui/charts/figurechart.h"
#include "ui/panels/card.h"
#include "ui/theme/windowlook.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QLabel>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace Interleave {

namespace {

constexpr QSize pictureArea(960, 540);

} // namespace

FigurePanel::FigurePanel(QWidget *parent)
    : QWidget(parent), m_title(headingLabel(QString(), this))
    , m_frame(new ChartFrame(m_title, {QStringLiteral("figure"), tr("Copies the figure's points as a table"),
                                       tr("Saves the figure as a picture")}, this))
{
    setAccessibleName(tr("Figure"));
    m_title->setObjectName(QStringLiteral("figureTitle"));
    QSizePolicy growing = m_title->sizePolicy();
    growing.setHorizontalPolicy(QSizePolicy::Expanding);
    m_title->setSizePolicy(growing);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_frame);
    m_drawing.setSingleShot(true);
    m_drawing.setInterval(shortestPauseMs);
    connect(&m_drawing, &QTimer::timeout, this, &FigurePanel::draw);
    connect(m_frame, &ChartFrame::saveRequested, this, &FigurePanel::saveRequested);
    connect(m_frame, &ChartFrame::copyRequested, this, [this] { QApplication::clipboard()->setText(copyText()); });
    draw();
}

FigurePanel::~FigurePanel() = default;

void FigurePanel::setFigure(std::optional<FigureDescription> figure, std::shared_ptr<const Trace> trace)
{
    m_figure = std::move(figure);
    m_trace = std::move(trace);
    m_samplesSeen = 0;
    m_pointsSeen = 0;
    m_title->setText(m_figure ? QString::fromStdString(m_figure->title) : QString());
    makeChart();
    refresh();
    draw();
}

void FigurePanel::makeChart()
{
    m_dark = currentTheme().dark;
    m_chart = m_figure ? newChart().release() : nullptr;
    m_frame->setChart(m_chart ? m_chart : new QChart);
}

std::unique_ptr<FigureChart> FigurePanel::newChart() const
{
    return std::make_unique<FigureChart>(*m_figure, m_trace ? cpuCountOf(m_trace->info) : 0, currentTheme());
}

void FigurePanel::refresh()
{
    if (!m_figure || !m_trace)
        return;
    const auto samples = m_trace->counters();
    const std::size_t before = m_pointsSeen;
    for (; m_samplesSeen < samples.size(); ++m_samplesSeen)
        m_pointsSeen += plotOfName(samples[m_samplesSeen].name).has_value();
    if (m_pointsSeen != before && !m_drawing.isActive())
        m_drawing.start();
}

bool FigurePanel::hasPoints() const
{
    return m_pointsSeen > 0;
}

void FigurePanel::draw()
{
    m_drawing.stop();
    if (m_dark != currentTheme().dark)
        makeChart();
    if (!m_chart || !hasPoints())
        return m_frame->say(tr("Press Run: the figure is drawn while the run goes on."));
    m_chart->show(plottedSeries(*m_trace));
    m_frame->showChart(m_chart->leastHeight());
}

QString FigurePanel::copyText() const
{
    if (!m_figure || !m_trace)
        return {};
    QString text = QStringLiteral("series\t%1\t%2\n").arg(QString::fromStdString(m_figure->xAxis),
                                                          QString::fromStdString(m_figure->yAxis));
    for (const PlotSeries &series : plottedSeries(*m_trace)) {
        for (const PlotPoint &point : series.points)
            text += QStringLiteral("%1\t%2\t%3\n").arg(QString::fromStdString(series.name),
                                                       QString::fromStdString(point.x), QString::number(point.y, 'g', 9));
    }
    return text;
}

Result<QImage> FigurePanel::picture() const
{
    if (!m_figure || !hasPoints())
        return Error(ErrorCode::Usage, "There is no figure to save yet.");
    std::unique_ptr<FigureChart> chart = newChart();
    chart->showTitle();
    chart->show(plottedSeries(*m_trace));
    const QSize area(pictureArea.width(), std::max(pictureArea.height(), chart->leastHeight()));
    return chartImage(std::move(chart), area, currentTheme());
}

void FigurePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

/// Nobody tells a hidden tab of another palette.
void FigurePanel::showEvent(QShowEvent *event)
{
    draw();
    QWidget::showEvent(event);
}

int cpuCountOf(const RunInfo &info)
{
    static const QRegularExpression cpus(QStringLiteral(", (\\d{1,6}) CPUs?$"));
    const QRegularExpressionMatch match = cpus.match(QString::fromStdString(info.host));
    return match.hasMatch() ? match.captured(1).toInt() : 0;
}

} // namespace Interleave
