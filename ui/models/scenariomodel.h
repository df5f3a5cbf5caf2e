// The scenarios as a tree: groups, and in each its scenarios in the order of the catalogue. Fixed
// once made. Filter it with a recursive QSortFilterProxyModel on SearchRole.
#pragma once

#include "core/scenarios/scenario.h"

#include <QAbstractItemModel>

#include <vector>

namespace Interleave {

class ScenarioModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, // "async.count"; a group has none
        SearchRole,            // title, id, summary and documents of a scenario; a group has none
    };

    /// Usually of allScenarios(), whose order is kept; they outlive the model.
    explicit ScenarioModel(const std::vector<const Scenario *> &scenarios, QObject *parent = nullptr);

    QModelIndex indexOf(const QString &id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Group {
        ScenarioGroup group;
        std::vector<const Scenario *> scenarios;
    };

    /// Null for a group.
    const Scenario *scenarioAt(const QModelIndex &index) const;

    std::vector<Group> m_groups;
};

} // namespace Interleave
