#include "ui/panels/listingview.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>
#include <functional>

namespace Interleave {

namespace {

constexpr int chip = 7;             // pixels of a lane's colour
constexpr int litAlpha = 90, paleAlpha = 40;
constexpr int gap = 6;

/// Line numbers and chips, drawn by a function of the view's.
class Gutter : public QWidget
{
public:
    Gutter(QWidget *parent, std::function<void(QPainter &, const QRect &)> paint) : QWidget(parent), m_paint(std::move(paint)) {}

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPainter painter(this);
        m_paint(painter, event->rect());
    }

private:
    std::function<void(QPainter &, const QRect &)> m_paint;
};

} // namespace

ListingView::ListingView(CodeHighlighter::Language language, const QString &name, QWidget *parent)
    : QPlainTextEdit(parent), m_highlighter(new CodeHighlighter(document(), language))
    , m_gutter(new Gutter(this, [this](QPainter &painter, const QRect &area) { paintNumbers(painter, area); }))
{
    setReadOnly(true);
    setAccessibleName(name);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFrameShape(QFrame::NoFrame);
    setFont(monospaceFont());
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &area, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, area.y(), m_gutter->width(), area.height());
    });
    applyTheme();
}

void ListingView::setLines(const QStringList &lines)
{
    setPlainText(lines.join(QLatin1Char('\n')));
    m_marks.clear();
    setExtraSelections({});
    setViewportMargins(gutterWidth(), 0, 0, 0);
    resizeEvent(nullptr);
}

void ListingView::setMarks(std::vector<LineMark> marks)
{
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    light();
    viewport()->update();
    m_gutter->update();
}

void ListingView::light()
{
    QList<QTextEdit::ExtraSelection> lit;
    for (const LineMark &mark : m_marks) {
        QTextEdit::ExtraSelection selection;
        QColor colour = mark.colours.empty() ? Theme::of(palette()).accent : mark.colours.front();
        colour.setAlpha(mark.waits ? paleAlpha : litAlpha);
        selection.format.setBackground(colour);
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selection.cursor = QTextCursor(document()->findBlockByNumber(mark.line - 1));
        lit << selection;
    }
    setExtraSelections(lit);
}

void ListingView::reveal(int line)
{
    const QRectF place = placeOf(line);
    if (place.isNull() || (place.top() >= 0 && place.bottom() <= viewport()->height()))
        return;
    QTextCursor cursor(document()->findBlockByNumber(line - 1));
    setTextCursor(cursor);
    centerCursor();
}

QRectF ListingView::placeOf(int line) const
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    return block.isValid() ? blockBoundingGeometry(block).translated(contentOffset()) : QRectF();
}

int ListingView::gutterWidth() const
{
    const int digits = std::max(2, int(QString::number(blockCount()).size()));
    return gap + fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits + gap + chip + gap;
}

void ListingView::resizeEvent(QResizeEvent *event)
{
    if (event)
        QPlainTextEdit::resizeEvent(event);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(inside.left(), inside.top(), gutterWidth(), inside.height());
}

void ListingView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        applyTheme();
}

void ListingView::applyTheme()
{
    m_highlighter->setTheme(Theme::of(palette()));
    light();
}

void ListingView::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    paintWho(painter);
}

/// Behind the line's text, or at the right edge where that is far away.
void ListingView::paintWho(QPainter &painter)
{
    const Theme &theme = Theme::of(palette());
    const int right = viewport()->width() - gap;
    painter.setFont(dimFont());
    const QFontMetrics metrics = painter.fontMetrics();
    for (const LineMark &mark : m_marks) {
        const QRectF place = placeOf(mark.line);
        if (place.isNull() || place.bottom() < 0 || place.top() > viewport()->height() || mark.text.isEmpty())
            continue;
        const QString code = document()->findBlockByNumber(mark.line - 1).text();
        const int after = int(contentOffset().x()) + fontMetrics().horizontalAdvance(code) + 3 * gap;
        const QString shown = metrics.elidedText(mark.text, Qt::ElideRight, std::max(right / 2, right - after) - 3 * gap);
        const int wide = metrics.horizontalAdvance(shown) + 3 * gap;
        const QRect box(std::min(after, right - wide), int(place.top()), wide, int(place.height()) - 1);
        painter.fillRect(box, palette().base());
        painter.setPen(mark.colours.empty() ? theme.accent : mark.colours.front());
        painter.drawRect(box);
        painter.setPen(theme.text);
        painter.drawText(box, Qt::AlignCenter, shown);
    }
}

void ListingView::paintNumbers(QPainter &painter, const QRect &area)
{
    const Theme &theme = Theme::of(palette());
    painter.fillRect(area, palette().base());
    painter.setFont(font());
    const int right = m_gutter->width() - 2 * gap - chip;
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > area.bottom())
            break;
        const int line = block.blockNumber() + 1;
        painter.setPen(theme.dimText);
        painter.drawText(QRectF(0, place.top(), right, place.height()), Qt::AlignRight | Qt::AlignVCenter, QString::number(line));
        const auto mark = std::ranges::find(m_marks, line, &LineMark::line);
        if (mark == m_marks.end())
            continue;
        const double high = place.height() / double(std::max<std::size_t>(mark->colours.size(), 1));
        for (std::size_t i = 0; i < mark->colours.size(); ++i)
            painter.fillRect(QRectF(right + gap, place.top() + double(i) * high, chip, high), mark->colours[i]);
    }
}

int ListingView::lineAtCursor() const
{
    return textCursor().blockNumber() + 1;
}

void ListingView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && !textCursor().hasSelection())
        Q_EMIT lineClicked(cursorForPosition(event->pos()).blockNumber() + 1);
}

void ListingView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT lineClicked(lineAtCursor());
    else
        QPlainTextEdit::keyPressEvent(event);
}

} // namespace Interleave
