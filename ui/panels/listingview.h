// One listing, read only, with line numbers: lines that lanes are at are lit in the lanes' colours,
// paler where the lane waits there, and say which lanes those are: behind the text, or where it is narrow
// in a column beside it, never over it. A click on a line says which.
#pragma once

#include "ui/panels/codehighlighter.h"

#include <QPlainTextEdit>

#include <vector>

namespace Interleave {

/// A line that lanes are at.
struct LineMark {
    int line = 0;
    std::vector<QColor> colours; // of the first lanes, a chip each
    bool waits = false;          // all of them wait there, or have not got there yet
    QString text;                // who, and the values they showed
    QString values;              // these alone, where there is no room for more
    bool operator==(const LineMark &) const = default;
};

class ListingView : public QPlainTextEdit
{
    Q_OBJECT

public:
    ListingView(CodeHighlighter::Language language, const QString &name, QWidget *parent = nullptr);

    void setLines(const QStringList &lines);
    void setMarks(std::vector<LineMark> marks);
    const std::vector<LineMark> &marks() const { return m_marks; }
    /// Scrolls so that the line is seen, if it is not.
    void reveal(int line);

Q_SIGNALS:
    void lineClicked(int line);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void applyTheme();
    void light();
    void paintNumbers(QPainter &painter, const QRect &area);
    void paintBeside(QPainter &painter);
    void paintWho(QPainter &painter, const LineMark &mark, QRect box, const QRect &area) const;
    void fitBeside();
    void hideBeside();
    int behindCode(const LineMark &mark) const;
    QRectF placeOf(int line) const;
    int gutterWidth() const;
    int lineAtCursor() const;

    CodeHighlighter *m_highlighter;
    QWidget *m_gutter;
    QWidget *m_beside;
    int m_fittedWidth = 0; // inside the frame, when it was last decided whether there is a column
    std::vector<LineMark> m_marks;
};

} // namespace Interleave
