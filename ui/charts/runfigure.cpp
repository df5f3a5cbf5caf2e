#include "ui/charts/runfigure.h"

#include "core/analysis/levels.h"
#include "core/trace/names.h"
#include "ui/models/eventtext.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr int columns = 400;
constexpr std::size_t mostLanes = 60;
constexpr std::size_t mostCurves = 8; // as many as there are lane colours

RunFigureData timesOf(const Trace &trace, Nanos traceEnd, RunFigureData data)
{
    data.times = rangeShares(trace, traceEnd, data.range.begin, data.range.end);
    auto &lanes = data.times.lanes;
    if (lanes.size() > mostLanes) {
        data.lanesLeftOut = lanes.size() - mostLanes;
        std::ranges::nth_element(lanes, lanes.begin() + std::ptrdiff_t(mostLanes), std::greater(),
                                 [](const RangeShares::LaneShare &share) { return share.sums.running; });
        lanes.resize(mostLanes);
        std::ranges::sort(lanes, {}, &RangeShares::LaneShare::lane);
    }
    return data;
}

/// Steps of one lane: within a column only the last value and the highest are seen.
LevelCurve curveOf(const Trace &trace, const Lane &lane, Nanos traceEnd, TimeRange range)
{
    const std::string_view level = levelName(trace, lane);
    LevelCurve curve{QStringLiteral("%1 · %2").arg(laneNameText(trace, lane.id),
                                                   QString::fromUtf8(level.data(), qsizetype(level.size()))), {}};
    const Nanos column = std::max(range.length() / columns, Nanos(1));
    Nanos columnEnd = range.begin;
    const auto add = [&](Nanos time, std::int64_t value) {
        curve.points << QPointF(double((time - trace.begin()).count()), double(value));
    };
    std::optional<Level> highest, last;
    const auto flush = [&] {
        if (highest && last && highest->begin <= last->begin && highest->value > last->value)
            add(std::max(highest->begin, range.begin), highest->value);
        if (last)
            add(std::max(last->begin, range.begin), last->value);
        highest.reset();
    };
    forEachLevel(trace, lane, traceEnd, range.begin, range.end, [&](const Level &step) {
        if (step.begin >= columnEnd) {
            flush();
            columnEnd = std::max(step.begin, range.begin) + column;
        }
        if (!highest || step.value > highest->value)
            highest = step;
        last = step;
    });
    flush();
    if (last)
        add(std::min(last->end, range.end), last->value);
    return curve;
}

std::vector<LevelCurve> curvesOf(const Trace &trace, Nanos traceEnd, TimeRange range, const std::atomic<bool> *cancelled)
{
    std::vector<LevelCurve> curves;
    for (const Lane &lane : trace.lanes()) {
        if (curves.size() == mostCurves || (cancelled && cancelled->load(std::memory_order_relaxed)))
            break;
        if (levelName(trace, lane).empty())
            continue;
        if (LevelCurve curve = curveOf(trace, lane, traceEnd, range); !curve.points.isEmpty())
            curves.push_back(std::move(curve));
    }
    return curves;
}

QString line(const QStringList &fields)
{
    return fields.join(u'\t') + u'\n';
}

QString number(Nanos time)
{
    return QString::number(time.count());
}

QString timesText(const Trace &trace, const RunFigureData &data)
{
    QString text = QStringLiteral("lane\trunning_ns\tready_ns\tsuspended_ns\n");
    for (const auto &[lane, sums] : data.times.lanes) {
        text += line({laneNameText(trace, lane).simplified(), number(sums.running), number(sums.ready),
                      number(sums.suspended)});
    }
    return text;
}

QString activityText(const Trace &trace, const Activity &activity)
{
    QString text = QStringLiteral("time_ns\trunning\tready\tsuspended\n");
    const std::size_t count = activity.running.size();
    for (std::size_t column = 0; column < count; ++column) {
        const double share = double(column) / double(count);
        const Nanos time = activity.from - trace.begin() + Nanos(std::int64_t(double((activity.to - activity.from).count()) * share));
        const auto value = [column](const std::vector<double> &values) { return QString::number(values[column], 'g', 6); };
        text += line({number(time), value(activity.running), value(activity.ready), value(activity.suspended)});
    }
    return text;
}

QString levelsText(const std::vector<LevelCurve> &levels)
{
    QString text = QStringLiteral("counter\ttime_ns\tvalue\n");
    for (const LevelCurve &curve : levels) {
        for (const QPointF &point : curve.points)
            text += line({curve.name.simplified(), QString::number(point.x(), 'f', 0), QString::number(point.y(), 'f', 0)});
    }
    return text;
}

QString waitsText(const std::vector<WaitDistribution> &waits)
{
    QString text = QStringLiteral("reason\tcount\ttotal_ns\tshortest_ns\tlower_quartile_ns\tmedian_ns\tupper_quartile_ns\tlongest_ns\n");
    for (const WaitDistribution &wait : waits) {
        const std::string_view reason = reasonName(wait.reason);
        text += line({QString::fromUtf8(reason.data(), qsizetype(reason.size())), QString::number(wait.count),
                      number(wait.total), number(wait.shortest), number(wait.lowerQuartile), number(wait.median),
                      number(wait.upperQuartile), number(wait.longest)});
    }
    return text;
}

} // namespace

bool RunFigureData::isEmpty() const
{
    switch (figure) {
    case RunFigure::Times: return times.lanes.empty();
    case RunFigure::Activity: return range.length() <= Nanos(0);
    case RunFigure::Levels: return levels.empty();
    case RunFigure::Waits: return waits.empty();
    }
    return true;
}

bool looksAtEachEvent(RunFigure figure)
{
    return figure == RunFigure::Levels || figure == RunFigure::Waits;
}

std::optional<RunFigureData> readRunFigure(RunFigure figure, const Trace &trace, Nanos traceEnd, TimeRange range,
                                           const std::atomic<bool> *cancelled)
{
    RunFigureData data;
    data.figure = figure;
    data.range = range;
    switch (figure) {
    case RunFigure::Times: return timesOf(trace, traceEnd, std::move(data));
    case RunFigure::Activity:
        data.activity = activityOf(trace, traceEnd, range.begin, range.end, columns);
        return data;
    case RunFigure::Levels:
        data.levels = curvesOf(trace, traceEnd, range, cancelled);
        return data;
    case RunFigure::Waits:
        auto waits = waitDistributions(trace, traceEnd, range.begin, range.end, cancelled);
        if (!waits)
            return std::nullopt;
        data.waits = std::move(*waits);
        return data;
    }
    return std::nullopt;
}

QString copyText(const Trace &trace, const RunFigureData &data)
{
    switch (data.figure) {
    case RunFigure::Times: return timesText(trace, data);
    case RunFigure::Activity: return activityText(trace, data.activity);
    case RunFigure::Levels: return levelsText(data.levels);
    case RunFigure::Waits: return waitsText(data.waits);
    }
    return {};
}

} // namespace Interleave
