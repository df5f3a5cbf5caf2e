#include "ui/panels/eventspanel.h"

#include "ui/models/eventmodel.h"
#include "ui/models/eventtext.h"
#include "ui/models/search.h"
#include "ui/models/selection.h"
#include "ui/panels/card.h"
#include "ui/panels/longtableview.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int renewEveryMs = 100;

/// Keeps right-aligned times apart from the names beside them, and marks what a search found.
class EventDelegate : public QStyledItemDelegate
{
public:
    EventDelegate(const EventModel *model, QObject *parent) : QStyledItemDelegate(parent), m_model(model) {}

    const Search *search = nullptr;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        if (search && isFound(index))
            painter->fillRect(option.rect.x(), option.rect.bottom() - 1, option.rect.width(), 2, currentTheme().marker);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!option->text.isEmpty())
            option->text = QStringLiteral("\u2009%1\u2009").arg(option->text);
    }

private:
    /// A lane by its name's cell, an event by what it says.
    bool isFound(const QModelIndex &index) const
    {
        if (search->trace() != m_model->trace())
            return false;
        const EventPlace place = m_model->placeAt(index.row());
        if (index.column() == EventModel::LaneColumn)
            return search->matchesLane(place.lane);
        return index.column() != EventModel::TimeColumn && index.column() != EventModel::DurationColumn
            && !index.data().toString().isEmpty() && search->matches(place);
    }

    const EventModel *m_model;
};

} // namespace

EventsPanel::EventsPanel(Selection *selection, QWidget *parent)
    : QWidget(parent), m_selection(selection), m_model(new EventModel(this)), m_view(new LongTableView(this))
    , m_count(dimLabel(QString(), this)), m_onlyLane(new QAction(tr("Only the Selected Lane"), this))
{
    makeView();
    makeActions();
    auto *only = new QToolButton(this);
    only->setDefaultAction(m_onlyLane);
    only->setProperty("role", QStringLiteral("small"));
    m_count->setObjectName(QStringLiteral("eventCount"));
    m_count->setWordWrap(false);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_count, 1);
    line->addWidget(only);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);
    m_renewal.setSingleShot(true);
    m_renewal.setInterval(renewEveryMs);
    connect(&m_renewal, &QTimer::timeout, this, &EventsPanel::renew);
    connect(m_selection, &Selection::changed, this, &EventsPanel::showSelection);
    showCount();
}

void EventsPanel::makeView()
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new EventDelegate(m_model, m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setObjectName(QStringLiteral("eventsView"));
    m_view->setAccessibleName(tr("Events"));
    m_view->setAccessibleDescription(tr("All events of the run in order of time, one a row"));
    m_view->setToolTip(tr("Choose an event to see its moment on the timeline"));
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    setColumnWidths();
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &now) {
        // A view that gets the focus makes its first row the current one without selecting it.
        if (now.isValid() && !m_isChoosing && m_view->selectionModel()->isRowSelected(now.row()))
            chooseRow(now.row());
    });
    const auto reveal = [this](const QModelIndex &index) { chooseRow(index.row()); };
    connect(m_view, &QAbstractItemView::clicked, this, reveal); // again, where it is the current row already
    connect(m_view, &QAbstractItemView::activated, this, reveal);
}

void EventsPanel::makeActions()
{
    auto *copyRows = new QAction(tr("Copy Events"), this);
    copyRows->setShortcut(QKeySequence::Copy);
    copyRows->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    copyRows->setToolTip(tr("Copies the selected rows with tabs between the columns, times in seconds"));
    connect(copyRows, &QAction::triggered, this, &EventsPanel::copy);
    m_onlyLane->setCheckable(true);
    m_onlyLane->setToolTip(tr("Lists the events of the selected lane alone"));
    m_onlyLane->setEnabled(false);
    m_onlyLane->setProperty("whyNot", tr("No lane is selected"));
    connect(m_onlyLane, &QAction::toggled, this, &EventsPanel::showOnlySelectedLane);
    m_view->addActions({copyRows, m_onlyLane});
}

void EventsPanel::setColumnWidths()
{
    const std::pair<int, QString> widest[] = {{EventModel::TimeColumn, QStringLiteral("000.000000 ms")},
                                              {EventModel::LaneColumn, QStringLiteral("MainProcess 1234")},
                                              {EventModel::EventColumn, QStringLiteral("suspend (inf")},
                                              {EventModel::ReasonColumn, QStringLiteral("by MainProcess 1234")},
                                              {EventModel::DurationColumn, QStringLiteral("000.0 ms")}};
    for (const auto &[column, text] : widest)
        m_view->horizontalHeader()->resizeSection(column, m_view->fontMetrics().horizontalAdvance(text) + 18);
}

void EventsPanel::setSearch(const Search *search)
{
    static_cast<EventDelegate *>(m_view->itemDelegate())->search = search;
    connect(search, &Search::changed, m_view->viewport(), qOverload<>(&QWidget::update));
}

void EventsPanel::setTrace(std::shared_ptr<const Trace> trace, Nanos liveEdge)
{
    const QScopedValueRollback choosing(m_isChoosing, true);
    m_onlyLane->setChecked(false);
    m_onlyLane->setEnabled(false);
    m_liveEdge = liveEdge;
    m_isStale = false;
    m_model->setTrace(std::move(trace), liveEdge);
    m_view->doItemsLayout();
    m_view->scrollToTop();
    showCount();
}

void EventsPanel::refresh(Nanos liveEdge)
{
    m_liveEdge = liveEdge;
    m_isStale = true;
    if (isVisible() && !m_renewal.isActive())
        m_renewal.start();
}

void EventsPanel::renew()
{
    m_isStale = false;
    const bool follows = m_view->isAtEnd();
    m_model->refresh(m_liveEdge);
    if (follows)
        m_view->scrollToBottom();
    showCount();
}

void EventsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        renew();
    showSelection();
}

/// A row's moment becomes what is selected everywhere.
void EventsPanel::chooseRow(int row)
{
    const QScopedValueRollback choosing(m_isChoosing, true);
    const Event event = m_model->eventAt(row);
    m_selection->select({event.lane(), momentOf(event)});
    m_onlyLane->setEnabled(true);
    Q_EMIT momentChosen(event.time());
}

void EventsPanel::showSelection()
{
    const auto selected = m_selection->current();
    if (m_isChoosing || !isVisible())
        return;
    const QScopedValueRollback choosing(m_isChoosing, true);
    m_onlyLane->setEnabled(selected || m_onlyLane->isChecked());
    if (selected && m_onlyLane->isChecked())
        m_model->setLanes({selected->lane});
    const auto row = selected ? m_model->rowShowing(selected->lane, selected->time) : std::nullopt;
    if (row) {
        m_view->setCurrentIndex(m_model->index(*row, 0));
        m_view->scrollTo(m_view->currentIndex());
    } else {
        m_view->selectionModel()->clear();
    }
    showCount();
}

void EventsPanel::showOnlySelectedLane(bool only)
{
    const auto selected = m_selection->current();
    if (only && selected)
        m_model->setLanes({selected->lane});
    else
        m_model->setLanes({});
    m_view->doItemsLayout();
    showSelection();
    showCount();
}

void EventsPanel::showCount()
{
    const QLocale locale;
    const Trace *trace = m_model->trace();
    if (!trace)
        m_count->setText(tr("No run yet"));
    else if (m_model->lanes().empty())
        m_count->setText(tr("%1 events").arg(locale.toString(m_model->rowCount())));
    else
        m_count->setText(tr("%1 of %2 events: %3").arg(locale.toString(m_model->rowCount()),
                                                       locale.toString(qulonglong(trace->eventCount())),
                                                       laneNameText(*trace, m_model->lanes().front())));
}

QString EventsPanel::copyText() const
{
    QItemSelection ranges = m_view->selectionModel()->selection();
    std::sort(ranges.begin(), ranges.end(), [](const auto &one, const auto &other) { return one.top() < other.top(); });
    QString text;
    int room = mostCopiedRows;
    for (const QItemSelectionRange &range : ranges) {
        const int rows = std::min(room, range.height());
        text += m_model->asText(range.top(), range.top() + rows - 1);
        room -= rows;
    }
    return text;
}

void EventsPanel::copy()
{
    const QString text = copyText();
    if (text.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(text);
    if (text.count(QLatin1Char('\n')) == mostCopiedRows)
        m_count->setText(tr("The first %1 rows are copied. Save the run as CSV to have all of them.")
                             .arg(QLocale().toString(mostCopiedRows)));
}

} // namespace Interleave
