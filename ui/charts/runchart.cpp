#include "ui/charts/runchart.h"

#include "core/trace/names.h"
#include "ui/charts/chartlook.h"
#include "ui/models/eventtext.h"

#include <QAreaSeries>
#include <QBarCategoryAxis>
#include <QBarSet>
#include <QBoxPlotSeries>
#include <QBoxSet>
#include <QGraphicsLineItem>
#include <QHorizontalStackedBarSeries>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QPen>
#include <QToolTip>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

constexpr int usualHeight = 230;
constexpr double nsPerMs = 1e6;
constexpr int rowHeight = 30, aroundRows = 84; // a label that finds less room is cut to dots

struct TimeUnit {
    double ns;
    QString name;
};

/// The one that times up to there are read in.
TimeUnit unitFor(Nanos largest)
{
    const double ns = double(largest.count());
    return ns < 1e3 ? TimeUnit{1, QStringLiteral("ns")} : ns < 1e6 ? TimeUnit{1e3, QStringLiteral("µs")}
         : ns < 1e9 ? TimeUnit{1e6, QStringLiteral("ms")} : TimeUnit{1e9, QStringLiteral("s")};
}

QString duration(Nanos time)
{
    return QString::fromStdString(durationText(time));
}

QString nameOf(Reason reason)
{
    const std::string_view name = reason == Reason::None ? "no reason recorded" : reasonName(reason);
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

QBarSet *newSet(const QString &name, const QColor &colour, const Theme &theme)
{
    auto *set = new QBarSet(name);
    set->setColor(colour);
    set->setBorderColor(theme.outlineOf(colour));
    return set;
}

} // namespace

RunChart::RunChart(const Theme &theme) : m_theme(theme), m_line(new QGraphicsLineItem(this))
{
    dressChart(this, theme);
    m_line->setPen(QPen(theme.marker, 1.5));
    m_line->setZValue(20); // above the series
    m_line->setVisible(false);
    connect(this, &QChart::plotAreaChanged, this, &RunChart::placePlayhead);
}

QString RunChart::titleOf(RunFigure figure)
{
    switch (figure) {
    case RunFigure::Times: return tr("Time by state of each lane");
    case RunFigure::Activity: return tr("Lanes that run, are ready and wait");
    case RunFigure::Levels: return tr("Queues and counters");
    case RunFigure::Waits: return tr("How long was waited, by reason");
    }
    return {};
}

void RunChart::showTitle()
{
    setTitle(titleOf(m_figure));
}

void RunChart::show(const Trace &trace, const RunFigureData &data)
{
    m_overTime = nullptr;
    clearChart(this);
    m_figure = data.figure;
    m_leastHeight = usualHeight;
    legend()->setVisible(data.figure != RunFigure::Waits);
    legend()->setMarkerShape(data.figure == RunFigure::Levels ? QLegend::MarkerShapeFromSeries : QLegend::MarkerShapeRectangle);
    if (data.isEmpty()) {
        placePlayhead();
        return;
    }
    switch (data.figure) {
    case RunFigure::Times: showTimes(trace, data); break;
    case RunFigure::Activity: showActivity(trace, data.activity); break;
    case RunFigure::Levels: showLevels(data.levels, trace.begin(), data.range); break;
    case RunFigure::Waits: showWaits(data.waits); break;
    }
    placePlayhead();
}

void RunChart::showTimes(const Trace &trace, const RunFigureData &data)
{
    const TimeUnit unit = unitFor(data.times.length);
    QBarSet *sets[] = {newSet(tr("running"), m_theme.lanes[0], m_theme), newSet(tr("ready"), m_theme.ready, m_theme),
                       newSet(tr("waiting"), m_theme.suspended, m_theme)};
    QStringList names;
    const auto &lanes = data.times.lanes;
    for (auto share = lanes.rbegin(); share != lanes.rend(); ++share) { // the axis counts from the bottom
        const Nanos times[] = {share->sums.running, share->sums.ready, share->sums.suspended};
        for (std::size_t index = 0; index < std::size(sets); ++index)
            sets[index]->append(double(times[index].count()) / unit.ns);
        names << chartText(laneNameText(trace, share->lane));
        for (int copies = 2; names.indexOf(names.constLast()) != names.size() - 1; ++copies) // categories of one name are one
            names.last() = chartText(laneNameText(trace, share->lane)) + QStringLiteral(" (%1)").arg(copies);
    }
    auto *bars = new QHorizontalStackedBarSeries;
    bars->append({sets[0], sets[1], sets[2]});
    bars->setBarWidth(0.8);
    addSeries(bars);
    auto *laneAxis = new QBarCategoryAxis;
    dressAxis(laneAxis, QString(), m_theme);
    laneAxis->append(names);
    laneAxis->setGridLineVisible(false);
    auto *timeAxis = new QValueAxis;
    dressAxis(timeAxis, data.lanesLeftOut == 0 ? tr("time (%1)").arg(unit.name)
                            : tr("time (%1); %2 lanes that ran less are left out").arg(unit.name).arg(data.lanesLeftOut), m_theme);
    addAxis(laneAxis, Qt::AlignLeft);
    addAxis(timeAxis, Qt::AlignBottom);
    bars->attachAxis(laneAxis);
    bars->attachAxis(timeAxis);
    double longest = 0;
    for (const auto &share : lanes)
        longest = std::max(longest, double(share.sums.alive().count()) / unit.ns);
    scaleAxis(timeAxis, longest, false);
    m_leastHeight = std::max(usualHeight, aroundRows + int(lanes.size()) * rowHeight);
}

void RunChart::addTimeAxes(TimeRange sinceBegin, const QString &amount, double highest)
{
    const TimeUnit unit = unitFor(sinceBegin.end);
    m_unitNs = unit.ns;
    auto *timeAxis = new QValueAxis;
    dressAxis(timeAxis, tr("time (%1)").arg(unit.name), m_theme);
    spanAxis(timeAxis, double(sinceBegin.begin.count()) / unit.ns, double(sinceBegin.end.count()) / unit.ns);
    auto *amountAxis = new QValueAxis;
    dressAxis(amountAxis, amount, m_theme);
    scaleAxis(amountAxis, highest, true);
    addAxis(timeAxis, Qt::AlignBottom);
    addAxis(amountAxis, Qt::AlignLeft);
    for (QAbstractSeries *each : series()) {
        each->attachAxis(timeAxis);
        each->attachAxis(amountAxis);
        m_overTime = each;
    }
}

/// Stacked from below: what ran, what was ready, what waited; together all that lived.
void RunChart::showActivity(const Trace &trace, const Activity &activity)
{
    const TimeRange shown{activity.from - trace.begin(), activity.to - trace.begin()};
    const double unitNs = unitFor(shown.end).ns;
    const std::size_t count = activity.running.size();
    std::vector<double> below(count, 0.0);
    double highest = 0;
    const struct { QString name; QColor colour; const std::vector<double> &values; } layers[] = {
        {tr("running"), m_theme.lanes[0], activity.running}, {tr("ready"), m_theme.ready, activity.ready},
        {tr("waiting"), m_theme.suspended, activity.suspended}};
    for (const auto &layer : layers) {
        auto *lower = new QLineSeries, *upper = new QLineSeries;
        for (std::size_t column = 0; column < count; ++column) {
            const double above = below[column] + layer.values[column];
            for (const std::size_t edge : {column, column + 1}) { // a step a column
                const double time = double(shown.begin.count()) + double(shown.length().count()) * double(edge) / double(count);
                lower->append(time / unitNs, below[column]);
                upper->append(time / unitNs, above);
            }
            below[column] = above;
            highest = std::max(highest, above);
        }
        auto *area = new QAreaSeries(upper, lower);
        lower->setParent(area);
        upper->setParent(area);
        area->setName(layer.name);
        area->setColor(layer.colour);
        area->setBorderColor(layer.colour);
        addSeries(area);
    }
    addTimeAxes(shown, tr("lanes"), highest);
}

void RunChart::showLevels(const std::vector<LevelCurve> &levels, Nanos traceBegin, TimeRange range)
{
    const TimeRange shown{range.begin - traceBegin, range.end - traceBegin};
    const double unitNs = unitFor(shown.end).ns;
    double highest = 0;
    for (std::size_t index = 0; index < levels.size(); ++index) {
        auto *line = new QLineSeries;
        line->setName(chartText(levels[index].name));
        line->setPen(QPen(m_theme.lanes[index % LaneColour::count], 2));
        QList<QPointF> steps;
        for (const QPointF &point : levels[index].points) {
            if (!steps.isEmpty())
                steps << QPointF(point.x() / unitNs, steps.constLast().y());
            steps << QPointF(point.x() / unitNs, point.y());
            highest = std::max(highest, point.y());
        }
        line->replace(steps);
        addSeries(line);
    }
    addTimeAxes(shown, tr("amount"), highest);
}

void RunChart::showWaits(const std::vector<WaitDistribution> &waits)
{
    auto *boxes = new QBoxPlotSeries;
    boxes->setBoxWidth(0.5);
    double shortest = 1e300, longest = 0;
    for (const WaitDistribution &wait : waits) {
        const auto ms = [](Nanos time) { return double(std::max(time, Nanos(1)).count()) / nsPerMs; };
        auto *box = new QBoxSet(ms(wait.shortest), ms(wait.lowerQuartile), ms(wait.median), ms(wait.upperQuartile),
                                ms(wait.longest), chartText(QStringLiteral("%1 (%2)").arg(nameOf(wait.reason)).arg(wait.count)));
        box->setBrush(m_theme.suspended);
        box->setPen(QPen(m_theme.text, 1.2));
        const QString text = tr("%1: %n waits, together %2; from %3 to %4, half of them up to %5", nullptr,
                                int(std::min<std::uint64_t>(wait.count, INT_MAX)))
                                 .arg(nameOf(wait.reason), duration(wait.total), duration(wait.shortest),
                                      duration(wait.longest), duration(wait.median));
        connect(box, &QBoxSet::hovered, this, [text](bool enters) {
            QToolTip::showText(QCursor::pos(), enters ? text.toHtmlEscaped() : QString());
        });
        boxes->append(box);
        shortest = std::min(shortest, ms(wait.shortest));
        longest = std::max(longest, ms(wait.longest));
    }
    addSeries(boxes);
    auto *reasonAxis = new QBarCategoryAxis;
    QStringList categories;
    for (const QBoxSet *box : boxes->boxSets())
        categories << box->label();
    reasonAxis->append(categories);
    dressAxis(reasonAxis, tr("reason (waits that ended)"), m_theme);
    reasonAxis->setGridLineVisible(false);
    auto *timeAxis = new QLogValueAxis;
    timeAxis->setBase(10);
    dressAxis(timeAxis, tr("how long (ms)"), m_theme);
    timeAxis->setLabelFormat(QStringLiteral("%g"));
    const double first = std::floor(std::log10(shortest)), last = std::floor(std::log10(longest)) + 1;
    timeAxis->setRange(std::pow(10, first), std::pow(10, last));
    addAxis(reasonAxis, Qt::AlignBottom);
    addAxis(timeAxis, Qt::AlignLeft);
    boxes->attachAxis(reasonAxis);
    boxes->attachAxis(timeAxis);
    m_leastHeight = std::max(usualHeight, aroundRows + int(last - first) * rowHeight);
}

int RunChart::leastHeight() const
{
    return int(std::lround(m_leastHeight * textScale()));
}

void RunChart::setPlayhead(std::optional<Nanos> time)
{
    m_playhead = time;
    placePlayhead();
}

void RunChart::placePlayhead()
{
    m_line->setVisible(false);
    if (!m_overTime || !m_playhead)
        return;
    const double x = mapToPosition(QPointF(double(m_playhead->count()) / m_unitNs, 0), m_overTime).x();
    const QRectF area = plotArea();
    m_line->setLine(x, area.top(), x, area.bottom());
    m_line->setVisible(x >= area.left() && x <= area.right());
}

} // namespace Interleave
