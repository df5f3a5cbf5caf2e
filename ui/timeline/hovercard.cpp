#include "ui/timeline/hovercard.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int padding = 9;
constexpr int distance = 8;      // from what it is about
constexpr int fromPointer = 14;
constexpr int widest = 520;

QFont titleFont()
{
    QFont font = dimFont();
    font.setBold(true);
    return font;
}

} // namespace

QRect hoverPlace(QSize card, QPoint pointer, const QRect &about, const QRect &within)
{
    QRect place(QPoint(), card);
    const bool fitsRight = pointer.x() + fromPointer + card.width() <= within.right();
    place.moveLeft(fitsRight ? pointer.x() + fromPointer : pointer.x() - fromPointer - card.width());
    const int below = about.bottom() + distance, above = about.top() - distance - card.height();
    if (below + card.height() <= within.bottom() || above >= within.top()) {
        place.moveTop(below + card.height() <= within.bottom() ? below : above);
        place.moveLeft(std::clamp(place.left(), within.left(), std::max(within.left(), within.right() - card.width())));
    } else {
        place.moveTop(std::clamp(pointer.y() - card.height() / 2, within.top(),
                                 std::max(within.top(), within.bottom() - card.height())));
    }
    return place;
}

HoverCard::HoverCard(QWidget *window) : QWidget(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void HoverCard::say(const QString &text, QPoint pointer, const QRect &about)
{
    if (text.isEmpty()) {
        hide();
        return;
    }
    const QStringList lines = text.split(QLatin1Char('\n'));
    if (lines != m_lines) {
        m_lines = lines;
        update();
    }
    setGeometry(hoverPlace(sizeHint(), pointer, about, parentWidget()->rect()));
    if (!isVisible()) {
        raise();
        show();
    }
}

QSize HoverCard::sizeHint() const
{
    const QFontMetrics title(titleFont()), rest(dimFont());
    int wide = 0;
    for (const QString &line : m_lines)
        wide = std::max(wide, (&line == &m_lines.first() ? title : rest).horizontalAdvance(line));
    return {std::min(wide + 1, widest) + 2 * padding, int(m_lines.size()) * rest.lineSpacing() + 2 * padding - rest.leading()};
}

void HoverCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.dimText);
    painter.fillRect(rect().adjusted(1, 1, -1, -1), theme.background);
    const QFontMetrics rest(dimFont());
    QRect line(padding, padding, width() - 2 * padding, rest.lineSpacing());
    for (const QString &text : std::as_const(m_lines)) {
        const bool first = &text == &std::as_const(m_lines).first();
        const QFont font = first ? titleFont() : dimFont();
        painter.setFont(font);
        painter.setPen(first ? theme.text : theme.dimText);
        painter.drawText(line, Qt::AlignVCenter | Qt::TextSingleLine,
                         QFontMetrics(font).elidedText(text, Qt::ElideMiddle, line.width()));
        line.translate(0, rest.lineSpacing());
    }
}

} // namespace Interleave
