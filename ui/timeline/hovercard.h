// The card that says what is under the pointer: there at once, beside what it is about and never
// over it, and the mouse goes through it. A child of the window, so it stays within. Window thread.
#pragma once

#include <QStringList>
#include <QWidget>

namespace Interleave {

/// Where a card of that size stands, all in one coordinate system: below `about`, which holds the
/// pointer, else above it, right of the pointer or left of it as there is room in `within`; beside
/// the pointer where neither above nor below has any.
QRect hoverPlace(QSize card, QPoint pointer, const QRect &about, const QRect &within);

class HoverCard : public QWidget
{
    Q_OBJECT

public:
    explicit HoverCard(QWidget *window);

    /// `about` and `pointer` in the window's coordinates. Empty text hides it.
    void say(const QString &text, QPoint pointer, const QRect &about);
    QString text() const { return m_lines.join(QLatin1Char('\n')); }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QStringList m_lines;
};

} // namespace Interleave
