// How a selected range looks: a veil over its time, its two edges with handles on the ruler, and
// how long it is. Drawn over lanes and ruler, in the canvas's pixels.
#pragma once

#include <QString>

class QPainter;

namespace Interleave {

struct Theme;

struct RangePlace {
    int begin = 0, end = 0;   // x of the edges, wherever they are
    int left = 0, right = 0;  // of the lanes' part of the canvas
    int ruler = 0, bottom = 0;
    QString length;
};

void paintRangeOverLanes(QPainter &painter, const Theme &theme, const RangePlace &place);
void paintRangeOnRuler(QPainter &painter, const Theme &theme, const RangePlace &place);
/// The range that is being dragged to zoom into.
void paintZoomBand(QPainter &painter, const Theme &theme, const RangePlace &place);

} // namespace Interleave
