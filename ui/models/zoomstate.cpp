#include "ui/models/zoomstate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace Interleave {

namespace {

constexpr std::size_t historyLimit = 200;
constexpr qint64 oneGestureMs = 700; // wheel notches closer than this are undone together
constexpr int longestInRuns = 4;

/// Never shorter than can be shown; a run that has just begun has no length yet.
TimeRange stretched(TimeRange range)
{
    return {range.begin, std::max(range.end, range.begin + ZoomState::shortestRange)};
}

FineRange fineOf(TimeRange range)
{
    return {(long double)(range.begin.count()), (long double)(range.length().count())};
}

} // namespace

ZoomState::ZoomState(QObject *parent) : QObject(parent), m_visible(fineOf(stretched({}))) {}

TimeRange ZoomState::run() const { return m_run; }
FineRange ZoomState::fine() const { return m_visible; }
bool ZoomState::isFollowing() const { return m_following; }
bool ZoomState::isWhole() const { return m_whole; }
bool ZoomState::canUndo() const { return !m_undo.empty(); }
bool ZoomState::canRedo() const { return !m_redo.empty(); }

TimeRange ZoomState::visible() const
{
    const Nanos begin(std::llround(m_visible.begin)); // begin and length apart: panning keeps the length
    return {begin, begin + Nanos(std::llround(m_visible.length))};
}

void ZoomState::setRun(TimeRange run)
{
    if (!m_hasRoom)
        takeRun(run);
}

void ZoomState::setRoom(TimeRange room)
{
    m_hasRoom = true;
    takeRun(room);
}

void ZoomState::showAs(const FineRange &range)
{
    m_whole = isRun(range);
    show(range);
}

void ZoomState::takeRun(TimeRange run)
{
    if (m_run == run)
        return;
    const bool another = run.begin != m_run.begin || run.end < m_run.end;
    m_run = run;
    if (another) {
        m_undo.clear();
        m_redo.clear();
        m_whole = m_whole || !m_following;
    }
    Q_EMIT runChanged();
    if (m_whole)
        show(fineOf(stretched(m_run)));
    else if (m_following)
        showLiveEdge();
}

void ZoomState::setVisible(TimeRange range)
{
    if (range.end < range.begin)
        std::swap(range.begin, range.end);
    stopFollowing();
    apply(fineOf(range), Step::Jump);
}

void ZoomState::zoomAt(Nanos anchor, double factor)
{
    zoomAtPlace(double(((long double)(anchor.count()) - m_visible.begin) / m_visible.length), factor);
}

void ZoomState::zoomAtPlace(double place, double factor)
{
    const long double longest = (long double)(longestInRuns) * stretched(m_run).length().count();
    const long double length = std::clamp(m_visible.length * factor, (long double)(shortestRange.count()), longest);
    apply({m_visible.begin + place * (m_visible.length - length), length}, Step::Zoom);
}

void ZoomState::panBy(Nanos distance)
{
    panTo(m_visible.begin + distance.count());
}

void ZoomState::panByShare(double share)
{
    panTo(m_visible.begin + m_visible.length * share);
}

void ZoomState::panTo(long double begin)
{
    stopFollowing();
    apply({begin, m_visible.length}, Step::Pan);
}

void ZoomState::carryTo(Nanos begin)
{
    const FineRange range = kept({(long double)(begin.count()), m_visible.length});
    m_whole = isRun(range);
    show(range);
}

void ZoomState::showWhole()
{
    apply(fineOf(stretched(m_run)), Step::Jump);
}

void ZoomState::setFollowing(bool follow)
{
    if (m_following == follow)
        return;
    m_following = follow;
    Q_EMIT followingChanged(follow);
    if (follow && !m_whole)
        showLiveEdge();
}

void ZoomState::undo()
{
    if (m_undo.empty())
        return;
    m_redo.push_back(m_visible);
    const FineRange range = m_undo.back();
    m_undo.pop_back();
    goTo(range);
}

void ZoomState::redo()
{
    if (m_redo.empty())
        return;
    m_undo.push_back(m_visible);
    const FineRange range = m_redo.back();
    m_redo.pop_back();
    goTo(range);
}

void ZoomState::goTo(FineRange range)
{
    stopFollowing();
    m_lastStep = Step::Jump;
    m_whole = isRun(range);
    show(range);
}

void ZoomState::showLiveEdge()
{
    show({m_run.end.count() - m_visible.length, m_visible.length});
}

void ZoomState::apply(FineRange range, Step step)
{
    range = kept(range);
    if (range != m_visible)
        remember(step);
    m_whole = isRun(range);
    show(range);
}

void ZoomState::show(FineRange range)
{
    if (m_visible == range)
        return;
    m_visible = range;
    Q_EMIT rangeChanged();
}

/// A burst of zooming or of panning is one step back.
void ZoomState::remember(Step step)
{
    const bool sameGesture = step != Step::Jump && step == m_lastStep && m_sinceStep.isValid()
        && m_sinceStep.elapsed() < oneGestureMs && !m_undo.empty();
    m_lastStep = step;
    m_sinceStep.start();
    m_redo.clear();
    if (sameGesture)
        return;
    m_undo.push_back(m_visible);
    if (m_undo.size() > historyLimit)
        m_undo.erase(m_undo.begin());
}

/// Within the allowed lengths, and with a tenth of the view still over the run.
FineRange ZoomState::kept(FineRange range) const
{
    const FineRange run = fineOf(stretched(m_run));
    const long double length = std::clamp(range.length, (long double)(shortestRange.count()), run.length * longestInRuns);
    const long double inSight = std::min(length, run.length) / 10;
    return {std::clamp(range.begin, run.begin + inSight - length, run.begin + run.length - inSight), length};
}

/// To the nearest nanosecond: what was zoomed out to the run and no further grows with it.
bool ZoomState::isRun(FineRange range) const
{
    const FineRange run = fineOf(stretched(m_run));
    return std::llround(range.begin) == std::llround(run.begin) && std::llround(range.length) == std::llround(run.length);
}

void ZoomState::stopFollowing()
{
    if (std::exchange(m_following, false))
        Q_EMIT followingChanged(false);
}

} // namespace Interleave
