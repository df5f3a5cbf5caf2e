#include "ui/timeline/hovertext.h"

#include "core/analysis/levels.h"
#include "core/analysis/stateshares.h"
#include "core/trace/names.h"
#include "core/trace/threadaccount.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/segmenttext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace Interleave {

namespace {

QString words(const char *source)
{
    return QCoreApplication::translate("HoverText", source);
}

QString titleOf(const Lane &lane)
{
    const std::string_view kind = laneKindName(lane.kind);
    return QStringLiteral("%1 · %2").arg(QString::fromStdString(laneTitle(lane)),
                                         QString::fromUtf8(kind.data(), qsizetype(kind.size())));
}

/// Never "0 %" of what was there, nor all of it while there was something else.
QString percentText(Nanos part, Nanos whole)
{
    const double percent = 100.0 * double(part.count()) / double(whole.count());
    if (part > Nanos(0) && percent < 0.1)
        return QStringLiteral("< ") + QLocale().toString(0.1, 'f', 1);
    if (part < whole && percent > 99.9)
        return QStringLiteral("> ") + QLocale().toString(99.9, 'f', 1);
    return QLocale().toString(percent, 'f', 1);
}

QString mergedText(const Trace &trace, const Hit &hit, const Lane &lane, Nanos liveEdge, const Lane &counted)
{
    QStringList lines{isBand(trace, lane) ? words("%1 · on the CPUs").arg(QString::fromStdString(laneTitle(*trace.lane(hit.row))))
                                          : titleOf(lane)};
    const std::uint64_t count = segmentCount(counted, liveEdge, hit.begin, hit.end);
    lines << words("%1 segments drawn as one").arg(QLocale().toString(qulonglong(count)));
    if (!showsTurns(trace, lane)) // there it would be the loop's own time
        lines << sharesText(stateSums(lane, liveEdge, hit.begin, hit.end));
    lines << words("from %1 to %2").arg(momentText(hit.begin - trace.begin()), momentText(hit.end - trace.begin()));
    lines << words("zoom in to see them apart");
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString sharesText(const StateSums &sums)
{
    if (sums.alive() <= Nanos(0))
        return {};
    const std::pair<QString, Nanos> parts[] = {{words("running %1 %"), sums.running}, {words("ready %1 %"), sums.ready},
                                               {words("waiting %1 %"), sums.suspended}};
    QStringList texts;
    for (const auto &[text, part] : parts) {
        if (part > Nanos(0))
            texts << text.arg(percentText(part, sums.alive()));
    }
    return texts.join(QStringLiteral(" · "));
}

QString hoverTextOf(const Trace &trace, const Hit &hit, Nanos liveEdge, const Lane *counted)
{
    const Lane *lane = hit.lane ? trace.lane(*hit.lane) : nullptr;
    if (!lane)
        return {};
    if (const QString level = levelText(trace, *lane, liveEdge, hit.time); !level.isEmpty())
        return level;
    const bool inBand = isBand(trace, *lane);
    if (hit.count > 1) {
        const Lane &row = inBand ? *lane : *trace.lane(hit.row);
        return mergedText(trace, hit, row, liveEdge, counted && !inBand ? *counted : row);
    }
    const auto segment = segmentAt(*lane, liveEdge, hit.time);
    if (!segment)
        return {};
    QStringList lines = segmentText(trace, *segment).split(QLatin1Char('\n'));
    const Lane *process = processAround(trace, *lane);
    if (process && process != lane)
        lines.insert(1, words("in process %1, pid %2").arg(QString::fromStdString(laneTitle(*process))).arg(process->pid));
    if (hit.row != *hit.lane && !inBand)
        lines.insert(1, words("%1 gave the turn to it").arg(QString::fromStdString(laneTitle(*trace.lane(hit.row)))));
    return lines.join(QLatin1Char('\n'));
}

QString headerTextOf(const Trace &trace, const LaneRows &rows, const Lane &lane, Nanos liveEdge)
{
    QStringList lines{titleOf(lane)};
    if (lane.pid != 0)
        lines << words("pid %1").arg(lane.pid) + (lane.tid != 0 ? words(", tid %1").arg(lane.tid) : QString());
    if (const Lane *process = processAround(trace, lane); process && process != &lane)
        lines << words("in process %1, pid %2").arg(QString::fromStdString(laneTitle(*process))).arg(process->pid);
    if (!levelName(trace, lane).empty())
        lines << QString::fromStdString(laneHint(trace, rows, lane));
    if (const auto account = threadAccountOf(trace, lane)) {
        lines << words("CPU time %1").arg(QString::fromStdString(durationText(account->cpu)))
                + (account->delay ? words(", waited %1 for a CPU").arg(QString::fromStdString(durationText(*account->delay)))
                                  : QString());
    }
    const StateSums sums = lane.grid.totals(lane.events, liveEdge);
    const QString shares = sharesText(sums);
    if (!shares.isEmpty()) {
        lines << shares << words("lives %1").arg(QString::fromStdString(durationText(sums.alive())));
        lines << words("%1 segments").arg(QLocale().toString(qulonglong(sums.begun)));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace Interleave
