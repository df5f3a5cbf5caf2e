#include "ui/models/zoomstate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace Interleave {

namespace {

constexpr std::size_t historyLimit = 200;
constexpr qint64 oneGestureMs = 700; // wheel notches closer than this are undone together
constexpr int longestInRuns = 4;

Nanos scaled(Nanos length, double factor)
{
    return Nanos(std::llround(double(length.count()) * factor));
}

/// Never shorter than can be shown; a run that has just begun has no length yet.
TimeRange stretched(TimeRange range)
{
    return {range.begin, std::max(range.end, range.begin + ZoomState::shortestRange)};
}

} // namespace

ZoomState::ZoomState(QObject *parent) : QObject(parent), m_visible(stretched({})) {}

TimeRange ZoomState::run() const { return m_run; }
TimeRange ZoomState::visible() const { return m_visible; }
bool ZoomState::isFollowing() const { return m_following; }
bool ZoomState::isWhole() const { return m_whole; }
bool ZoomState::canUndo() const { return !m_undo.empty(); }
bool ZoomState::canRedo() const { return !m_redo.empty(); }

void ZoomState::setRun(TimeRange run)
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
        show(stretched(m_run));
    else if (m_following)
        show({m_run.end - m_visible.length(), m_run.end});
}

void ZoomState::setVisible(TimeRange range)
{
    stopFollowing();
    apply(range, Step::Jump);
}

void ZoomState::zoomAt(Nanos anchor, double factor)
{
    const double longest = double(longestInRuns) * double(stretched(m_run).length().count());
    const double wanted = double(m_visible.length().count()) * factor;
    const double length = std::clamp(wanted, double(shortestRange.count()), longest);
    const double exact = length / double(m_visible.length().count());
    const Nanos begin = anchor - scaled(anchor - m_visible.begin, exact);
    apply({begin, begin + Nanos(std::llround(length))}, Step::Zoom);
}

void ZoomState::panBy(Nanos distance)
{
    stopFollowing();
    apply({m_visible.begin + distance, m_visible.end + distance}, Step::Pan);
}

void ZoomState::showWhole()
{
    apply(stretched(m_run), Step::Jump);
}

void ZoomState::setFollowing(bool follow)
{
    if (m_following == follow)
        return;
    m_following = follow;
    Q_EMIT followingChanged(follow);
    if (follow && !m_whole)
        show({m_run.end - m_visible.length(), m_run.end});
}

void ZoomState::undo()
{
    if (m_undo.empty())
        return;
    stopFollowing();
    m_redo.push_back(m_visible);
    const TimeRange range = m_undo.back();
    m_undo.pop_back();
    m_lastStep = Step::Jump;
    m_whole = range == stretched(m_run);
    show(range);
}

void ZoomState::redo()
{
    if (m_redo.empty())
        return;
    stopFollowing();
    m_undo.push_back(m_visible);
    const TimeRange range = m_redo.back();
    m_redo.pop_back();
    m_lastStep = Step::Jump;
    m_whole = range == stretched(m_run);
    show(range);
}

void ZoomState::apply(TimeRange range, Step step)
{
    range = kept(range);
    const bool whole = range == stretched(m_run);
    if (range != m_visible)
        remember(step);
    m_whole = whole;
    show(range);
}

void ZoomState::show(TimeRange range)
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
TimeRange ZoomState::kept(TimeRange range) const
{
    const TimeRange run = stretched(m_run);
    if (range.end < range.begin)
        std::swap(range.begin, range.end);
    const Nanos length = std::clamp(range.length(), shortestRange, run.length() * longestInRuns);
    const Nanos inSight = std::min(length, run.length()) / 10;
    const Nanos begin = std::clamp(range.begin, run.begin + inSight - length, run.end - inSight);
    return {begin, begin + length};
}

void ZoomState::stopFollowing()
{
    if (std::exchange(m_following, false))
        Q_EMIT followingChanged(false);
}

} // namespace Interleave
