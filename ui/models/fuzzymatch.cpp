#include "ui/models/fuzzymatch.h"

#include <algorithm>
#include <vector>

namespace Interleave {

namespace {

constexpr int longestText = 200; // letters looked at: names in a trace may be of any length
constexpr int perLetter = 1, atWordBegin = 8, afterLastLetter = 6, atTextBegin = 4;
constexpr int impossible = -1'000'000;

bool beginsWord(const QString &text, int at)
{
    if (at == 0)
        return true;
    const QChar before = text.at(at - 1), here = text.at(at);
    return !before.isLetterOrNumber() || (before.isLower() && here.isUpper()) || (!before.isDigit() && here.isDigit());
}

int worth(const QString &text, int at)
{
    return perLetter + (at == 0 ? atTextBegin : 0) + (beginsWord(text, at) ? atWordBegin : 0);
}

QString lettersOf(const QString &pattern)
{
    QString letters = pattern.toCaseFolded();
    letters.remove(QLatin1Char(' '));
    return letters;
}

/// The best sum of worths with the pattern's letters 0 … i placed and letter i at place j of the
/// text, and where letter i − 1 then is.
struct Cell {
    int score = impossible;
    int before = -1;
};

using Row = std::vector<Cell>;

Row nextRow(const Row &previous, QChar letter, const QString &text, const QString &folded)
{
    Row row(previous.size());
    int best = -1; // where the letter before is placed best, not right before this one
    for (int at = 1; at < int(row.size()); ++at) {
        if (at >= 2 && (best < 0 || previous[std::size_t(at - 2)].score > previous[std::size_t(best)].score))
            best = at - 2;
        if (folded.at(at) != letter)
            continue;
        const int adjacent = previous[std::size_t(at - 1)].score + afterLastLetter;
        const int apart = best >= 0 ? previous[std::size_t(best)].score : impossible;
        Cell &cell = row[std::size_t(at)];
        cell.score = std::max(adjacent, apart) + worth(text, at);
        cell.before = adjacent >= apart ? at - 1 : best;
    }
    return row;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text)
{
    const QString letters = lettersOf(pattern), shown = text.left(longestText), folded = shown.toCaseFolded();
    if (letters.isEmpty())
        return FuzzyMatch();
    if (folded.size() != shown.size() || letters.size() > folded.size())
        return std::nullopt;
    std::vector<Row> rows{Row(std::size_t(folded.size()))};
    for (int at = 0; at < folded.size(); ++at) {
        if (folded.at(at) == letters.front())
            rows.front()[std::size_t(at)] = {worth(shown, at), -1};
    }
    for (int letter = 1; letter < letters.size(); ++letter)
        rows.push_back(nextRow(rows.back(), letters.at(letter), shown, folded));
    const auto best = std::max_element(rows.back().begin(), rows.back().end(),
                                       [](const Cell &one, const Cell &other) { return one.score < other.score; });
    if (best->score <= 0)
        return std::nullopt;
    FuzzyMatch match{best->score, {}};
    int at = int(best - rows.back().begin());
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        match.positions.prepend(at);
        at = (*row)[std::size_t(at)].before;
    }
    return match;
}

} // namespace Interleave
