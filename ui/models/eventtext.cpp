#include "ui/models/eventtext.h"

#include "core/analysis/states.h"
#include "core/trace/names.h"
#include "core/trace/slicetext.h"

#include <QCoreApplication>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("EventText", text, nullptr, count);
}

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString suspensionText(const Trace &trace, const Event &event)
{
    Segment segment;
    segment.lane = event.lane();
    segment.state = State::Suspended;
    segment.reason = event.reason();
    if (event.reason() != Reason::Sleep)
        segment.peer = event.peer();
    else if (event.argument() != 0)
        segment.asked = unpackDuration(event.argument());
    return QString::fromStdString(waitText(trace, segment));
}

QString endingText(const Event &event)
{
    if (event.outcome() == Outcome::Killed)
        return tr("killed by signal %1").arg(event.argument());
    if (event.outcome() == Outcome::Failed && event.argument() != 0)
        return tr("failed with exit code %1").arg(event.argument());
    return fromView(outcomeName(event.outcome()));
}

/// Who woke or started it. The host stands for timers, sockets and the like.
QString byWhomText(const Trace &trace, const Event &event)
{
    if (!event.peer())
        return {};
    if (*event.peer() == event.lane())
        return tr("its time had come");
    return *event.peer() == hostLane ? tr("by the operating system")
                                     : tr("by %1").arg(laneNameText(trace, *event.peer()));
}

} // namespace

QString exactTimeText(Nanos sinceBegin, Nanos runLength)
{
    const int digits = runLength >= 1s ? 9 : runLength >= 1ms ? 6 : 3;
    const char *unit = digits == 9 ? "s" : digits == 6 ? "ms" : "µs";
    std::int64_t scale = 1;
    for (int i = 0; i < digits; ++i)
        scale *= 10;
    return QStringLiteral("%1.%2 %3").arg(sinceBegin.count() / scale)
        .arg(sinceBegin.count() % scale, digits, 10, QLatin1Char('0')).arg(QString::fromUtf8(unit));
}

QString laneNameText(const Trace &trace, LaneId lane)
{
    const Lane *found = trace.lane(lane);
    if (!found || found->name.empty())
        return tr("lane %1").arg(lane.value());
    // All main threads have one name; what tells a worker's from another's is its process.
    const Lane *process = found->parent ? trace.lane(*found->parent) : nullptr;
    const bool speaksForWorker = process && found->tid != 0 && found->tid == found->pid && process->parent
                                 && *process->parent != hostLane && !process->name.empty();
    return QString::fromStdString(speaksForWorker ? process->name : found->name);
}

QString eventKindText(const Event &event)
{
    const QString kind = fromView(eventKindName(event.kind()));
    return event.inferred() ? tr("%1 (inferred)").arg(kind) : kind;
}

QString eventReasonText(const Trace &trace, const Event &event)
{
    switch (event.kind()) {
    case EventKind::Suspend: return suspensionText(trace, event);
    case EventKind::Finish: return endingText(event);
    case EventKind::Send: return event.peer() ? tr("to %1").arg(laneNameText(trace, *event.peer())) : QString();
    case EventKind::Start:
    case EventKind::Resume:
        if (const Lane *lane = trace.lane(event.lane()); lane && isOfKernel(lane->kind))
            return event.peer() ? laneNameText(trace, *event.peer()) : QString(); // the CPU, or who is there
        return event.kind() == EventKind::Start ? byWhomText(trace, event) : QString();
    case EventKind::Wake: return byWhomText(trace, event);
    default: return {};
    }
}

QString eventValueText(const Trace &trace, const Event &event)
{
    switch (event.kind()) {
    case EventKind::Start: return fromView(sliceName(trace.text(event)));
    case EventKind::Output:
    case EventKind::Note: return fromView(trace.text(event));
    case EventKind::Counter: {
        const CounterSample *sample = trace.counter(event);
        return sample ? QStringLiteral("%1 = %2").arg(QString::fromStdString(sample->name)).arg(sample->value) : QString();
    }
    case EventKind::Lost: return tr("%n records lost", int(event.argument()));
    default: return {};
    }
}

} // namespace Interleave
