#include "ui/panels/codehighlighter.h"

#include "ui/theme/theme.h"

#include <QRegularExpression>

namespace Interleave {

namespace {

// A remark, a text, or a keyword; whichever comes first hides the others within it.
const QString text = QStringLiteral("([furb]{0,2}\"(?:\\\\.|[^\"\\\\])*\"|[furb]{0,2}'(?:\\\\.|[^'\\\\])*')");
const QString pythonWords = QStringLiteral(
    "\\b(and|as|assert|async|await|break|class|continue|def|elif|else|except|finally|for|from|global|if|import|in|is|"
    "lambda|None|nonlocal|not|or|pass|raise|return|True|False|try|while|with|yield)\\b");
const QString cppWords = QStringLiteral(
    "\\b(auto|bool|break|case|catch|class|const|constexpr|continue|co_await|co_return|co_yield|default|do|double|else|"
    "false|for|if|int|namespace|new|nullptr|return|static|struct|switch|template|this|throw|true|try|using|void|while)\\b");

/// A shade of the colour that reads as text does: 4.5 : 1, as WCAG asks.
QColor readable(const Theme &theme, QColor colour)
{
    constexpr double wanted = 4.5;
    constexpr int mostShades = 12, step = 112; // percent
    for (int shade = 0; shade < mostShades && contrast(colour, theme.background) < wanted; ++shade)
        colour = theme.dark ? colour.lighter(step) : colour.darker(step);
    return colour;
}

} // namespace

CodeHighlighter::CodeHighlighter(QTextDocument *document, Language language)
    : QSyntaxHighlighter(document), m_language(language)
{}

void CodeHighlighter::setTheme(const Theme &theme)
{
    m_keyword.setForeground(readable(theme, theme.accent));
    m_keyword.setFontWeight(QFont::DemiBold);
    m_text.setForeground(readable(theme, theme.lanes[1]));
    m_remark.setForeground(theme.dimText);
    rehighlight();
}

const QRegularExpression &CodeHighlighter::tokens() const
{
    static const QRegularExpression python(QStringLiteral("(#.*$)|") + text + QLatin1Char('|') + pythonWords);
    static const QRegularExpression cpp(QStringLiteral("(//.*$|^#\\w+)|") + text + QLatin1Char('|') + cppWords);
    return m_language == Language::Python ? python : cpp;
}

void CodeHighlighter::highlightBlock(const QString &line)
{
    for (auto matches = tokens().globalMatch(line); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QTextCharFormat &format = match.hasCaptured(1) ? m_remark : match.hasCaptured(2) ? m_text : m_keyword;
        setFormat(int(match.capturedStart()), int(match.capturedLength()), format);
    }
}

} // namespace Interleave
