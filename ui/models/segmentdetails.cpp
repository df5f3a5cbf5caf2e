#include "ui/models/segmentdetails.h"

#include "core/analysis/slicearrows.h"
#include "core/analysis/stateshares.h"
#include "core/trace/names.h"
#include "core/trace/slicetext.h"
#include "core/trace/threadaccount.h"

#include <QCoreApplication>

namespace Interleave {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SegmentDetails", text);
}

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

/// Names and arguments of slices are often long and without a blank: lines may end in them, too.
QString breakable(QString text)
{
    constexpr QChar zeroWidthSpace(0x200b);
    for (const QLatin1Char mark : {QLatin1Char(','), QLatin1Char(':'), QLatin1Char('/'), QLatin1Char('_')})
        text.replace(mark, QString(mark) + zeroWidthSpace);
    return text;
}

/// Whose turns on the CPUs these are, which have no name of their own.
const Lane *threadOf(const Trace &trace, const Lane &lane)
{
    const Lane *parent = lane.kind == LaneKind::OnCpu && lane.parent ? trace.lane(*lane.parent) : nullptr;
    return parent && parent->kind == LaneKind::Thread ? parent : nullptr;
}

/// A thread's process: all main threads have one name.
const Lane *processOf(const Trace &trace, const Lane *lane)
{
    return lane && lane->kind == LaneKind::Thread && lane->parent ? trace.lane(*lane->parent) : nullptr;
}

QString laneText(const Trace &trace, LaneId id)
{
    const Lane *lane = trace.lane(id);
    if (!lane)
        return tr("unknown lane");
    if (lane->kind == LaneKind::Host)
        return tr("the operating system"); // which is what timers, sockets and the like amount to
    if (const Lane *thread = threadOf(trace, *lane))
        return tr("%1 on the CPUs").arg(QString::fromStdString(thread->name));
    QString text = QString::fromStdString(lane->name);
    const QString kind = fromView(laneKindName(lane->kind));
    if (text.isEmpty())
        text = kind;
    else if (!text.contains(kind))
        text += QStringLiteral(" (%1)").arg(kind);
    return text;
}

/// Another lane than the one described: a thread together with its process.
QString otherLaneText(const Trace &trace, LaneId id)
{
    const Lane *process = processOf(trace, trace.lane(id));
    return process ? tr("%1 of %2").arg(laneText(trace, id), QString::fromStdString(process->name)) : laneText(trace, id);
}

QString timeText(const Trace &trace, Nanos time)
{
    return QString::fromStdString(durationText(time - trace.begin()));
}

QString stateText(const Trace &trace, const Segment &segment)
{
    const QString doing = QString::fromStdString(doingText(trace, segment));
    const QString state = workText(trace, segment).empty() ? doing : breakable(doing);
    return segment.inferred ? tr("%1 (inferred, not measured)").arg(state) : state;
}

void appendWait(std::vector<DetailRow> &rows, const Trace &trace, const Segment &segment)
{
    const Lane *lane = trace.lane(segment.lane);
    const bool said = lane && runsForItsWaker(lane->kind) && segment.state == State::Suspended;
    if (segment.reason != Reason::None && !said) {
        const QString reason = segment.state == State::Suspended
            ? QString::fromStdString(waitText(trace, segment)) : fromView(reasonName(segment.reason));
        rows.push_back({segment.state == State::Suspended ? tr("Reason") : tr("It waited for"), reason});
    }
    if (segment.peer && lane && isOfKernel(lane->kind))
        rows.push_back({lane->kind == LaneKind::Cpu ? tr("Ran") : tr("CPU"), otherLaneText(trace, *segment.peer)});
    else if (segment.peer)
        rows.push_back({tr("Waits for"), otherLaneText(trace, *segment.peer)});
}

void appendWaker(std::vector<DetailRow> &rows, const Trace &trace, const Segment &segment)
{
    if (segment.waker) {
        const QString waker = *segment.waker == segment.lane ? tr("itself (its time had come)")
                                                             : otherLaneText(trace, *segment.waker);
        rows.push_back({tr("Woken by"), waker});
    }
    if (segment.wakeTime)
        rows.push_back({tr("Woken at"), timeText(trace, *segment.wakeTime)});
}

/// What the kernel did with a thread in its segment: a running one need not have a CPU.
void appendKernel(std::vector<DetailRow> &rows, const Trace &trace, const Segment &segment)
{
    const Lane *lane = trace.lane(segment.lane);
    const Lane *onCpu = lane ? onCpuLaneOf(trace, *lane) : nullptr;
    if (!onCpu)
        return;
    const StateSums sums = stateSums(*onCpu, segment.end, segment.begin, segment.end);
    const std::pair<QString, Nanos> parts[] = {{tr("on a CPU %1"), sums.running}, {tr("preempted %1"), sums.ready},
                                               {tr("blocked %1"), sums.suspended}};
    QStringList texts;
    for (const auto &[text, part] : parts) {
        if (part > Nanos(0))
            texts << text.arg(QString::fromStdString(durationText(part)));
    }
    if (!texts.isEmpty())
        rows.push_back({tr("Meanwhile"), texts.join(QStringLiteral(", "))});
}

/// The kernel's totals, which stand in where it does not say what happened when.
void appendThreadTimes(std::vector<DetailRow> &rows, const Trace &trace, const Segment &segment)
{
    const Lane *lane = trace.lane(segment.lane);
    const std::optional<ThreadAccount> account = lane ? threadAccountOf(trace, *lane) : std::nullopt;
    if (!account)
        return;
    rows.push_back({tr("CPU in all"), QString::fromStdString(durationText(account->cpu))});
    if (account->delay)
        rows.push_back({tr("CPU wait in all"), QString::fromStdString(durationText(*account->delay))});
}

void appendProcess(std::vector<DetailRow> &rows, const Trace &trace, const Segment &segment)
{
    if (const Lane *process = processOf(trace, trace.lane(segment.lane)))
        rows.push_back({tr("Process"), tr("%1, pid %2").arg(QString::fromStdString(process->name)).arg(process->pid)});
}

/// How the lane ended, where this segment is its last.
void appendEnding(std::vector<DetailRow> &rows, const Trace &trace, const Segment &segment)
{
    for (const Event &event : trace.events(segment.lane)) {
        if (event.kind() != EventKind::Finish || event.time() != segment.end || segment.open)
            continue;
        QString ending = fromView(outcomeName(event.outcome()));
        if (event.outcome() == Outcome::Killed)
            ending = tr("killed by signal %1").arg(event.argument());
        else if (event.outcome() == Outcome::Failed && event.argument() != 0)
            ending = tr("failed with exit code %1").arg(event.argument());
        rows.push_back({tr("Ended"), event.inferred() ? tr("%1 (seen from outside)").arg(ending) : ending});
    }
}

/// What else a slice of another program's trace says, and its arrows.
void appendSlice(std::vector<DetailRow> &rows, const Trace &trace, const Segment &segment)
{
    constexpr std::size_t mostArrows = 8;
    for (std::string_view rest = sliceDetails(workText(trace, segment)); !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        const std::size_t colon = std::min(line.find(": "), line.size());
        rows.push_back({fromView(line.substr(0, colon)), breakable(fromView(line.substr(std::min(colon + 2, line.size()))))});
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    for (const SliceArrow &arrow : arrowsOfSlice(trace, segment, mostArrows)) {
        const bool leaves = arrow.from == segment.lane;
        const QString way = QString::fromStdString(durationText(arrow.end - arrow.begin));
        rows.push_back({leaves ? tr("Arrow to") : tr("Arrow from"),
                        leaves ? tr("%1, %2 later").arg(laneText(trace, arrow.to), way)
                               : tr("%1, %2 before").arg(laneText(trace, arrow.from), way)});
    }
}

} // namespace

QString segmentHeading(const Trace &trace, const Segment &segment)
{
    const Lane *lane = trace.lane(segment.lane);
    if (const Lane *thread = lane ? threadOf(trace, *lane) : nullptr)
        lane = thread;
    const QString name = lane && !lane->name.empty() ? QString::fromStdString(lane->name)
                                                     : laneText(trace, segment.lane);
    const QString doing = QString::fromStdString(doingText(trace, segment));
    return QStringLiteral("%1 · %2").arg(name, workText(trace, segment).empty() ? doing : breakable(doing));
}

std::vector<DetailRow> segmentDetails(const Trace &trace, const Segment &segment)
{
    std::vector<DetailRow> rows{{tr("Lane"), laneText(trace, segment.lane)}, {tr("State"), stateText(trace, segment)}};
    appendProcess(rows, trace, segment);
    const bool isSlice = !workText(trace, segment).empty();
    appendWait(rows, trace, segment);
    rows.push_back({tr("From"), timeText(trace, segment.begin)});
    rows.push_back({tr("To"), segment.open ? tr("not over yet") : timeText(trace, segment.end)});
    rows.push_back({tr("Lasted"), QString::fromStdString(durationText(segment.duration()))});
    appendWaker(rows, trace, segment);
    if (isSlice)
        appendSlice(rows, trace, segment);
    else
        appendEnding(rows, trace, segment);
    appendKernel(rows, trace, segment);
    appendThreadTimes(rows, trace, segment);
    if (segment.line)
        rows.push_back({tr("Source line"), QString::number(segment.line)});
    return rows;
}

} // namespace Interleave
