#include "ui/models/markers.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace Interleave {

namespace {

bool isBefore(const Marker &one, const Marker &other)
{
    return std::tie(one.begin, one.end) < std::tie(other.begin, other.end);
}

/// How far the time is from the marker's stretch.
Nanos distance(const Marker &marker, Nanos time)
{
    return std::max({marker.begin - time, time - std::max(marker.end, marker.begin), Nanos(0)});
}

} // namespace

void Markers::setAll(std::vector<Marker> markers)
{
    std::stable_sort(markers.begin(), markers.end(), isBefore);
    m_all = std::move(markers);
    m_current.reset();
    Q_EMIT changed();
}

bool Markers::add(Marker marker)
{
    auto place = std::lower_bound(m_all.begin(), m_all.end(), marker, isBefore);
    const bool replaces = place != m_all.end() && !isBefore(marker, *place);
    if (!replaces && m_all.size() >= most)
        return false;
    if (replaces)
        *place = std::move(marker);
    else
        place = m_all.insert(place, std::move(marker));
    m_current = std::size_t(place - m_all.begin());
    Q_EMIT changed();
    Q_EMIT edited();
    return true;
}

void Markers::setText(std::size_t index, std::string text)
{
    if (index >= m_all.size() || m_all[index].text == text)
        return;
    m_all[index].text = std::move(text);
    Q_EMIT changed();
    Q_EMIT edited();
}

void Markers::remove(std::size_t index)
{
    if (index >= m_all.size())
        return;
    const Marker marker = m_all[index];
    m_all.erase(m_all.begin() + std::ptrdiff_t(index));
    m_current.reset();
    Q_EMIT changed();
    Q_EMIT edited();
    Q_EMIT removed(marker);
}

void Markers::select(std::optional<std::size_t> index)
{
    if (index && *index >= m_all.size())
        index.reset();
    if (std::exchange(m_current, index) != index)
        Q_EMIT changed();
}

std::optional<std::size_t> Markers::nearest(Nanos time, Nanos within) const
{
    std::optional<std::size_t> found;
    for (std::size_t index = 0; index < m_all.size(); ++index) {
        const Nanos away = distance(m_all[index], time);
        if (away <= within && (!found || away < distance(m_all[*found], time)))
            found = index;
    }
    return found;
}

} // namespace Interleave
