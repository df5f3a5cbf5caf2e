#include "ui/timeline/segmenttext.h"

#include "core/analysis/levels.h"
#include "core/analysis/notes.h"
#include "core/trace/names.h"
#include "core/trace/slicetext.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/timeticks.h"

#include <QCoreApplication>
#include <QStringList>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

QString words(const char *source)
{
    return QCoreApplication::translate("SegmentText", source);
}

QString nameOf(const Trace &trace, LaneId id)
{
    const Lane *lane = trace.lane(id);
    return lane ? QString::fromStdString(laneTitle(*lane)) : words("an unknown lane");
}

QString kernelStateText(const Trace &trace, const Lane &lane, const Segment &segment)
{
    if (segment.state == State::Running)
        return QString::fromStdString(doingText(trace, segment));
    if (lane.kind == LaneKind::Cpu)
        return segment.reason == Reason::Elsewhere ? words("nothing of this run: idle, or at others' work")
                                                   : words("not observed");
    if (segment.state == State::Ready)
        return segment.reason == Reason::Preempted ? words("preempted: it could go on, but its CPU was given to another")
                                                   : words("ready, waiting for a CPU");
    return segment.reason == Reason::Blocked ? words("blocked: it waits, and needs no CPU") : words("not observed");
}

QString stateText(const Trace &trace, const Segment &segment)
{
    const Lane *lane = trace.lane(segment.lane);
    if (lane && isOfKernel(lane->kind))
        return kernelStateText(trace, *lane, segment);
    if (segment.state == State::Running || (lane && segment.state == State::Suspended && runsForItsWaker(lane->kind)))
        return QString::fromStdString(doingText(trace, segment));
    if (segment.state == State::Ready)
        return words("ready, waiting for its turn");
    return words("suspended: %1").arg(QString::fromStdString(waitText(trace, segment)));
}

QString wakerText(const Trace &trace, const Segment &segment)
{
    if (!segment.waker || (trace.lane(segment.lane) && isOfKernel(trace.lane(segment.lane)->kind)))
        return {};
    const Lane *lane = trace.lane(segment.lane);
    const QString waker = lane && lane->kind == LaneKind::Job
        ? QString::fromStdString(nameSeenFrom(trace, *lane, *segment.waker)) : nameOf(trace, *segment.waker);
    if (!segment.wakeTime)
        return words("woken by %1").arg(waker);
    return words("woken by %1 at %2").arg(waker, momentText(*segment.wakeTime - trace.begin()));
}

/// What else a slice of another program's trace says; the details have all of it.
QStringList sliceLines(const Trace &trace, const Segment &segment)
{
    constexpr qsizetype mostLines = 8, longestLine = 100;
    const std::string_view details = sliceDetails(workText(trace, segment));
    if (details.empty())
        return {};
    QStringList lines = QString::fromUtf8(details.data(), qsizetype(details.size())).split(QLatin1Char('\n'));
    for (QString &line : lines)
        line = line.size() > longestLine ? line.left(longestLine) + QStringLiteral("…") : line;
    if (lines.size() > mostLines)
        lines = lines.mid(0, mostLines) << QStringLiteral("…");
    return lines;
}

/// Why a job raised, who took it over.
QStringList noteLines(const Trace &trace, const Segment &segment)
{
    constexpr qsizetype mostLines = 4;
    QStringList lines;
    for (const NoteRead &note : notesOf(trace, segment)) {
        if (lines.size() < mostLines)
            lines << QString::fromUtf8(note.text.data(), qsizetype(note.text.size()));
    }
    return lines;
}

} // namespace

QString momentText(Nanos sinceBegin)
{
    const Nanos size = std::chrono::abs(sinceBegin);
    const Nanos step = size >= 1s ? 1ms : size >= 1ms ? 1us : 1ns;
    return QString::fromStdString(tickLabel(sinceBegin, step, size));
}

QString levelText(const Trace &trace, const Lane &lane, Nanos traceEnd, Nanos time)
{
    const std::optional<Level> level = levelAt(trace, lane, traceEnd, time);
    if (!level)
        return {};
    const LevelRange range = levelRange(trace, lane);
    const std::string_view name = levelName(trace, lane), kind = laneKindName(lane.kind);
    QStringList lines;
    lines << QStringLiteral("%1 · %2").arg(QString::fromStdString(laneTitle(lane)),
                                           QString::fromUtf8(kind.data(), qsizetype(kind.size())));
    lines << words("%1 %2, at most %3").arg(QString::fromUtf8(name.data(), qsizetype(name.size())))
                 .arg(level->value).arg(range.highest);
    lines << words("from %1 to %2").arg(momentText(level->begin - trace.begin()), momentText(level->end - trace.begin()));
    return lines.join(QLatin1Char('\n'));
}

QString segmentText(const Trace &trace, const Segment &segment)
{
    const Lane *lane = trace.lane(segment.lane);
    if (!lane)
        return {};
    const std::string_view kind = laneKindName(lane->kind);
    QStringList lines;
    lines << (isBand(trace, *lane) ? words("%1 · on the CPUs").arg(nameOf(trace, *lane->parent))
                                   : QStringLiteral("%1 · %2").arg(nameOf(trace, segment.lane),
                                                                   QString::fromUtf8(kind.data(), qsizetype(kind.size()))));
    lines << stateText(trace, segment);
    lines << words("from %1 to %2").arg(momentText(segment.begin - trace.begin()),
                                        segment.open ? words("now") : momentText(segment.end - trace.begin()));
    lines << words("lasts %1").arg(QString::fromStdString(durationText(segment.duration())));
    lines << sliceLines(trace, segment) << noteLines(trace, segment);
    const QString waker = wakerText(trace, segment);
    if (!waker.isEmpty())
        lines << waker;
    if (segment.line != 0)
        lines << words("line %1").arg(segment.line);
    if (segment.inferred)
        lines << words("inferred, not measured");
    return lines.join(QLatin1Char('\n'));
}

} // namespace Interleave
