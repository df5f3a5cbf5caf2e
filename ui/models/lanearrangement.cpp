#include "ui/models/lanearrangement.h"

#include <algorithm>
#include <utility>

namespace Interleave {

bool LaneArrangement::isPinned(LaneId lane) const
{
    return std::find(m_choices.pinned.begin(), m_choices.pinned.end(), lane) != m_choices.pinned.end();
}

void LaneArrangement::change(LaneChoices choices)
{
    if (choices == m_choices)
        return;
    m_choices = std::move(choices);
    ++m_revision;
    Q_EMIT changed();
}

void LaneArrangement::forgetLanes()
{
    LaneChoices none;
    none.order = m_choices.order;
    change(std::move(none));
}

void LaneArrangement::pin(LaneId lane)
{
    LaneChoices choices = m_choices;
    if (!isPinned(lane))
        choices.pinned.push_back(lane);
    choices.hidden.erase(lane);
    change(std::move(choices));
}

void LaneArrangement::unpin(LaneId lane)
{
    LaneChoices choices = m_choices;
    std::erase(choices.pinned, lane);
    change(std::move(choices));
}

void LaneArrangement::hide(const std::vector<LaneId> &lanes)
{
    LaneChoices choices = m_choices;
    choices.hidden.insert(lanes.begin(), lanes.end());
    std::erase_if(choices.pinned, [&](LaneId lane) { return choices.hidden.contains(lane); });
    change(std::move(choices));
}

void LaneArrangement::showAll()
{
    LaneChoices choices = m_choices;
    choices.hidden.clear();
    change(std::move(choices));
}

void LaneArrangement::setFolded(const std::vector<LaneId> &lanes, bool folded)
{
    LaneChoices choices = m_choices;
    for (LaneId lane : lanes)
        choices.folds[lane] = folded;
    change(std::move(choices));
}

void LaneArrangement::setFilter(const QString &filter)
{
    LaneChoices choices = m_choices;
    choices.filter = filter.trimmed();
    change(std::move(choices));
}

void LaneArrangement::setOrder(LaneOrder order)
{
    LaneChoices choices = m_choices;
    choices.order = order;
    change(std::move(choices));
}

void LaneArrangement::setRowPercent(int percent)
{
    percent = std::clamp(percent, lowestRows, highestRows);
    if (percent == m_rowPercent)
        return;
    m_rowPercent = percent;
    Q_EMIT rowPercentChanged(percent);
}

} // namespace Interleave
