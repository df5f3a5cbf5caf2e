#include "ui/panels/scenariopanel.h"

#include "core/scenarios/scenario.h"
#include "ui/models/scenariomodel.h"
#include "ui/panels/card.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

namespace Interleave {

ScenarioPanel::ScenarioPanel(const std::vector<const Scenario *> &scenarios, QWidget *parent)
    : QFrame(parent)
    , m_model(new ScenarioModel(scenarios, this))
    , m_filter(new QSortFilterProxyModel(this))
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeView(this))
{
    makeCard(this);
    m_filter->setSourceModel(m_model);
    m_filter->setFilterRole(ScenarioModel::SearchRole);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setRecursiveFilteringEnabled(true);

    QLabel *heading = headingLabel(tr("Scenarios"), this);
    heading->setBuddy(m_search);
    m_search->setPlaceholderText(tr("Filter by title or text"));
    m_search->setClearButtonEnabled(true);
    m_search->setObjectName(QStringLiteral("scenarioSearch"));
    m_search->setAccessibleName(tr("Filter scenarios"));
    m_search->setToolTip(tr("Shows only scenarios whose title, id or description contains this"));
    m_search->installEventFilter(this);
    setUpTree();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 11, 6, 6);
    layout->addWidget(heading);
    layout->addWidget(m_search);
    layout->addWidget(m_tree, 1);
    connect(m_search, &QLineEdit::textChanged, this, &ScenarioPanel::applyFilter);
}

void ScenarioPanel::setUpTree()
{
    m_tree->setModel(m_filter);
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(14);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setObjectName(QStringLiteral("scenarioTree"));
    m_tree->setAccessibleName(tr("Scenarios"));
    m_tree->expandAll();
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        const QString id = current.data(ScenarioModel::IdRole).toString();
        if (id.isEmpty() || m_isFiltering)
            return;
        m_chosen = id;
        Q_EMIT scenarioChosen(id);
    });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (index.data(ScenarioModel::IdRole).isValid())
            Q_EMIT runRequested();
    });
}

bool ScenarioPanel::choose(const QString &id)
{
    const QModelIndex source = m_model->indexOf(id);
    if (!source.isValid())
        return false;
    if (!m_filter->mapFromSource(source).isValid())
        m_search->clear();
    const QModelIndex index = m_filter->mapFromSource(source);
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
    return true;
}

QString ScenarioPanel::chosen() const
{
    return m_chosen;
}

/// Whoever types has chosen nothing yet: the choice stays, seen or not.
void ScenarioPanel::applyFilter(const QString &text)
{
    m_isFiltering = true;
    m_filter->setFilterFixedString(text.trimmed());
    m_tree->expandAll();
    m_tree->setCurrentIndex(m_filter->mapFromSource(m_model->indexOf(m_chosen)));
    m_isFiltering = false;
}

/// From the field into the tree, where something is chosen then.
void ScenarioPanel::enterTree()
{
    for (int group = 0; group < m_filter->rowCount() && !m_tree->currentIndex().isValid(); ++group)
        m_tree->setCurrentIndex(m_filter->index(0, 0, m_filter->index(group, 0)));
    m_tree->setFocus(Qt::TabFocusReason);
}

void ScenarioPanel::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    // What was chosen before there was a size comes into view once there is one.
    QTimer::singleShot(0, m_tree, [this] { m_tree->scrollTo(m_tree->currentIndex(), QTreeView::PositionAtCenter); });
}

bool ScenarioPanel::eventFilter(QObject *watched, QEvent *event)
{
    // Down and Enter lead from the field into the tree, Escape empties the field.
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            enterTree();
            return true;
        }
        if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
            m_search->clear();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace Interleave
