// Everything that can be done, as a list narrowed by a few typed letters, the best match first.
// Whoever opens the palette fills it anew, since what can be done changes. Window thread.
#pragma once

#include <QAbstractListModel>
#include <QString>

#include <functional>
#include <vector>

namespace Interleave {

struct Command {
    QString title;
    QString place;     // where else it is found: "View ▸ Colours", "Scenario", "Lane"
    QString keys;      // as they are shown, or empty
    bool isEnabled = true;
    QString whyNot;    // it is not enabled, where that is known
    std::function<void()> run;
};

class CommandModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { PlaceRole = Qt::UserRole, KeysRole, PositionsRole }; // of the letters that matched
    /// More than anybody reads; the rest is found by more letters.
    static constexpr std::size_t mostShown = 200;

    using QAbstractListModel::QAbstractListModel;

    void setCommands(std::vector<Command> commands);
    void setFilter(const QString &letters);
    const Command &commandAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Shown {
        std::size_t command;
        int score;
        QList<int> positions;
    };

    void match();

    std::vector<Command> m_commands;
    QString m_letters;
    std::vector<Shown> m_shown;
};

} // namespace Interleave
