// What hovering says, complete and in plain text: of a bar, of several drawn as one, of a lane's
// header. The first line is the title. Pure functions.
#pragma once

#include "ui/timeline/lanelayout.h"

#include <QString>

namespace Interleave {

/// Empty where nothing is. Segments drawn as one are those of `counted`, or of the hit's row.
QString hoverTextOf(const Trace &trace, const Hit &hit, Nanos liveEdge, const Lane *counted = nullptr);

/// Its full name, kind and numbers, and what it did in its life.
QString headerTextOf(const Trace &trace, const LaneRows &rows, const Lane &lane, Nanos liveEdge);

/// "running 12.5 % · ready 0.3 % · waiting 87.2 %"; empty for no time at all.
QString sharesText(const StateSums &sums);

} // namespace Interleave
