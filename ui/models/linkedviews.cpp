#include "ui/models/linkedviews.h"

#include "ui/models/playhead.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace Interleave {

LinkedViews::LinkedViews(const ViewState &a, const ViewState &b, QObject *parent)
    : QObject(parent), m_a{a, {}}, m_b{b, {}}
{
    connectViews(m_a, m_b, 1);
    connectViews(m_b, m_a, -1);
}

void LinkedViews::connectViews(const Side &from, const Side &to, int sign)
{
    connect(from.view.zoom, &ZoomState::rangeChanged, this, [this, &from, &to, sign] { followZoom(from, to, sign); });
    connect(from.view.zoom, &ZoomState::followingChanged, to.view.zoom, &ZoomState::setFollowing);
    connect(from.view.playhead, &Playhead::moved, this, [this, &from, &to, sign] { followPlayhead(from, to, sign); });
    connect(from.view.selection, &Selection::changed, this, [this, &from, &to, sign] { followSelection(from, to, sign); });
}

void LinkedViews::followZoom(const Side &from, const Side &to, int sign)
{
    if (m_zooming)
        return;
    const QScopedValueRollback guard(m_zooming, true);
    FineRange range = from.view.zoom->fine();
    range.begin += (long double)(sign * m_shift.count());
    to.view.zoom->showAs(range);
}

void LinkedViews::followPlayhead(const Side &from, const Side &to, int sign)
{
    if (m_moving)
        return;
    const QScopedValueRollback guard(m_moving, true);
    if (const auto time = from.view.playhead->time())
        to.view.playhead->moveTo(*time + sign * m_shift);
    else
        to.view.playhead->clear();
}

void LinkedViews::followSelection(const Side &from, const Side &to, int sign)
{
    if (m_selecting || !m_selectsBoth)
        return;
    const QScopedValueRollback guard(m_selecting, true);
    const auto selected = from.view.selection->current();
    const auto pair = !selected ? std::nullopt : sign > 0 ? m_pairs.fromA(selected->lane) : m_pairs.fromB(selected->lane);
    if (pair)
        to.view.selection->select({*pair, selected->time + sign * m_shift});
    else
        to.view.selection->clear();
}

void LinkedViews::setRuns(TimeRange a, TimeRange b)
{
    if (a == m_a.run && b == m_b.run)
        return;
    m_a.run = a;
    m_b.run = b;
    giveRoom();
}

void LinkedViews::align(Nanos inA, Nanos inB)
{
    const bool wasWhole = m_a.view.zoom->isWhole();
    m_shift = inB - inA;
    giveRoom();
    if (wasWhole)
        m_a.view.zoom->showWhole();
    else
        followZoom(m_a, m_b, 1);
    Q_EMIT aligned();
}

/// Each has the whole axis, which reaches from the first moment of either to the last.
void LinkedViews::giveRoom()
{
    const Nanos begin = std::min(m_a.run.begin, m_b.run.begin - m_shift), end = std::max(m_a.run.end, m_b.run.end - m_shift);
    const QScopedValueRollback guard(m_zooming, true);
    m_a.view.zoom->setRoom(TimeRange{begin, end});
    m_b.view.zoom->setRoom(TimeRange{begin + m_shift, end + m_shift});
}

} // namespace Interleave
