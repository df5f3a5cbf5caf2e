#include "ui/timeline/navigator.h"

#include "core/analysis/causes.h"
#include "core/analysis/mergedevents.h"
#include "ui/models/markers.h"
#include "ui/models/playhead.h"
#include "ui/models/rangeselection.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/markerediting.h"

#include <QKeyEvent>

namespace Interleave {

namespace {

constexpr double keyZoom = 1.5;
constexpr double step = 0.125, farStep = 0.5; // of the view

bool belongsToLists(Navigation command)
{
    switch (command) {
    case Navigation::SegmentBefore: case Navigation::SegmentAfter: case Navigation::LaneAbove: case Navigation::LaneBelow:
    case Navigation::GoToBegin: case Navigation::GoToEnd: case Navigation::PlayheadToBegin: case Navigation::PlayheadToEnd:
    case Navigation::Explain: return true;
    default: return false;
    }
}

} // namespace

Navigator::Navigator(LaneCanvas *canvas) : QObject(canvas), m_canvas(canvas)
{
    serve(canvas);
    connect(canvas->view().playhead, &Playhead::moved, this, &Navigator::carryView);
}

void Navigator::serve(QWidget *panel, Panel kind)
{
    panel->setProperty("isTimeList", kind == Panel::IsList);
    panel->installEventFilter(this);
}

bool Navigator::eventFilter(QObject *panel, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
        return takeKey(*static_cast<QKeyEvent *>(event),
                       panel->property("isTimeList").toBool() ? Panel::IsList : Panel::ShowsTime);
    case QEvent::KeyRelease:
        leaveKey(*static_cast<QKeyEvent *>(event));
        return false;
    case QEvent::FocusOut:
        m_spaceHeld = false;
        return false;
    default:
        return false;
    }
}

void Navigator::leaveKey(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_Space && !event.isAutoRepeat() && std::exchange(m_spaceHeld, false) && !m_spaceUsed)
        carryOut(Navigation::PlayOrPause);
}

bool Navigator::takeKey(const QKeyEvent &event, Panel kind)
{
    const auto command = m_canvas->isEmpty() ? std::nullopt : navigationOf(event);
    if (!command || (kind == Panel::IsList && belongsToLists(*command)))
        return false;
    if (*command != Navigation::PlayOrPause) {
        carryOut(*command);
        return true;
    }
    if (!event.isAutoRepeat()) { // it plays when it is let go of, unless something was dragged
        m_spaceHeld = true;
        m_spaceUsed = false;
    }
    return true;
}

bool Navigator::takeSpaceForDrag()
{
    if (m_spaceHeld)
        m_spaceUsed = true;
    return m_spaceHeld;
}

void Navigator::carryOut(Navigation command)
{
    if (!m_canvas->isEmpty() && !view(command) && !select(command) && !play(command))
        mark(command);
}

bool Navigator::view(Navigation command)
{
    ZoomState *zoom = m_canvas->zoom();
    const TimeRange visible = zoom->visible(), run = zoom->run();
    switch (command) {
    case Navigation::ZoomIn: m_canvas->zoomBy(1 / keyZoom); return true;
    case Navigation::ZoomOut: m_canvas->zoomBy(keyZoom); return true;
    case Navigation::PanBack: zoom->panByShare(-step); return true;
    case Navigation::PanForward: zoom->panByShare(step); return true;
    case Navigation::PanFarBack: zoom->panByShare(-farStep); return true;
    case Navigation::PanFarForward: zoom->panByShare(farStep); return true;
    case Navigation::Focus: focusSelection(); return true;
    case Navigation::ShowWhole: zoom->showWhole(); return true;
    case Navigation::GoToBegin: zoom->setVisible({run.begin, run.begin + visible.length()}); return true;
    case Navigation::GoToEnd: zoom->setVisible({run.end - visible.length(), run.end}); return true;
    case Navigation::UndoView: zoom->undo(); return true;
    case Navigation::RedoView: zoom->redo(); return true;
    default: return false;
    }
}

bool Navigator::select(Navigation command)
{
    switch (command) {
    case Navigation::SegmentBefore: m_canvas->stepSegment(-1); return true;
    case Navigation::SegmentAfter: m_canvas->stepSegment(1); return true;
    case Navigation::LaneAbove: m_canvas->stepRow(-1); return true;
    case Navigation::LaneBelow: m_canvas->stepRow(1); return true;
    case Navigation::Explain: Q_EMIT explanationRequested(); return true;
    case Navigation::Cause: follow(false); return true;
    case Navigation::Effect: follow(true); return true;
    case Navigation::CriticalPath: Q_EMIT criticalPathRequested(); return true;
    case Navigation::SelectRange:
        if (const auto segment = m_canvas->selectedSegment())
            m_canvas->view().range->select(segment->begin, segment->end);
        else
            Q_EMIT told(tr("Select a segment first: its time becomes the range."));
        return true;
    case Navigation::Escape: escape(); return true;
    default: return false;
    }
}

bool Navigator::play(Navigation command)
{
    Playhead *playhead = m_canvas->view().playhead;
    switch (command) {
    case Navigation::EventBefore: stepEvent(false, false); return true;
    case Navigation::EventAfter: stepEvent(true, false); return true;
    case Navigation::LaneEventBefore: stepEvent(false, true); return true;
    case Navigation::LaneEventAfter: stepEvent(true, true); return true;
    case Navigation::PlayOrPause: playhead->toggle(); return true;
    case Navigation::Slower: playhead->slower(); return true;
    case Navigation::Pause: playhead->pause(); return true;
    case Navigation::Faster: playhead->faster(); return true;
    case Navigation::PlayheadToBegin: putPlayhead(m_canvas->zoom()->run().begin); return true;
    case Navigation::PlayheadToEnd: putPlayhead(m_canvas->zoom()->run().end); return true;
    default: return false;
    }
}

bool Navigator::mark(Navigation command)
{
    switch (command) {
    case Navigation::AddMarker: m_canvas->markers()->addMarker(here()); return true;
    case Navigation::AddNote: m_canvas->markers()->addNote(here()); return true;
    case Navigation::RemoveMarker:
        if (!m_canvas->markers()->removeNear(here()))
            Q_EMIT told(tr("There is no marker here. Click one to choose it."));
        return true;
    default: return false;
    }
}

/// The mouse if it moved last, else the playhead, the selection, or the middle of what is seen.
Nanos Navigator::here() const
{
    const ViewState &view = m_canvas->view();
    if (const auto pointed = m_canvas->pointedTime())
        return *pointed;
    if (view.playhead->time())
        return *view.playhead->time();
    const TimeRange visible = view.zoom->visible();
    return view.selection->current() ? view.selection->current()->time : visible.begin + visible.length() / 2;
}

/// First to the middle, then, or where it is longer than the view, to its size.
void Navigator::focusSelection()
{
    const auto segment = m_canvas->selectedSegment();
    const auto range = segment ? std::optional(TimeRange{segment->begin, segment->end}) : m_canvas->view().range->current();
    if (!range)
        return Q_EMIT told(tr("Select a segment or a range first."));
    const FineRange now = m_canvas->zoom()->fine();
    const long double wanted = range->begin.count() + range->length().count() / 2.0L - now.length / 2;
    const bool there = std::abs(wanted - now.begin) < now.length / m_canvas->axisWidth();
    if (there || range->length().count() > now.length)
        m_canvas->fit(*range);
    else
        m_canvas->zoom()->panTo(wanted);
}

/// By one row of the table of events, or of those of the selected lane.
void Navigator::stepEvent(bool forward, bool withinLane)
{
    const Trace &trace = *m_canvas->trace();
    Playhead *playhead = m_canvas->view().playhead;
    const auto selected = m_canvas->selection()->current();
    const bool within = withinLane && selected;
    const MergedEvents events(trace, within ? std::vector{selected->lane} : std::vector<LaneId>());
    const auto here = playhead->event();
    const Nanos time = playhead->time().value_or(selected ? selected->time : m_canvas->zoom()->visible().begin);
    const bool standsAtOne = here && (!within || here->lane == selected->lane);
    const std::uint64_t after = standsAtOne ? events.rowOf(*here) + 1 : events.countBefore(time + Nanos(1));
    const std::uint64_t before = standsAtOne ? events.rowOf(*here) : events.countBefore(time);
    if (forward ? after >= events.size() : before == 0)
        return Q_EMIT told(forward ? tr("There is no later event.") : tr("There is no earlier event."));
    const EventPlace next = events.rows(forward ? after : before - 1, 1).front();
    const Lane &lane = *trace.lane(next.lane);
    const Nanos then = lane.events[next.number].time();
    playhead->stepTo(then, next);
    // The segment that begins with the event or, at its lane's end, the one that it ends.
    const bool begins = segmentAt(lane, m_canvas->liveEdge(), then).has_value();
    m_canvas->selection()->select({lane.id, begins ? then : then - Nanos(1)});
    bringIntoView(then);
}

void Navigator::putPlayhead(Nanos time)
{
    m_canvas->view().playhead->pause();
    m_canvas->view().playhead->moveTo(time);
    bringIntoView(time);
}

void Navigator::follow(bool forward)
{
    const auto segment = m_canvas->selectedSegment();
    if (!segment)
        return Q_EMIT told(tr("Select a segment first."));
    const Trace &trace = *m_canvas->trace();
    const Nanos edge = m_canvas->liveEdge();
    const auto moment = forward ? momentOfEffect(trace, *segment, m_canvas->selection()->current()->time, edge)
                                : momentOfCause(trace, *segment, edge);
    if (!moment)
        return Q_EMIT told(forward ? tr("Nothing that was recorded follows from this.")
                                   : tr("Nothing that was recorded led to this."));
    m_canvas->selection()->select({moment->lane, moment->time});
    bringIntoView(moment->time);
}

void Navigator::escape()
{
    const ViewState &view = m_canvas->view();
    const bool stands = view.selection->current() || view.playhead->time() || view.markers->current();
    if (view.range->current()) {
        view.range->clear();
    } else if (stands) {
        view.selection->clear();
        view.playhead->clear();
        view.markers->select(std::nullopt);
    } else {
        view.zoom->setFollowing(false);
    }
}

void Navigator::bringIntoView(Nanos time)
{
    ZoomState *zoom = m_canvas->zoom();
    const TimeRange visible = zoom->visible();
    if (!visible.contains(time))
        zoom->panBy(time - visible.begin - visible.length() / 2);
}

/// While it plays, the view turns a page when the playhead leaves it.
void Navigator::carryView()
{
    const Playhead *playhead = m_canvas->view().playhead;
    ZoomState *zoom = m_canvas->zoom();
    const TimeRange visible = zoom->visible();
    if (playhead->isPlaying() && !zoom->isFollowing() && !visible.contains(*playhead->time())
        && *playhead->time() < zoom->run().end)
        zoom->carryTo(*playhead->time() - visible.length() / 10);
}

} // namespace Interleave
