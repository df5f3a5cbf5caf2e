#include "ui/shell/listingcontrol.h"

#include "core/scenarios/scenario.h"
#include "ui/models/playhead.h"
#include "ui/models/selection.h"
#include "ui/panels/listingpanel.h"
#include "ui/panels/listingview.h"
#include "ui/shell/runcontroller.h"
#include "ui/shell/searchcontrol.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {

constexpr int frameMs = 33; // no oftener, however fast the playhead is

} // namespace

ListingControl::ListingControl(const ViewState &view, RunController *runs, SearchControl *search, QObject *parent)
    : QObject(parent), m_view(view), m_runs(runs), m_panel(new ListingPanel)
{
    m_later.setSingleShot(true);
    m_later.setInterval(frameMs);
    connect(&m_later, &QTimer::timeout, this, &ListingControl::light);
    m_panel->installEventFilter(this);
    connect(view.playhead, &Playhead::moved, this, &ListingControl::later);
    connect(view.selection, &Selection::changed, this, &ListingControl::later);
    connect(runs, &RunController::traceReplaced, this, &ListingControl::replaceTrace);
    connect(runs, &RunController::frameDue, this, &ListingControl::later);
    connect(runs, &RunController::finished, this, &ListingControl::later);
    connect(m_panel, &ListingPanel::linesClicked, search, [search](const std::vector<int> &lines) {
        QStringList numbers;
        for (const int line : lines)
            numbers << QString::number(line);
        search->lookFor(QStringLiteral("line ") + numbers.join(QStringLiteral(", ")));
    });
    connect(m_panel, &ListingPanel::waitlessLineClicked, search, [search] {
        search->tell(tr("No lane waits at that line: segments stand at the lines where they wait."));
    });
}

QWidget *ListingControl::widget() const { return m_panel; }
QList<QWidget *> ListingControl::lists() const { return {m_panel->python(), m_panel->cpp()}; }

void ListingControl::setChosen(const Scenario *scenario)
{
    if (scenario && !m_runs->trace())
        showListing(scenario->id);
}

void ListingControl::replaceTrace()
{
    m_lanesRevision = 0;
    m_revealed = 0;
    showListing(m_runs->trace() ? m_runs->trace()->info.scenario : std::string());
}

void ListingControl::showListing(const std::string &scenario)
{
    if (std::exchange(m_shown, scenario) != scenario)
        m_panel->setListing(listingOf(scenario));
    later();
}

void ListingControl::later()
{
    if (m_panel->isVisible() && !m_later.isActive())
        m_later.start();
}

bool ListingControl::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::PaletteChange)
        m_later.start();
    return QObject::eventFilter(watched, event);
}

Nanos ListingControl::moment() const
{
    if (m_view.playhead->time())
        return *m_view.playhead->time();
    const auto selected = m_view.selection->current();
    return selected ? selected->time : m_runs->liveEdge();
}

void ListingControl::light()
{
    const auto trace = m_runs->trace();
    if (!trace || trace->isForeign())
        return m_panel->setLines({}, {}, {});
    if (m_lanesRevision != trace->lanesRevision()) {
        m_lanesRevision = trace->lanesRevision();
        m_colours = LaneColours(*trace);
    }
    const Theme &theme = Theme::of(m_panel->palette());
    const std::vector<CurrentLine> lines = currentLines(*trace, moment());
    m_panel->setLines(lines, [&](LaneId lane) { return QString::fromStdString(trace->lane(lane)->name); },
                      [&](LaneId lane) { return theme.lane(m_colours.of(lane)); });
    revealOne(lines);
}

/// The selected lane's line, or that of one that runs; once for each, so that whoever scrolls is left alone.
void ListingControl::revealOne(const std::vector<CurrentLine> &lines)
{
    const auto selected = m_view.selection->current();
    const auto found = std::ranges::find_if(lines, [&](const CurrentLine &line) {
        return selected ? line.lane == selected->lane : line.state == State::Running;
    });
    const int line = found == lines.end() ? 0 : found->line;
    if (std::exchange(m_revealed, line) != line && line != 0)
        m_panel->reveal(line);
}

} // namespace Interleave
