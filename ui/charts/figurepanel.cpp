#include "ui/charts/figurepanel.h"

#include "core/trace/plotname.h"
#include "ui/charts/chartlook.h"
#include "ui/charts/figurechart.h"
#include "ui/panels/card.h"
#include "ui/theme/icons.h"
#include "ui/theme/windowlook.h"

#include <QApplication>
#include <QChartView>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace Interleave {

namespace {

constexpr QSize pictureArea(960, 540);

} // namespace

FigurePanel::FigurePanel(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout)
    , m_scroll(new QScrollArea(this))
    , m_view(new QChartView)
    , m_title(headingLabel(QString(), this))
    , m_empty(dimLabel(QString(), this))
    , m_copy(new QPushButton(tr("Copy Numbers"), this))
    , m_save(new QPushButton(glyphIcon(Glyph::Export), tr("Save PNG…"), this))
{
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setObjectName(QStringLiteral("figureView"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_view);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setObjectName(QStringLiteral("figureEmpty"));
    m_empty->setText(tr("Press Run: the figure is drawn while the run goes on."));
    m_title->setObjectName(QStringLiteral("figureTitle"));
    m_copy->setObjectName(QStringLiteral("copyFigure"));
    m_save->setObjectName(QStringLiteral("saveFigure"));
    m_save->setIconSize(iconBesideText);
    m_copy->setToolTip(tr("Copies the figure's points as a table"));
    m_save->setToolTip(tr("Saves the figure as a picture"));
    setAccessibleName(tr("Figure"));

    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_copy);
    head->addWidget(m_save);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_scroll);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 6, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addLayout(m_stack, 1);

    m_drawing.setSingleShot(true);
    m_drawing.setInterval(shortestPauseMs);
    connect(&m_drawing, &QTimer::timeout, this, &FigurePanel::draw);
    connect(m_save, &QPushButton::clicked, this, &FigurePanel::saveRequested);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(copyText()); });
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
    QChart *before = m_view->chart();
    m_dark = currentTheme().dark;
    m_chart = m_figure ? newChart().release() : nullptr;
    m_view->setChart(m_chart ? m_chart : new QChart); // takes it
    m_view->setBackgroundBrush(currentTheme().background);
    delete before;
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
    m_stack->setCurrentWidget(hasPoints() ? static_cast<QWidget *>(m_scroll) : m_empty);
    m_copy->setEnabled(hasPoints());
    m_save->setEnabled(hasPoints());
    if (!m_chart || !hasPoints())
        return;
    m_chart->show(plottedSeries(*m_trace));
    m_view->setMinimumHeight(m_chart->leastHeight()); // less room scrolls
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

Result<void> FigurePanel::savePicture(const QString &path) const
{
    if (!m_figure || !hasPoints())
        return Error(ErrorCode::Usage, "There is no figure to save yet.");
    std::unique_ptr<FigureChart> chart = newChart();
    chart->showTitle();
    chart->show(plottedSeries(*m_trace));
    const QSize area(pictureArea.width(), std::max(pictureArea.height(), chart->leastHeight()));
    return saveChart(std::move(chart), area, currentTheme(), path);
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
