#include "ui/shell/explanationcontrol.h"

#include "core/analysis/runsentence.h"
#include "ui/models/pathstate.h"
#include "ui/models/playhead.h"
#include "ui/panels/detailspanel.h"
#include "ui/shell/runcontroller.h"
#include "ui/timeline/navigator.h"

#include <QFutureWatcher>
#include <QtConcurrent>

namespace Interleave {

namespace {

/// Larger runs are described when asked for: it would read every page of a file.
constexpr std::uint64_t mostEventsUnasked = 2'000'000;
constexpr int grownMs = 250; // how often sentences of one segment are written again

/// Works on another thread, then hands the value over on this one, if the owner still lives.
template<class Work, class Done>
void inBackground(QObject *owner, Work work, Done done)
{
    using Value = std::invoke_result_t<Work>;
    auto *watcher = new QFutureWatcher<Value>(owner);
    QObject::connect(watcher, &QFutureWatcher<Value>::finished, owner, [watcher, done] {
        done(watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(std::move(work)));
}

} // namespace

ExplanationControl::ExplanationControl(const ViewState &view, RunController *runs, Navigator *navigator,
                                       DetailsPanel *details, QObject *parent)
    : QObject(parent), m_view(view), m_runs(runs), m_navigator(navigator), m_details(details)
{
    m_grown.setInterval(grownMs);
    m_grown.setSingleShot(true);
    connect(&m_grown, &QTimer::timeout, this, &ExplanationControl::show);
    connect(view.selection, &Selection::changed, this, &ExplanationControl::followSelection);
    connect(view.playhead, &Playhead::moved, this, &ExplanationControl::followPlayhead);
    connect(view.path, &PathState::changed, this, &ExplanationControl::showPath);
    connect(runs, &RunController::traceReplaced, this, &ExplanationControl::replaceTrace);
    connect(runs, &RunController::frameDue, this, &ExplanationControl::showGrown);
    connect(runs, &RunController::finished, this, &ExplanationControl::describeRun);
    connect(navigator, &Navigator::criticalPathRequested, this, &ExplanationControl::togglePath);
    connect(details, &DetailsPanel::causeRequested, this, [this] { m_navigator->carryOut(Navigation::Cause); });
    connect(details, &DetailsPanel::effectRequested, this, [this] { m_navigator->carryOut(Navigation::Effect); });
}

void ExplanationControl::followSelection()
{
    m_moment = m_view.selection->current();
    show();
}

/// The selected lane, then; after a step over an event, what that selected. Most moves of a playing
/// playhead stay within one segment.
void ExplanationControl::followPlayhead()
{
    const auto selected = m_view.selection->current();
    const auto time = m_view.playhead->time();
    if (!selected || !time)
        return;
    m_moment = m_view.playhead->event() ? *selected : Selected{selected->lane, *time};
    const std::optional<Segment> segment = m_shown ? m_shown->segment : std::nullopt;
    const bool sameSegment = segment && segment->lane == m_moment->lane && m_moment->time >= segment->begin
        && m_moment->time < segment->end;
    const bool isSame = sameSegment && m_moment->time >= m_shown->from && m_moment->time < m_shown->until;
    if (!sameSegment || m_view.playhead->event() || isOpen())
        show();
    else if (!isSame && !m_grown.isActive())
        m_grown.start(); // what the kernel did changes faster than anybody reads
}

void ExplanationControl::show()
{
    const auto trace = m_runs->trace();
    m_shown.reset();
    if (!m_moment || !trace || !trace->lane(m_moment->lane))
        return m_details->showNothing();
    m_shown = explain(*trace, m_moment->lane, m_moment->time, m_runs->liveEdge());
    m_details->showExplanation(*trace, *m_shown);
}

bool ExplanationControl::isOpen() const
{
    return m_shown && m_shown->segment && m_shown->segment->open;
}

/// A segment that goes on, or one that has just ended, is told anew, but not with every frame.
void ExplanationControl::showGrown()
{
    if (m_moment && (!m_shown || !m_shown->segment || isOpen()) && !m_grown.isActive())
        m_grown.start();
}

void ExplanationControl::replaceTrace()
{
    m_moment.reset();
    m_view.path->forget();
    m_details->setRunSentence({});
    show();
    if (!m_runs->isRunning())
        describeRun();
}

void ExplanationControl::describeRun()
{
    show();
    const auto trace = m_runs->trace();
    if (!trace || trace->isForeign() || trace->eventCount() > mostEventsUnasked)
        return;
    inBackground(this, [trace] { return QString::fromStdString(runSentence(balanceOf(*trace))); },
                 [this, trace](const QString &sentence) {
                     if (m_runs->trace() == trace)
                         m_details->setRunSentence(sentence);
                 });
}

void ExplanationControl::togglePath()
{
    if (m_runs->isRunning())
        Q_EMIT m_navigator->told(tr("The critical path is known once the run has ended."));
    else if (m_view.path->isKnown())
        m_view.path->setLit(!m_view.path->isLit());
    else if (m_runs->trace())
        findPath();
}

void ExplanationControl::findPath()
{
    if (m_findsPath)
        return;
    m_findsPath = true;
    const auto trace = m_runs->trace();
    inBackground(this, [trace] { return criticalPath(*trace); }, [this, trace](std::vector<PathStep> path) {
        m_findsPath = false;
        if (m_runs->trace() != trace)
            return;
        m_view.path->set(std::move(path));
        m_view.path->setLit(!m_view.path->steps().empty());
        if (m_view.path->steps().empty())
            Q_EMIT m_navigator->told(tr("This run does not say who ended whose waits, so it has no critical path."));
    });
}

void ExplanationControl::showPath()
{
    const bool lit = m_view.path->isLit() && m_runs->trace();
    m_details->setPathShares(m_runs->trace().get(), lit ? m_view.path->shares() : std::vector<PathShare>());
}

} // namespace Interleave
