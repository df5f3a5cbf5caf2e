#include "ui/shell/searchcontrol.h"

#include "ui/models/search.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"
#include "ui/panels/eventspanel.h"
#include "ui/panels/searchbar.h"
#include "ui/timeline/navigator.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QKeySequence>

namespace Interleave {

namespace {

constexpr int renewEveryMs = 200;

} // namespace

SearchControl::SearchControl(const Parts &parts, QObject *parent)
    : QObject(parent), m_parts(parts), m_search(new Search(this)), m_bar(new SearchBar(m_search))
{
    makeActions();
    connect(m_bar, &SearchBar::nextRequested, m_search, &Search::next);
    connect(m_bar, &SearchBar::previousRequested, m_search, &Search::previous);
    connect(m_bar, &SearchBar::textChanged, this, &SearchControl::look);
    connect(m_bar, &SearchBar::closed, this, [this] { m_parts.timeline->setFocus(); });
    connect(m_search, &Search::currentChanged, this, &SearchControl::showHit);
    m_renewal.setSingleShot(true);
    m_renewal.setInterval(renewEveryMs);
    connect(&m_renewal, &QTimer::timeout, m_search, &Search::refresh);
    m_parts.timeline->setSearch(m_search);
    m_parts.events->setSearch(m_search);
}

void SearchControl::makeActions()
{
    // A key that is typed with Shift, as / often is, counts without it.
    QAction *find = addAction(tr("&Find…"), tr("Finds lanes, reasons, notes and output"),
                              {QKeySequence(Qt::CTRL | Qt::Key_F), QKeySequence(Qt::Key_Slash)});
    QAction *next = addAction(tr("Find &Next"), tr("Goes to the next hit"), {QKeySequence(Qt::Key_F3)});
    QAction *previous = addAction(tr("Find &Previous"), tr("Goes to the hit before"),
                                  {QKeySequence(Qt::SHIFT | Qt::Key_F3)});
    connect(find, &QAction::triggered, m_bar, &SearchBar::open);
    connect(next, &QAction::triggered, m_search, &Search::next);
    connect(previous, &QAction::triggered, m_search, &Search::previous);
    for (QAction *step : {next, previous}) {
        step->setEnabled(false);
        step->setProperty("whyNot", tr("Nothing is found yet"));
        connect(m_search, &Search::changed, step, [this, step] { step->setEnabled(m_search->count() > 0); });
    }
}

QAction *SearchControl::addAction(const QString &text, const QString &help, const QList<QKeySequence> &keys)
{
    auto *action = new QAction(text, this);
    action->setShortcuts(keys);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(help, keys.first().toString(QKeySequence::NativeText)));
    m_actions << action;
    return action;
}

QWidget *SearchControl::bar() const
{
    return m_bar;
}

void SearchControl::setTrace(std::shared_ptr<const Trace> trace)
{
    m_search->setTrace(std::move(trace));
}

void SearchControl::refresh()
{
    if (!m_search->text().isEmpty() && !m_renewal.isActive())
        m_renewal.start();
}

void SearchControl::lookFor(const QString &text)
{
    m_bar->lookFor(text);
}

void SearchControl::tell(const QString &sentence)
{
    Q_EMIT m_parts.timeline->navigator()->told(sentence);
}

void SearchControl::look(const QString &text)
{
    const auto selected = m_parts.selection->current();
    const TimeRange visible = m_parts.zoom->visible();
    m_search->setText(text, selected && visible.contains(selected->time) ? selected->time : visible.begin);
}

void SearchControl::showHit()
{
    const auto hit = m_search->current();
    if (!hit)
        return;
    const Lane &lane = *m_search->trace()->lane(hit->lane);
    if (!hit->event) {
        goToLane(lane.id);
        return;
    }
    const Event event = lane.events[*hit->event];
    m_parts.selection->select({lane.id, momentOf(event)});
    m_parts.timeline->revealTime(event.time());
}

void SearchControl::goToLane(LaneId lane)
{
    if (const Lane *found = m_search->trace() ? m_search->trace()->lane(lane) : nullptr)
        m_parts.selection->select({lane, timeIn(*found)});
}

/// A time at which the lane does something, in sight if it does it there.
Nanos SearchControl::timeIn(const Lane &lane) const
{
    const TimeRange visible = m_parts.zoom->visible();
    const Nanos middle = visible.begin + visible.length() / 2;
    if (lane.events.empty() || (eventShowing(lane, middle) && middle < lane.events.back().time()))
        return middle;
    return lane.events.front().time();
}

} // namespace Interleave
