#include "ui/charts/sweepchart.h"

#include "ui/charts/chartlook.h"
#include "ui/timeline/picturefile.h"

#include <QCategoryAxis>
#include <QGraphicsSimpleTextItem>
#include <QLegendMarker>
#include <QLineSeries>
#include <QPen>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

constexpr QSize pictureArea(960, 540);
constexpr double markSize = 11;
constexpr int curveSteps = 120;
constexpr double milliseconds = 1e-3, seconds = 1; // what one of the y axis's units is

double secondsOf(const SweepPoint &point)
{
    return std::chrono::duration<double>(point.wall).count();
}

bool allNumbers(const SweepFigure &figure)
{
    return std::ranges::all_of(figure.points, [](const SweepPoint &point) { return point.number.has_value(); });
}

/// What the axis counts in, by the longest run.
double unitFor(const SweepFigure &figure)
{
    double longest = 0;
    for (const SweepPoint &point : figure.points)
        longest = std::max(longest, point.isMeasured() ? secondsOf(point) : 0);
    return longest < seconds ? milliseconds : seconds;
}

} // namespace

SweepChart::SweepChart(const Theme &theme) : m_theme(theme), m_cpuLabel(new QGraphicsSimpleTextItem(this))
{
    dressChart(this, theme);
    m_cpuLabel->setFont(dimFont());
    m_cpuLabel->setBrush(theme.marker);
    m_cpuLabel->setVisible(false);
    connect(this, &QChart::plotAreaChanged, this, &SweepChart::placeCpuLabel);
}

void SweepChart::show(const SweepFigure &figure)
{
    clearChart(this);
    m_cpuLine = nullptr;
    m_places.clear();
    setTitle(figure.title.toHtmlEscaped());
    const bool numbers = allNumbers(figure);
    const double unit = unitFor(figure);
    for (std::size_t number = 0; number < figure.points.size(); ++number) {
        const SweepPoint &point = figure.points[number];
        if (point.isMeasured())
            m_places.push_back({{numbers ? *point.number : double(number), secondsOf(point) / unit}, number});
    }
    std::ranges::stable_sort(m_places, {}, [](const Place &place) { return place.at.x(); });
    makeAxes(figure, unit);
    if (figure.countsWorkers && numbers)
        drawScaling(figure, unit);
    drawMeasured();
    legend()->setVisible(figure.countsWorkers && numbers);
    placeCpuLabel();
}

void SweepChart::makeAxes(const SweepFigure &figure, double unit)
{
    double least = 0, widest = 0, highest = 0;
    for (const Place &place : m_places) {
        least = std::min(least, place.at.x());
        widest = std::max(widest, place.at.x());
        highest = std::max(highest, place.at.y());
    }
    if (allNumbers(figure)) {
        auto *axis = new QValueAxis;
        const double most = figure.countsWorkers ? std::max(widest, double(figure.cpuCount)) : widest;
        // An axis without length would have ticks without end.
        least < 0 ? spanAxis(axis, least, std::max(most, least + 1)) : scaleAxis(axis, most > 0 ? most : 1, true);
        m_x = axis;
    } else {
        auto *axis = new QCategoryAxis;
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        for (std::size_t number = 0; number < figure.points.size(); ++number)
            axis->append(chartText(QString::fromStdString(figure.points[number].value)), double(number));
        axis->setRange(-0.5, double(figure.points.size()) - 0.5);
        m_x = axis;
    }
    m_y = new QValueAxis;
    scaleAxis(m_y, highest > 0 ? highest : 1, false);
    const QString name = figure.unit.isEmpty() ? figure.parameter : tr("%1 (%2)").arg(figure.parameter, figure.unit);
    dressAxis(m_x, name, m_theme);
    dressAxis(m_y, unit < seconds ? tr("wall time (ms)") : tr("wall time (s)"), m_theme);
    addAxis(m_x, Qt::AlignBottom);
    addAxis(m_y, Qt::AlignLeft);
}

QLineSeries *SweepChart::addLine(const QString &name, const QColor &colour, Qt::PenStyle style)
{
    auto *line = new QLineSeries;
    line->setName(name);
    line->setPen(QPen(colour, style == Qt::SolidLine ? 2 : 1.5, style));
    addSeries(line);
    line->attachAxis(m_x);
    line->attachAxis(m_y);
    return line;
}

void SweepChart::drawMeasured()
{
    const QColor colour = m_theme.lanes.front();
    QLineSeries *line = addLine({}, colour, Qt::SolidLine);
    legend()->markers(line).constFirst()->setVisible(false);
    auto *marks = new QScatterSeries;
    marks->setName(tr("measured"));
    marks->setMarkerSize(markSize);
    marks->setColor(colour);
    marks->setBorderColor(m_theme.outlineOf(colour));
    addSeries(marks);
    marks->attachAxis(m_x);
    marks->attachAxis(m_y);
    QList<QPointF> points;
    for (const Place &place : m_places)
        points << place.at;
    line->replace(points);
    marks->replace(points);
    connect(marks, &QScatterSeries::clicked, this, [this](const QPointF &clicked) {
        const auto found = std::ranges::find(m_places, clicked, &Place::at);
        if (found != m_places.end())
            Q_EMIT pointChosen(found->point);
    });
}

/// The CPUs, the ideal line and the fit, from the least to the greatest number of workers.
void SweepChart::drawScaling(const SweepFigure &figure, double unit)
{
    const std::vector<ScalingPoint> points = scalingPoints(figure.points);
    if (figure.cpuCount > 0)
        markCpus(figure.cpuCount);
    const std::optional<IdealLine> ideal = idealLine(points);
    if (!ideal)
        return;
    const Result<AmdahlFit> fit = amdahlFit(points);
    const double most = std::ranges::max(points, {}, &ScalingPoint::workers).workers;
    QList<QPointF> idealPoints, fitPoints;
    for (int step = 0; step <= curveSteps; ++step) {
        const double workers = ideal->workers + (most - ideal->workers) * step / curveSteps;
        idealPoints << QPointF(workers, ideal->timeWith(workers) / unit);
        if (fit.hasValue())
            fitPoints << QPointF(workers, fit.value().time(workers) / unit);
    }
    addLine(tr("ideal: twice as many, half the time"), m_theme.dimText, Qt::DotLine)->replace(idealPoints);
    if (fit.hasValue())
        addLine(tr("Amdahl’s fit: %1 % serial").arg(std::lround(fit.value().serialFraction() * 100)),
                m_theme.lanes[1], Qt::DashLine)->replace(fitPoints);
}

void SweepChart::markCpus(int count)
{
    m_cpuLine = addLine({}, m_theme.marker, Qt::DashLine);
    m_cpuLine->replace(QList<QPointF>{{double(count), 0}, {double(count), m_y->max()}});
    legend()->markers(m_cpuLine).constFirst()->setVisible(false);
    m_cpuLabel->setText(count == 1 ? tr("1 CPU") : tr("%1 CPUs").arg(count));
}

void SweepChart::placeCpuLabel()
{
    m_cpuLabel->setVisible(m_cpuLine != nullptr);
    if (!m_cpuLine)
        return;
    const QPointF top = mapToPosition(m_cpuLine->points().constLast(), m_cpuLine);
    const double wide = m_cpuLabel->boundingRect().width();
    const bool fits = top.x() + 5 + wide <= plotArea().right();
    m_cpuLabel->setPos(fits ? top.x() + 5 : top.x() - 5 - wide, top.y() + 1);
}

Result<void> saveSweepPicture(const SweepFigure &figure, bool dark, const QString &path)
{
    auto chart = std::make_unique<SweepChart>(Theme::chosen(dark));
    chart->show(figure); // laid out when it gets its size
    const Result<QImage> image = chartImage(std::move(chart), pictureArea, Theme::chosen(dark));
    return image.hasValue() ? writePng(image.value(), path) : Result<void>(image.error());
}

} // namespace Interleave
