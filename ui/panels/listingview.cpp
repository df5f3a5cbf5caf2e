#include "ui/panels/listingview.h"

#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>
#include <functional>
#include <utility>

namespace Interleave {

namespace {

constexpr int chip = 7;             // pixels of a lane's colour
constexpr int litAlpha = 90, paleAlpha = 40;
constexpr int gap = 6;
constexpr int mostBeside = 35; // percent of the width, for who is there

/// Line numbers and chips, or names, drawn by a function of the view's.
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
    , m_beside(new Gutter(this, [this](QPainter &painter, const QRect &) { paintBeside(painter); }))
{
    m_beside->setObjectName(QStringLiteral("besideTheCode"));
    m_beside->hide();
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
    hideBeside();
    resizeEvent(nullptr);
}

void ListingView::setMarks(std::vector<LineMark> marks)
{
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    light();
    fitBeside();
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
    constexpr int frame = 1; // of the focus, which it must not cover
    m_gutter->setGeometry(inside.left() + frame, inside.top() + frame, gutterWidth() - frame, inside.height() - 2 * frame);
    if (std::exchange(m_fittedWidth, inside.width()) != inside.width()) // a margin of our own resizes the viewport alone
        hideBeside();
    if (!m_beside->isHidden())
        m_beside->setGeometry(viewport()->geometry().right() + 1, inside.top(), m_beside->width(), viewport()->height());
}

void ListingView::hideBeside()
{
    m_beside->hide();
    setViewportMargins(gutterWidth(), 0, 0, 0);
    fitBeside();
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
    if (!m_beside->isHidden()) {
        m_beside->update();
        return;
    }
    QPainter painter(viewport());
    for (const LineMark &mark : m_marks) {
        const QRectF place = placeOf(mark.line);
        const int left = int(contentOffset().x()) + behindCode(mark);
        paintWho(painter, mark, QRect(left, int(place.top()), viewport()->width() - gap - left, int(place.height()) - 1),
                 viewport()->rect());
    }
}

/// Where what stands behind a line's text begins.
int ListingView::behindCode(const LineMark &mark) const
{
    const QString code = document()->findBlockByNumber(mark.line - 1).text();
    return fontMetrics().horizontalAdvance(code) + 3 * gap;
}

/// A column once something does not fit behind its code; it stays until the listing or the width is
/// another, so that the code stands still.
void ListingView::fitBeside()
{
    const QFontMetrics metrics(dimFont());
    const int room = contentsRect().width() - gutterWidth() - verticalScrollBar()->sizeHint().width();
    int widest = 0;
    bool fits = m_beside->isHidden();
    for (const LineMark &mark : m_marks) {
        const int wide = metrics.horizontalAdvance(mark.text) + 5 * gap;
        widest = std::max(widest, wide);
        fits = fits && behindCode(mark) + wide <= room;
    }
    if (fits)
        return;
    const int column = std::max(m_beside->isHidden() ? 0 : m_beside->width(), std::min(widest, room * mostBeside / 100));
    setViewportMargins(gutterWidth(), 0, column, 0);
    m_beside->setGeometry(viewport()->geometry().right() + 1, contentsRect().top(), column, viewport()->height());
    m_beside->show();
    m_beside->update();
}

void ListingView::paintBeside(QPainter &painter)
{
    painter.fillRect(m_beside->rect(), palette().base());
    for (const LineMark &mark : m_marks) {
        const QRectF place = placeOf(mark.line);
        paintWho(painter, mark, QRect(gap, int(place.top()), m_beside->width() - 2 * gap, int(place.height()) - 1), m_beside->rect());
    }
}

void ListingView::paintWho(QPainter &painter, const LineMark &mark, QRect box, const QRect &area) const
{
    if (mark.text.isEmpty() || box.height() <= 0 || !box.intersects(area))
        return;
    const Theme &theme = Theme::of(palette());
    painter.setFont(dimFont());
    const QFontMetrics metrics = painter.fontMetrics();
    box.setWidth(std::min(box.width(), metrics.horizontalAdvance(mark.text) + 3 * gap));
    painter.fillRect(box, palette().base());
    painter.setPen(mark.colours.empty() ? theme.accent : mark.colours.front());
    painter.drawRect(box);
    painter.setPen(theme.text);
    const bool fits = mark.values.isEmpty() || metrics.horizontalAdvance(mark.text) <= box.width() - 2 * gap;
    painter.drawText(box, Qt::AlignCenter, metrics.elidedText(fits ? mark.text : mark.values, Qt::ElideRight, box.width() - 2 * gap));
}

/// What is cut is said whole where the pointer is.
bool ListingView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto mark = std::ranges::find(m_marks, cursorForPosition(help->pos()).blockNumber() + 1, &LineMark::line);
        QToolTip::showText(help->globalPos(), mark != m_marks.end() ? mark->text : QString(), this);
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

void ListingView::paintNumbers(QPainter &painter, const QRect &area)
{
    const Theme &theme = Theme::of(palette());
    painter.fillRect(area, palette().base());
    painter.translate(0, viewport()->y() - m_gutter->y()); // beside the lines
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
