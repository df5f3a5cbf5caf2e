#include "ui/timeline/bar.h"

namespace Interleave {

RowMetrics RowMetrics::ofHeight(int row)
{
    const RowMetrics usual;
    // Bars are centred: they stay even where the row is, and the other way round.
    const auto scaled = [&](int height) { return (height * row / usual.row & ~1) + (row & 1); };
    return {row, scaled(usual.running), scaled(usual.suspended), scaled(usual.ready), scaled(usual.container),
            scaled(usual.free)};
}

int RowMetrics::barHeight(BarShape shape) const
{
    switch (shape) {
    case BarShape::Container: return container;
    case BarShape::Suspended:
    case BarShape::Unobserved: return suspended;
    case BarShape::Free: return free;
    case BarShape::Ready: return ready;
    case BarShape::Running:
    case BarShape::Stacked:
    case BarShape::Level:
    case BarShape::Peak: break;
    }
    return running;
}

} // namespace Interleave
