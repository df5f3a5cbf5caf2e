// Colours keywords, texts and remarks of Python or C++ in a listing. Owned by its document.
#pragma once

#include <QSyntaxHighlighter>
#include <QTextCharFormat>

class QRegularExpression;

namespace Interleave {

struct Theme;

class CodeHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    enum class Language { Python, Cpp };

    CodeHighlighter(QTextDocument *document, Language language);

    void setTheme(const Theme &theme);

protected:
    void highlightBlock(const QString &text) override;

private:
    const QRegularExpression &tokens() const;

    Language m_language;
    QTextCharFormat m_keyword, m_text, m_remark;
};

} // namespace Interleave
