#include "ui/timeline/arrowhover.h"

#include "ui/timeline/lanetexts.h"
#include "ui/timeline/segmenttext.h"

#include <QCoreApplication>
#include <QLineF>
#include <QStringList>

namespace Interleave {

namespace {

constexpr int tipGap = 8;   // the tip stops above the bar's middle
constexpr int samples = 24; // straight pieces that an arrow is measured by

QString words(const char *source)
{
    return QCoreApplication::translate("ArrowHover", source);
}

QString nameOf(const Trace &trace, LaneId id)
{
    const Lane *lane = trace.lane(id);
    return lane ? QString::fromStdString(laneTitle(*lane)) : words("an unknown lane");
}

double distanceTo(const QLineF &piece, QPointF point)
{
    const QPointF along = piece.p2() - piece.p1(), there = point - piece.p1();
    const double length = QPointF::dotProduct(along, along);
    const double share = length > 0 ? std::clamp(QPointF::dotProduct(there, along) / length, 0.0, 1.0) : 0;
    return QLineF(point, piece.pointAt(share)).length();
}

double distanceTo(const QPainterPath &path, QPointF point)
{
    double nearest = arrowReach + 1;
    for (int sample = 0; sample < samples; ++sample) {
        const QLineF piece(path.pointAtPercent(double(sample) / samples), path.pointAtPercent(double(sample + 1) / samples));
        nearest = std::min(nearest, distanceTo(piece, point));
    }
    return nearest;
}

} // namespace

QPainterPath arrowPath(const WakeArrow &arrow)
{
    const QPointF from(arrow.fromX + 0.5, arrow.fromY), to(arrow.toX + 0.5, arrow.toY);
    const int down = to.y() > from.y() ? 1 : -1;
    const QPointF tip(to.x(), to.y() - down * tipGap);
    QPainterPath path(from);
    path.cubicTo(QPointF(from.x() + 10, from.y() + down * 14), QPointF(tip.x() - 2, tip.y() - down * 16), tip);
    return path;
}

const WakeArrow *arrowAt(std::span<const WakeArrow> arrows, QPointF point)
{
    const WakeArrow *found = nullptr;
    double nearest = arrowReach;
    for (const WakeArrow &arrow : arrows) {
        const QPainterPath path = arrowPath(arrow);
        const QRectF around = path.controlPointRect().adjusted(-arrowReach, -arrowReach, arrowReach, arrowReach);
        const double distance = around.contains(point) ? distanceTo(path, point) : arrowReach + 1;
        if (distance <= nearest) {
            nearest = distance;
            found = &arrow;
        }
    }
    return found;
}

QString arrowText(const Trace &trace, const WakeArrow &arrow)
{
    const SliceArrow &between = arrow.between;
    const auto moment = [&](Nanos time) { return momentText(time - trace.begin()); };
    const QString later = QString::fromStdString(durationText(between.end - between.begin));
    QStringList lines{QStringLiteral("%1 → %2").arg(nameOf(trace, between.from), nameOf(trace, between.to))};
    lines << (arrow.wakes ? words("woke it at %1") : words("left at %1")).arg(moment(between.begin));
    if (arrow.wakes && between.end == between.begin)
        lines << words("it went on at once");
    else
        lines << (arrow.wakes ? words("it went on at %1, %2 later") : words("arrived at %1, %2 later")).arg(moment(between.end), later);
    return lines.join(QLatin1Char('\n'));
}

} // namespace Interleave
