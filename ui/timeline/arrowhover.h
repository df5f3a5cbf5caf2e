// Arrows under the pointer: their shape, which painting follows too, and what they say.
#pragma once

#include "ui/timeline/wakearrows.h"

#include <QPainterPath>
#include <QString>

#include <span>

namespace Interleave {

/// How far beside its line an arrow is still pointed at, in pixels.
inline constexpr double arrowReach = 5;

/// From the waker's row to just above the woken one's middle, without the head.
QPainterPath arrowPath(const WakeArrow &arrow);

/// The arrow whose line passes the point closest, within its reach; null for none.
const WakeArrow *arrowAt(std::span<const WakeArrow> arrows, QPointF point);

/// Who to whom, when, and how long it took.
QString arrowText(const Trace &trace, const WakeArrow &arrow);

} // namespace Interleave
