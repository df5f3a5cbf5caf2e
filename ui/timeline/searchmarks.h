// Where a search found something: under the bars of the lanes, beside lane names, and as columns of
// the overview. What is drawn costs pixels, not hits. Free functions; window thread.
#pragma once

#include "core/analysis/states.h"
#include "ui/models/search.h"
#include "ui/models/timerange.h"

#include <span>
#include <vector>

class QColor;
class QPainter;

namespace Interleave {

struct LaneRow;

/// The pixels of what was found in a lane: from where its segment begins to where it ends, at least
/// a few pixels; what would overlap is one.
struct FoundSpan {
    int from = 0, to = 0;
    bool operator==(const FoundSpan &) const = default;
};
std::vector<FoundSpan> foundSpans(const Search &search, const Lane &lane, Nanos liveEdge, TimeRange range, int width);

/// Lines along the lower edge of the rows; x counts from the axis.
void paintFoundSpans(QPainter &painter, const Search &search, std::span<const LaneRow> rows, Nanos liveEdge,
                     TimeRange range, int width, const QColor &colour);

/// A line before the names of the lanes that were found.
void paintFoundLanes(QPainter &painter, const Search &search, std::span<const LaneRow> rows, const QColor &colour);

/// The columns of a strip over the run in which anything was found.
std::vector<bool> foundColumns(const Search &search, TimeRange run, int width);

} // namespace Interleave
