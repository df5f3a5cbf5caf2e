// How markers and notes look: a flag on the ruler with its remark beside it where there is room, a
// band over a note's stretch, and a thin line through the lanes. Drawn in the canvas's pixels.
#pragma once

#include "ui/timeline/rangeoverlay.h"

#include <vector>

namespace Interleave {

struct MarkerPlace {
    int begin = 0, end = 0; // x; the same for a moment
    QString text;
    bool current = false;
};

/// In order of x. Of `canvas` only where lanes and ruler are counts.
void paintMarkersOverLanes(QPainter &painter, const Theme &theme, const RangePlace &canvas,
                           const std::vector<MarkerPlace> &markers);
void paintMarkersOnRuler(QPainter &painter, const Theme &theme, const RangePlace &canvas,
                         const std::vector<MarkerPlace> &markers);

} // namespace Interleave
