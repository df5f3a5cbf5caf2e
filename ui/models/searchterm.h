// A text that is looked for in others, upper and lower case alike. A value.
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace Interleave {

class SearchTerm
{
public:
    SearchTerm() = default;
    explicit SearchTerm(const QString &text);

    const QString &text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }
    /// Whether the text, in UTF-8, contains the term. An empty one is in nothing.
    bool isIn(std::string_view text) const;

private:
    QString m_text;
    std::string m_ascii; // lower case; empty when the term is not plain ASCII
};

} // namespace Interleave
