#include "ui/timeline/laneactions.h"

#include "ui/models/selection.h"
#include "ui/timeline/lanerows.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QWidget>

namespace Interleave {

namespace {

constexpr int heightStep = 15; // percent

std::vector<LaneId> lanesThatFold(const Trace &trace, std::optional<LaneKind> kind)
{
    std::vector<LaneId> lanes;
    for (const Lane &lane : trace.lanes()) {
        if ((!kind || lane.kind == *kind) && !trace.children(lane.id).empty())
            lanes.push_back(lane.id);
    }
    return lanes;
}

} // namespace

LaneActions::LaneActions(LaneArrangement *arrangement, const Selection *selection, QWidget *parent)
    : QObject(parent), m_arrangement(arrangement), m_selection(selection)
    , m_orders(new QActionGroup(this)), m_heights(new QActionGroup(this))
{
    makeLaneActions();
    makeOrders();
    makeHeights();
    connect(m_selection, &Selection::changed, this, &LaneActions::refresh);
    connect(m_arrangement, &LaneArrangement::changed, this, &LaneActions::refresh);
    connect(m_arrangement, &LaneArrangement::rowPercentChanged, this, &LaneActions::refresh);
    refresh();
}

QAction *LaneActions::make(const QString &text, const QString &help)
{
    auto *action = new QAction(text, this);
    action->setToolTip(help);
    action->setWhatsThis(help);
    return action;
}

void LaneActions::makeLaneActions()
{
    m_filter = make(tr("Fi&lter Lanes"), tr("Shows the lanes whose name has what is typed"));
    m_pin = make(tr("&Pin Lane to Top"), tr("Keeps the lane in sight above those that scroll"));
    m_hide = make(tr("&Hide Lane"), tr("Leaves the lane and what is below it out of the timeline"));
    m_hideOthers = make(tr("Hide &Other Lanes"), tr("Shows this lane alone, with what is around and below it"));
    m_showAll = make(tr("Show &All Lanes"), tr("Brings hidden lanes back"));
    m_fold = make(tr("&Fold Lane"), tr("Hides or shows what is below the lane"));
    m_foldKind = make(tr("Fold All of This &Kind"), tr("Folds or unfolds all lanes of the same kind"));
    m_unfoldAll = make(tr("&Unfold All Lanes"), tr("Shows what is below every lane"));
    connect(m_filter, &QAction::triggered, this, &LaneActions::filterRequested);
    connect(m_pin, &QAction::triggered, this, &LaneActions::togglePin);
    connect(m_hide, &QAction::triggered, this, [this] { m_arrangement->hide({*target()}); });
    connect(m_hideOthers, &QAction::triggered, this, [this] { m_arrangement->hide(lanesBeside(*m_trace, *target())); });
    connect(m_showAll, &QAction::triggered, m_arrangement, &LaneArrangement::showAll);
    connect(m_fold, &QAction::triggered, this, &LaneActions::toggleFold);
    connect(m_foldKind, &QAction::triggered, this, &LaneActions::toggleFoldOfKind);
    connect(m_unfoldAll, &QAction::triggered, this, &LaneActions::unfoldAll);
}

void LaneActions::makeOrders()
{
    const std::tuple<LaneOrder, QString, QString> orders[] = {
        {LaneOrder::Tree, tr("Sort Lanes as a &Tree"), tr("As processes, threads and tasks contain each other")},
        {LaneOrder::Start, tr("Sort Lanes by &Start"), tr("One list: what came first stands first")},
        {LaneOrder::Busiest, tr("Sort &Busiest Lanes First"), tr("One list: what ran longest stands first")},
        {LaneOrder::MostWaiting, tr("Sort Most &Waiting Lanes First"), tr("One list: what waited longest stands first")}};
    for (const auto &[order, text, help] : orders) {
        QAction *action = m_orders->addAction(make(text, help));
        action->setCheckable(true);
        connect(action, &QAction::triggered, m_arrangement, [this, order = order] { m_arrangement->setOrder(order); });
    }
}

void LaneActions::makeHeights()
{
    const std::pair<int, QString> heights[] = {{LaneArrangement::compactRows, tr("&Compact Lanes")},
                                               {LaneArrangement::usualRows, tr("Lanes of Usual H&eight")},
                                               {LaneArrangement::tallRows, tr("&Tall Lanes")}};
    for (const auto &[percent, text] : heights) {
        QAction *action = m_heights->addAction(make(text, tr("Sets how high each lane is drawn")));
        action->setCheckable(true);
        action->setData(percent);
        connect(action, &QAction::triggered, m_arrangement, [this, percent = percent] { m_arrangement->setRowPercent(percent); });
    }
    m_heights->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    m_higher = make(tr("Hi&gher Lanes"), tr("Draws all lanes a little higher (Ctrl+Shift+wheel)"));
    m_lower = make(tr("Lo&wer Lanes"), tr("Draws all lanes a little lower (Ctrl+Shift+wheel)"));
    connect(m_higher, &QAction::triggered, this, [this] { m_arrangement->setRowPercent(m_arrangement->rowPercent() + heightStep); });
    connect(m_lower, &QAction::triggered, this, [this] { m_arrangement->setRowPercent(m_arrangement->rowPercent() - heightStep); });
}

void LaneActions::setTrace(std::shared_ptr<const Trace> trace)
{
    m_trace = std::move(trace);
    m_asked.reset();
    refresh();
}

std::optional<LaneId> LaneActions::target() const
{
    const auto selected = m_selection->current();
    const std::optional<LaneId> lane = m_asked ? m_asked : selected ? std::optional(selected->lane) : std::nullopt;
    return lane && m_trace && m_trace->lane(*lane) ? lane : std::nullopt;
}

bool LaneActions::isFolded(LaneId lane) const
{
    const auto &folds = m_arrangement->choices().folds;
    const auto chosen = folds.find(lane);
    return chosen != folds.end() ? chosen->second : isFoldedByDefault(*m_trace, *m_trace->lane(lane));
}

void LaneActions::refresh()
{
    const std::optional<LaneId> lane = target();
    const bool folds = lane && !m_trace->children(*lane).empty();
    const bool folded = folds && isFolded(*lane);
    for (QAction *action : {m_pin, m_hide, m_hideOthers})
        action->setEnabled(lane.has_value());
    m_pin->setText(lane && m_arrangement->isPinned(*lane) ? tr("Un&pin Lane") : tr("&Pin Lane to Top"));
    m_fold->setEnabled(folds);
    m_fold->setText(folded ? tr("Un&fold Lane") : tr("&Fold Lane"));
    m_foldKind->setEnabled(folds);
    m_foldKind->setText(folded ? tr("Unfold All of This &Kind") : tr("Fold All of This &Kind"));
    m_showAll->setEnabled(!m_arrangement->choices().hidden.empty());
    m_filter->setEnabled(m_trace != nullptr);
    m_unfoldAll->setEnabled(m_trace != nullptr);
    m_orders->actions().at(int(m_arrangement->choices().order))->setChecked(true);
    for (QAction *height : m_heights->actions())
        height->setChecked(height->data().toInt() == m_arrangement->rowPercent());
}

void LaneActions::togglePin()
{
    const LaneId lane = *target();
    if (m_arrangement->isPinned(lane))
        m_arrangement->unpin(lane);
    else
        m_arrangement->pin(lane);
}

void LaneActions::toggleFold()
{
    m_arrangement->setFolded({*target()}, !isFolded(*target()));
}

void LaneActions::toggleFoldOfKind()
{
    const LaneId lane = *target();
    m_arrangement->setFolded(lanesThatFold(*m_trace, m_trace->lane(lane)->kind), !isFolded(lane));
}

void LaneActions::unfoldAll()
{
    m_arrangement->setFolded(lanesThatFold(*m_trace, std::nullopt), false);
}

QMenu *LaneActions::headerMenu(LaneId lane, QWidget *parent)
{
    m_asked = lane;
    refresh();
    auto *menu = new QMenu(parent);
    m_open = menu;
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_pin, m_hide, m_hideOthers, m_showAll});
    menu->addSeparator();
    menu->addActions({m_fold, m_foldKind, m_unfoldAll});
    menu->addSeparator();
    menu->addActions(m_orders->actions());
    connect(menu, &QObject::destroyed, this, [this, menu] { // after the action chosen there was carried out
        if (m_open != menu)
            return; // another header's is open already
        m_open = nullptr;
        m_asked.reset();
        refresh();
    });
    return menu;
}

QMenu *LaneActions::viewMenu(QWidget *parent) const
{
    auto *menu = new QMenu(parent);
    menu->addActions(m_orders->actions());
    menu->addSeparator();
    menu->addActions(m_heights->actions());
    return menu;
}

void LaneActions::fill(QMenu *menu) const
{
    menu->addActions({m_filter, m_pin, m_hide, m_hideOthers, m_showAll});
    menu->addSeparator();
    menu->addActions({m_fold, m_foldKind, m_unfoldAll});
    menu->addSeparator();
    menu->addActions(m_orders->actions());
    menu->addSeparator();
    menu->addActions(m_heights->actions());
    menu->addActions({m_higher, m_lower});
}

} // namespace Interleave
