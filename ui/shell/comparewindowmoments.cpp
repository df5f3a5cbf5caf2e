// Where the runs of a comparison are put under each other, and how it goes to where they part.
#include "ui/shell/comparewindow.h"

#include "core/analysis/states.h"
#include "ui/models/selection.h"
#include "ui/shell/messagebar.h"
#include "ui/timeline/timelineview.h"

namespace Interleave {

std::optional<Nanos> CompareWindow::partingTime(const Side &side, const std::optional<EventPlace> &place)
{
    const Lane *lane = place && side.run ? side.run->trace->lane(place->lane) : nullptr;
    return lane && place->number < lane->events.size() ? std::optional(lane->events[place->number].time()) : std::nullopt;
}

/// In each run its own event is selected, whichever lane that is of.
void CompareWindow::goToParting()
{
    if (!m_comparison || m_comparison->parting.isNone())
        return;
    const bool both = m_linked->selectsBoth();
    m_linked->setSelectsBoth(false);
    const auto inA = partingTime(m_a, m_comparison->parting.a), inB = partingTime(m_b, m_comparison->parting.b);
    if (inB)
        m_b.view.selection->select({m_comparison->parting.b->lane, *inB});
    if (inA)
        m_a.view.selection->select({m_comparison->parting.a->lane, *inA});
    m_linked->setSelectsBoth(both);
    if (inA)
        m_a.timeline->revealTime(*inA);
    else if (inB)
        m_b.timeline->revealTime(*inB);
}

void CompareWindow::alignAtStart()
{
    if (m_a.run && m_b.run)
        m_linked->align(m_a.run->trace->begin(), m_b.run->trace->begin());
}

void CompareWindow::alignAtParting()
{
    const auto inA = m_comparison ? partingTime(m_a, m_comparison->parting.a) : std::nullopt;
    const auto inB = m_comparison ? partingTime(m_b, m_comparison->parting.b) : std::nullopt;
    if (inA && inB)
        m_linked->align(*inA, *inB);
    else
        m_messages->showNotice(tr("The runs do not part, or one of them is over there: there are no two events to align."));
}

std::optional<Nanos> CompareWindow::selectedBegin(const Side &side)
{
    const auto selected = side.view.selection->current();
    const Lane *lane = selected && side.run ? side.run->trace->lane(selected->lane) : nullptr;
    const auto segment = lane ? segmentAt(*lane, side.run->trace->end(), selected->time) : std::nullopt;
    return segment ? std::optional(segment->begin) : std::nullopt;
}

void CompareWindow::alignAtSelection()
{
    const auto inA = selectedBegin(m_a), inB = selectedBegin(m_b);
    if (inA && inB)
        m_linked->align(*inA, *inB);
    else
        m_messages->showNotice(tr("Select a segment in each run first: switch View ▸ Select in Both Runs off to choose them apart."));
}

} // namespace Interleave
