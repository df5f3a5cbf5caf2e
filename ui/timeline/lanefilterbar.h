// Above the lane names: a field that leaves the lanes with that name as one types, and a button for
// their order and height. Esc clears it and, empty, goes back to the lanes. Inside TimelineView only.
#pragma once

#include <QWidget>

class QLineEdit;
class QMenu;
class QToolButton;

namespace Interleave {

class LaneFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit LaneFilterBar(QWidget *parent);

    void setMenu(QMenu *menu);
    void setText(const QString &text);
    void takeFocus();

Q_SIGNALS:
    void textChanged(const QString &text);
    void left(); // for the lanes

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLineEdit *m_field;
    QToolButton *m_arrange;
};

} // namespace Interleave
