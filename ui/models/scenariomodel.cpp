#include "ui/models/scenariomodel.h"

#include <QFont>

namespace Interleave {

namespace {

// The internal id of an index: 0 for a group, else 1 + the row of its group.
constexpr quintptr groupId = 0;

QString searchText(const Scenario &scenario)
{
    QString text = QString::fromStdString(scenario.title + '\n' + scenario.id + '\n' + scenario.summary);
    for (const std::string &document : scenario.documents)
        text += QLatin1Char('\n') + QString::fromStdString(document);
    return text;
}

QVariant groupData(ScenarioGroup group, int role)
{
    if (role == Qt::DisplayRole)
        return QString::fromStdString(groupTitle(group));
    if (role == Qt::FontRole) {
        QFont font;
        font.setBold(true);
        return font;
    }
    return {};
}

} // namespace

ScenarioModel::ScenarioModel(const std::vector<const Scenario *> &scenarios, QObject *parent)
    : QAbstractItemModel(parent)
{
    for (const Scenario *scenario : scenarios) {
        if (m_groups.empty() || m_groups.back().group != scenario->group)
            m_groups.push_back({scenario->group, {}});
        m_groups.back().scenarios.push_back(scenario);
    }
}

QModelIndex ScenarioModel::indexOf(const QString &id) const
{
    for (int row = 0; row < int(m_groups.size()); ++row) {
        const auto &scenarios = m_groups[std::size_t(row)].scenarios;
        for (int child = 0; child < int(scenarios.size()); ++child) {
            if (QString::fromStdString(scenarios[std::size_t(child)]->id) == id)
                return createIndex(child, 0, quintptr(row) + 1);
        }
    }
    return {};
}

QModelIndex ScenarioModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : groupId);
}

QModelIndex ScenarioModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == groupId)
        return {};
    return createIndex(int(child.internalId() - 1), 0, groupId);
}

int ScenarioModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_groups.size());
    if (parent.internalId() != groupId || parent.column() != 0)
        return 0;
    return int(m_groups[std::size_t(parent.row())].scenarios.size());
}

int ScenarioModel::columnCount(const QModelIndex &) const
{
    return 1;
}

const Scenario *ScenarioModel::scenarioAt(const QModelIndex &index) const
{
    if (index.internalId() == groupId)
        return nullptr;
    return m_groups[index.internalId() - 1].scenarios[std::size_t(index.row())];
}

QVariant ScenarioModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Scenario *scenario = scenarioAt(index);
    if (!scenario)
        return groupData(m_groups[std::size_t(index.row())].group, role);
    switch (role) {
    case Qt::DisplayRole: return QString::fromStdString(scenario->title);
    case Qt::ToolTipRole: return QStringLiteral("<qt>%1</qt>").arg(QString::fromStdString(scenario->summary).toHtmlEscaped());
    case Qt::AccessibleDescriptionRole: return QString::fromStdString(scenario->summary);
    case IdRole: return QString::fromStdString(scenario->id);
    case SearchRole: return searchText(*scenario);
    default: return {};
    }
}

Qt::ItemFlags ScenarioModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    // A group is opened and closed, never chosen.
    return scenarioAt(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                             : Qt::ItemFlags(Qt::ItemIsEnabled);
}

} // namespace Interleave
