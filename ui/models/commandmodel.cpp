#include "ui/models/commandmodel.h"

#include "ui/models/fuzzymatch.h"

#include <QVariant>

#include <algorithm>

namespace Interleave {

void CommandModel::setCommands(std::vector<Command> commands)
{
    beginResetModel();
    m_commands = std::move(commands);
    match();
    endResetModel();
}

void CommandModel::setFilter(const QString &letters)
{
    beginResetModel();
    m_letters = letters;
    match();
    endResetModel();
}

void CommandModel::match()
{
    m_shown.clear();
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        const Command &command = m_commands[i];
        if (const auto inTitle = fuzzyMatch(m_letters, command.title))
            m_shown.push_back({i, inTitle->score * 2, inTitle->positions});
        else if (const auto inBoth = fuzzyMatch(m_letters, command.place + QLatin1Char(' ') + command.title))
            m_shown.push_back({i, inBoth->score, {}});
    }
    // Of two that match equally well, the one of which less is left to type.
    const auto better = [this](const Shown &one, const Shown &other) {
        const auto rest = [this](const Shown &shown) { return m_commands[shown.command].title.size(); };
        return one.score != other.score ? one.score > other.score : !m_letters.isEmpty() && rest(one) < rest(other);
    };
    std::stable_sort(m_shown.begin(), m_shown.end(), better);
    if (m_shown.size() > mostShown)
        m_shown.resize(mostShown);
}

const Command &CommandModel::commandAt(int row) const
{
    return m_commands[m_shown[std::size_t(row)].command];
}

int CommandModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant CommandModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Command &command = commandAt(index.row());
    switch (role) {
    case Qt::DisplayRole: return command.title;
    case PlaceRole: return command.isEnabled || command.whyNot.isEmpty() ? command.place : command.whyNot;
    case KeysRole: return command.keys;
    case PositionsRole: return QVariant::fromValue(m_shown[std::size_t(index.row())].positions);
    case Qt::AccessibleTextRole: {
        QString text = QStringLiteral("%1, %2").arg(command.title, data(index, PlaceRole).toString());
        return command.keys.isEmpty() ? text : QStringLiteral("%1, %2").arg(text, command.keys);
    }
    default: return {};
    }
}

Qt::ItemFlags CommandModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    // One can go over a disabled one, to read why it is.
    const bool isEnabled = commandAt(index.row()).isEnabled;
    return Qt::ItemIsSelectable | Qt::ItemNeverHasChildren | (isEnabled ? Qt::ItemIsEnabled : Qt::NoItemFlags);
}

} // namespace Interleave
