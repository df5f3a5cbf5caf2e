#include "ui/models/listing.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace Interleave {

namespace {

QStringList linesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

/// What follows is the window's own description of the scenario, not the program.
void cutDescription(QStringList &lines)
{
    const auto begins = std::ranges::find_if(lines, [](const QString &line) {
        return line.startsWith(QLatin1String("const ScenarioRegistration "));
    });
    lines.erase(begins, lines.end());
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
}

/// The number of the line that reads like this; "text #2" is the second of several. 0 where there is none.
int numberOf(const QStringList &lines, const QString &wanted)
{
    static const QRegularExpression place(QStringLiteral("^(.*) #(\\d+)$"));
    const QRegularExpressionMatch match = place.match(wanted);
    const QString text = match.hasMatch() ? match.captured(1) : wanted;
    std::vector<int> found;
    for (qsizetype index = 0; index < lines.size(); ++index) {
        if (lines.at(index).trimmed() == text)
            found.push_back(int(index) + 1);
    }
    if (!match.hasMatch())
        return found.size() == 1 ? found.front() : 0;
    const std::size_t which = match.captured(2).toUInt();
    return which >= 1 && which <= found.size() ? found[which - 1] : 0;
}

/// Several scenarios share a file where their pairs say so.
QString cppFile(const std::string &id, QStringList &pairs)
{
    const QLatin1String in("in ");
    if (!pairs.isEmpty() && pairs.first().startsWith(in))
        return pairs.takeFirst().mid(in.size());
    QString name = QString::fromStdString(id);
    name.remove(QLatin1Char('.')).remove(QLatin1Char('-'));
    return name + QStringLiteral(".cpp");
}

void takePair(Listing &listing, const QString &pair)
{
    const QString between = QStringLiteral(" <-> ");
    const qsizetype at = pair.indexOf(between);
    const int cpp = at < 0 ? 0 : numberOf(listing.cpp, pair.left(at));
    const int python = at < 0 ? 0 : numberOf(listing.python, pair.mid(at + between.size()));
    if (cpp == 0 || python == 0)
        listing.problems << pair;
    else
        listing.pythonOfCpp[std::size_t(cpp)] = python;
}

} // namespace

int Listing::pythonLine(int cppLine) const
{
    return cppLine > 0 && std::size_t(cppLine) < pythonOfCpp.size() ? pythonOfCpp[std::size_t(cppLine)] : 0;
}

std::vector<int> Listing::cppLines(int pythonLine) const
{
    std::vector<int> lines;
    for (std::size_t line = 1; line < pythonOfCpp.size() && pythonLine > 0; ++line) {
        if (pythonOfCpp[line] == pythonLine)
            lines.push_back(int(line));
    }
    return lines;
}

Listing listingOf(const std::string &scenarioId)
{
    const QString beside = QStringLiteral(":/listings/") + QString::fromStdString(scenarioId);
    QStringList pairs = linesOf(beside + QStringLiteral(".lines"));
    Listing listing;
    listing.python = linesOf(beside + QStringLiteral(".py"));
    listing.cpp = linesOf(QStringLiteral(":/cpp/") + cppFile(scenarioId, pairs));
    cutDescription(listing.cpp);
    listing.pythonOfCpp.assign(std::size_t(listing.cpp.size()) + 1, 0);
    for (const QString &pair : pairs)
        takePair(listing, pair);
    return listing;
}

} // namespace Interleave
