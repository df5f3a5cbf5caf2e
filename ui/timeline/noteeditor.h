// A field over the ruler in which a marker's remark is written: Return keeps it, Escape does not,
// and leaving the field keeps it too. Owned by the canvas; it keeps all key presses to itself.
#pragma once

#include <QLineEdit>

namespace Interleave {

class NoteEditor : public QLineEdit
{
    Q_OBJECT

public:
    explicit NoteEditor(QWidget *canvas);

    /// Begins with the text at the place, in the canvas's pixels.
    void begin(const QString &text, QPoint place);

Q_SIGNALS:
    void written(const QString &text);
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void end(bool keep);
};

} // namespace Interleave
