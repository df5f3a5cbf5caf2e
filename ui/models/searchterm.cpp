#include "ui/models/searchterm.h"

#include <algorithm>

namespace Interleave {

namespace {

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter;
}

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar letter) { return letter.unicode() < 0x80; });
}

} // namespace

SearchTerm::SearchTerm(const QString &text)
    : m_text(text)
{
    if (isAscii(text))
        m_ascii = text.toLower().toStdString();
}

bool SearchTerm::isIn(std::string_view text) const
{
    if (m_text.isEmpty())
        return false;
    // Millions of texts are looked at, and few people type more than ASCII.
    if (m_ascii.empty())
        return QString::fromUtf8(text.data(), qsizetype(text.size())).contains(m_text, Qt::CaseInsensitive);
    const auto same = [](char letter, char wanted) { return lower(letter) == wanted; };
    return std::search(text.begin(), text.end(), m_ascii.begin(), m_ascii.end(), same) != text.end();
}

} // namespace Interleave
