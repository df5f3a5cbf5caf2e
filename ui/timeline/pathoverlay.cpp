#include "ui/timeline/pathoverlay.h"

#include "ui/timeline/timelinegeometry.h"

#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int bandAlpha = 70;
constexpr int edge = 3;      // of a band, along the row's foot
constexpr int connector = 2;

std::size_t firstEndingAfter(const std::vector<PathStep> &steps, Nanos time)
{
    return std::size_t(std::ranges::upper_bound(steps, time, {}, &PathStep::end) - steps.begin());
}

} // namespace

std::vector<PathPiece> pathPieces(const std::vector<PathStep> &steps, TimeRange range, int width, int left, int right)
{
    std::vector<PathPiece> pieces;
    if (range.length() <= Nanos(0) || width <= 0)
        return pieces;
    std::size_t index = firstEndingAfter(steps, timeAt(left, range, width));
    for (int x = left; index < steps.size() && x < right;) {
        const PathStep &step = steps[index];
        const int begin = std::max(x, edgeOf(step.begin, range, width));
        const int end = std::max(begin + 1, std::min(right, edgeOf(step.end, range, width)));
        if (begin >= right)
            break;
        if (!pieces.empty() && pieces.back().lane == step.lane && pieces.back().end == begin)
            pieces.back().end = end;
        else
            pieces.push_back({step.lane, begin, end});
        x = end;
        index = std::max(index + 1, firstEndingAfter(steps, timeAt(end, range, width)));
    }
    return pieces;
}

void paintPath(QPainter &painter, const Theme &theme, const std::vector<PathPiece> &pieces,
               const std::function<std::optional<PathRow>(LaneId)> &rowOf)
{
    QColor band = theme.accent;
    band.setAlpha(bandAlpha);
    std::optional<PathRow> before;
    for (const PathPiece &piece : pieces) {
        const std::optional<PathRow> row = rowOf(piece.lane);
        if (row) {
            const int wide = piece.end - piece.begin;
            painter.fillRect(piece.begin, row->y, wide, row->height, band);
            painter.fillRect(piece.begin, row->y + row->height - edge, wide, edge, theme.accent);
        }
        if (row && before && *row != *before) {
            const int from = std::min(before->y, row->y) + edge;
            const int to = std::max(before->y + before->height, row->y + row->height);
            painter.fillRect(piece.begin - connector / 2, from, connector, to - from, theme.accent);
        }
        before = row;
    }
}

} // namespace Interleave
