#include "ui/models/rangeselection.h"

#include <algorithm>

namespace Interleave {

void RangeSelection::select(Nanos one, Nanos other)
{
    const auto [begin, end] = std::minmax(one, other);
    set(begin < end ? std::optional(TimeRange{begin, end}) : std::nullopt);
}

void RangeSelection::clear()
{
    set(std::nullopt);
}

void RangeSelection::set(std::optional<TimeRange> range)
{
    if (m_current == range)
        return;
    m_current = range;
    Q_EMIT changed();
}

} // namespace Interleave
