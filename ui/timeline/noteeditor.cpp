#include "ui/timeline/noteeditor.h"

#include <QKeyEvent>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int usualWidth = 220;
constexpr int longestNote = 2000;

} // namespace

NoteEditor::NoteEditor(QWidget *canvas) : QLineEdit(canvas)
{
    setObjectName(QStringLiteral("noteEditor"));
    setAccessibleName(tr("Note"));
    setPlaceholderText(tr("Note, then Return"));
    setMaxLength(longestNote);
    hide();
}

void NoteEditor::begin(const QString &text, QPoint place)
{
    const int room = parentWidget()->width();
    const int width = std::min(usualWidth, room);
    setGeometry(std::clamp(place.x(), 0, room - width), place.y(), width, sizeHint().height());
    setText(text);
    selectAll();
    show();
    raise();
    setFocus();
}

void NoteEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        end(false);
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        end(true);
    else
        QLineEdit::keyPressEvent(event);
    event->accept(); // nothing written here moves the timeline
}

void NoteEditor::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        end(true);
}

void NoteEditor::end(bool keep)
{
    if (isHidden())
        return;
    hide(); // which takes the focus and so comes here again
    if (keep)
        Q_EMIT written(text().trimmed());
    Q_EMIT left();
}

} // namespace Interleave
