#include "ui/models/differencemodel.h"

namespace Interleave {

namespace {

QString nameOf(const std::string &name)
{
    if (name.starts_with(waitRow))
        return DifferenceModel::tr("Waited: %1").arg(QString::fromStdString(name.substr(waitRow.size())));
    const std::pair<const char *, QString> names[] = {
        {"wall", DifferenceModel::tr("Wall time")}, {"cpu", DifferenceModel::tr("CPU time")},
        {"processes", DifferenceModel::tr("Processes")}, {"threads", DifferenceModel::tr("Threads")},
        {"tasks", DifferenceModel::tr("Tasks")}, {"peak memory", DifferenceModel::tr("Peak memory")},
        {"max running", DifferenceModel::tr("Most running at once")}, {"events", DifferenceModel::tr("Events")},
        {"printed lines", DifferenceModel::tr("Printed lines")}};
    for (const auto &[key, text] : names) {
        if (name == key)
            return text;
    }
    return QString::fromStdString(name);
}

QString figure(const Difference &difference, const std::optional<std::int64_t> &value,
               const std::optional<std::uint64_t> &times)
{
    if (!value)
        return DifferenceModel::tr("not known");
    const QString text = QString::fromStdString(figureText(difference.unit, *value));
    return times ? DifferenceModel::tr("%1 in %2").arg(text).arg(*times) : text;
}

QString number(const std::optional<std::int64_t> &value)
{
    return value ? QString::number(*value) : QString();
}

} // namespace

void DifferenceModel::setDifferences(std::vector<Difference> differences)
{
    if (differences == m_differences)
        return;
    beginResetModel();
    m_differences = std::move(differences);
    endResetModel();
}

QString DifferenceModel::copyText() const
{
    static constexpr const char *units[] = {"ns", "bytes", ""};
    QString text = tr("figure\tunit\tA\tB") + QLatin1Char('\n');
    for (const Difference &difference : m_differences)
        text += QStringLiteral("%1\t%2\t%3\t%4\n").arg(nameOf(difference.name), QLatin1String(units[std::size_t(difference.unit)]),
                                                       number(difference.a), number(difference.b));
    return text;
}

int DifferenceModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_differences.size()); }
int DifferenceModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Change + 1; }

QString DifferenceModel::text(const Difference &difference, int column) const
{
    switch (column) {
    case Name: return nameOf(difference.name);
    case InA: return figure(difference, difference.a, difference.timesA);
    case InB: return figure(difference, difference.b, difference.timesB);
    default: return QString::fromStdString(changeText(difference));
    }
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Difference &difference = m_differences[std::size_t(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(difference, index.column());
    if (role == Qt::TextAlignmentRole && index.column() != Name)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole)
        return tr("%1, %2: %3").arg(nameOf(difference.name), headerData(index.column(), Qt::Horizontal).toString(),
                                    text(difference, index.column()));
    return {};
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Figure"), tr("A"), tr("B"), tr("B against A")};
    return titles[section];
}

} // namespace Interleave
