#include "ui/charts/figurechart.h"

#include "ui/charts/chartlook.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QFontMetrics>
#include <QGraphicsSimpleTextItem>
#include <QHorizontalBarSeries>
#include <QLegendMarker>
#include <QLineSeries>
#include <QPen>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

constexpr double markSize = 9;
constexpr QScatterSeries::MarkerShape marks[] = {
    QScatterSeries::MarkerShapeCircle, QScatterSeries::MarkerShapeRectangle, QScatterSeries::MarkerShapeTriangle,
    QScatterSeries::MarkerShapeRotatedRectangle, QScatterSeries::MarkerShapePentagon, QScatterSeries::MarkerShapeStar};

QString escaped(const std::string &text)
{
    return chartText(QString::fromStdString(text));
}

QColor colourOf(const Theme &theme, std::size_t index)
{
    return theme.lanes[index % LaneColour::count];
}

/// A point's place on the axis: its number, or where it stands among the others.
double placeOf(const PlotPoint &point, std::size_t index)
{
    bool isNumber = false;
    const double number = QString::fromStdString(point.x).toDouble(&isNumber);
    return isNumber && std::isfinite(number) ? number : double(index);
}

std::vector<std::string> namesOf(const std::vector<PlotSeries> &series)
{
    std::vector<std::string> names;
    for (const PlotSeries &each : series)
        names.push_back(each.name);
    return names;
}

/// In the order of their first points.
std::vector<std::string> categoriesOf(const std::vector<PlotSeries> &series)
{
    std::vector<std::string> categories;
    for (const PlotSeries &each : series) {
        for (const PlotPoint &point : each.points) {
            if (std::ranges::find(categories, point.x) == categories.end())
                categories.push_back(point.x);
        }
    }
    return categories;
}

/// The latest value wins where a name comes again.
double valueAt(const PlotSeries &series, const std::string &category)
{
    const auto found = std::find_if(series.points.rbegin(), series.points.rend(),
                                    [&](const PlotPoint &point) { return point.x == category; });
    return found == series.points.rend() ? 0 : found->y;
}

} // namespace

FigureChart::FigureChart(FigureDescription figure, int cpuCount, const Theme &theme)
    : m_figure(std::move(figure)), m_cpuCount(cpuCount), m_theme(theme)
    , m_cpuLabel(new QGraphicsSimpleTextItem(this))
{
    dressChart(this, theme);
    m_cpuLabel->setFont(dimFont());
    m_cpuLabel->setBrush(theme.marker);
    m_cpuLabel->setVisible(false);
    connect(this, &QChart::plotAreaChanged, this, &FigureChart::placeCpuLabel);
}

void FigureChart::showTitle()
{
    setTitle(escaped(m_figure.title));
}

void FigureChart::show(const std::vector<PlotSeries> &series)
{
    const bool curves = m_figure.kind == FigureDescription::Kind::Curve;
    const std::vector<std::string> names = namesOf(series);
    const std::vector<std::string> categories = curves ? std::vector<std::string>() : categoriesOf(series);
    if (names != m_names || categories != m_categories) {
        clear();
        m_names = names;
        m_categories = categories;
        if (!series.empty())
            curves ? makeCurves(series) : makeBars(series);
    }
    if (!series.empty())
        curves ? showCurves(series) : showBars(series);
    legend()->setVisible(series.size() > 1);
    placeCpuLabel();
}

int FigureChart::leastHeight() const
{
    constexpr int barHeight = 12, groupGap = 6, aroundBars = 84, curves = 230;
    const int bars = aroundBars + int(m_categories.size()) * (int(m_names.size()) * barHeight + groupGap);
    return int(std::lround((m_categories.empty() ? curves : std::max(curves, bars)) * textScale()));
}

void FigureChart::clear()
{
    clearChart(this);
    m_curves.clear();
    m_bars = nullptr;
    m_cpuLine = nullptr;
    m_x = m_y = nullptr;
}

void FigureChart::makeCurves(const std::vector<PlotSeries> &series)
{
    m_x = new QValueAxis;
    m_y = new QValueAxis;
    dressAxis(m_x, QString::fromStdString(m_figure.xAxis), m_theme);
    dressAxis(m_y, QString::fromStdString(m_figure.yAxis), m_theme);
    addAxis(m_x, Qt::AlignBottom);
    addAxis(m_y, Qt::AlignLeft);
    const auto attach = [this](QXYSeries *added) {
        addSeries(added);
        added->attachAxis(m_x);
        added->attachAxis(m_y);
    };
    if (m_figure.marksCpuCount && m_cpuCount > 0) {
        m_cpuLine = new QLineSeries;
        m_cpuLine->setPen(QPen(m_theme.marker, 1.5, Qt::DashLine));
        attach(m_cpuLine);
        legend()->markers(m_cpuLine).constFirst()->setVisible(false);
    }
    for (std::size_t index = 0; index < series.size(); ++index) {
        const QColor colour = colourOf(m_theme, index);
        Curve curve{new QLineSeries, new QScatterSeries};
        curve.line->setPen(QPen(colour, 2));
        curve.marks->setName(escaped(series[index].name));
        curve.marks->setMarkerShape(marks[index % std::size(marks)]);
        curve.marks->setMarkerSize(markSize);
        curve.marks->setColor(colour);
        curve.marks->setBorderColor(m_theme.outlineOf(colour));
        attach(curve.line);
        attach(curve.marks);
        legend()->markers(curve.line).constFirst()->setVisible(false);
        m_curves.push_back(curve);
    }
}

void FigureChart::showCurves(const std::vector<PlotSeries> &series)
{
    double widest = m_cpuLine ? m_cpuCount : 0, highest = 0;
    bool whole = true;
    for (std::size_t index = 0; index < series.size(); ++index) {
        QList<QPointF> points;
        for (const PlotPoint &point : series[index].points) {
            points << QPointF(placeOf(point, std::size_t(points.size())), point.y);
            widest = std::max(widest, points.constLast().x());
            highest = std::max(highest, point.y);
            whole = whole && points.constLast().x() == std::round(points.constLast().x());
        }
        std::ranges::stable_sort(points, {}, &QPointF::x);
        m_curves[index].line->replace(points);
        m_curves[index].marks->replace(points);
    }
    scaleAxis(m_x, widest, whole);
    scaleAxis(m_y, highest, false);
    if (m_cpuLine)
        m_cpuLine->replace(QList<QPointF>{{double(m_cpuCount), 0}, {double(m_cpuCount), m_y->max()}});
}

void FigureChart::makeBars(const std::vector<PlotSeries> &series)
{
    auto *bars = new QHorizontalBarSeries;
    legend()->setMarkerShape(QLegend::MarkerShapeRectangle);
    legend()->setReverseMarkers(true);
    for (std::size_t index = series.size(); index-- > 0;) { // a group counts from the bottom, too
        auto *set = new QBarSet(escaped(series[index].name));
        const QColor colour = colourOf(m_theme, index);
        set->setColor(colour);
        set->setBorderColor(m_theme.outlineOf(colour));
        set->setLabelColor(m_theme.text);
        set->setLabelFont(barFont());
        for (std::size_t count = 0; count < m_categories.size(); ++count)
            set->append(0);
        bars->append(set);
    }
    bars->setBarWidth(0.8);
    bars->setLabelsVisible(true);
    bars->setLabelsPosition(QAbstractBarSeries::LabelsOutsideEnd);
    bars->setLabelsPrecision(3);
    m_bars = bars;
    addSeries(bars);
    auto *names = new QBarCategoryAxis;
    dressAxis(names, QString::fromStdString(m_figure.xAxis), m_theme);
    QStringList categories;
    for (const std::string &category : m_categories)
        categories.prepend(escaped(category)); // the axis counts from the bottom
    names->append(categories);
    names->setGridLineVisible(false);
    m_x = new QValueAxis;
    dressAxis(m_x, QString::fromStdString(m_figure.yAxis), m_theme);
    addAxis(names, Qt::AlignLeft);
    addAxis(m_x, Qt::AlignBottom);
    bars->attachAxis(names);
    bars->attachAxis(m_x);
}

void FigureChart::showBars(const std::vector<PlotSeries> &series)
{
    constexpr double roomForLabels = 1.08;
    double longest = 0;
    const QList<QBarSet *> sets = m_bars->barSets();
    for (std::size_t index = 0; index < series.size(); ++index) {
        for (std::size_t row = 0; row < m_categories.size(); ++row) {
            const double value = valueAt(series[index], m_categories[row]);
            longest = std::max(longest, value);
            sets.at(sets.size() - 1 - qsizetype(index))->replace(int(m_categories.size() - 1 - row), value);
        }
    }
    scaleAxis(m_x, longest * roomForLabels, false);
}

void FigureChart::placeCpuLabel()
{
    m_cpuLabel->setVisible(m_cpuLine != nullptr);
    if (!m_cpuLine)
        return;
    m_cpuLabel->setText(m_cpuCount == 1 ? tr("1 CPU") : tr("%1 CPUs").arg(m_cpuCount));
    const QPointF top = mapToPosition(QPointF(m_cpuCount, m_y->max()), m_cpuLine);
    const double wide = m_cpuLabel->boundingRect().width();
    const bool fits = top.x() + 5 + wide <= plotArea().right();
    m_cpuLabel->setPos(fits ? top.x() + 5 : top.x() - 5 - wide, top.y() + 1);
}

} // namespace Interleave
