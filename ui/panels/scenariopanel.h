// The scenarios by group, with a field that filters them while one types. Choosing one states a
// fact; what follows from it is the window's business.
#pragma once

#include <QFrame>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace Interleave {

class ScenarioModel;
struct Scenario;

class ScenarioPanel : public QFrame
{
    Q_OBJECT

public:
    /// The scenarios outlive the panel.
    explicit ScenarioPanel(const std::vector<const Scenario *> &scenarios, QWidget *parent = nullptr);

    /// False when there is none of that id. Clears a filter that would hide it.
    bool choose(const QString &id);
    /// Empty while none is chosen.
    QString chosen() const;

Q_SIGNALS:
    void scenarioChosen(const QString &id);
    /// Return or a double click on a scenario.
    void runRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void setUpTree();
    void applyFilter(const QString &text);
    void enterTree();

    ScenarioModel *m_model;
    QSortFilterProxyModel *m_filter;
    QLineEdit *m_search;
    QTreeView *m_tree;
    QString m_chosen;           // its id, also while a filter hides it
    bool m_isFiltering = false; // rows that go take the current one with them
};

} // namespace Interleave
