// How well a few typed letters name something: they must come in their order, in whatever case;
// best at the beginnings of words and next to each other. A pure function.
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace Interleave {

struct FuzzyMatch {
    int score = 0;          // the higher the better; compare only for one pattern
    QList<int> positions;   // of the letters in the text
    bool operator==(const FuzzyMatch &) const = default;
};

/// None when the letters are not all there. Blanks in the pattern say nothing. An empty pattern
/// matches everything equally.
std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace Interleave
