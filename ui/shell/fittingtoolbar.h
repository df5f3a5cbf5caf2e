// A tool bar whose buttons give up the words beside their icons, one after the other, before any of
// them would have to hide behind an arrow. They keep their tool tips and accessible names. Window thread.
#pragma once

#include <QToolBar>

class QToolButton;

namespace Interleave {

class FittingToolBar : public QToolBar
{
    Q_OBJECT

public:
    FittingToolBar(const QString &title, QWidget *parent);

    /// In this order. They are in the tool bar already, with words and icons.
    void setGivingWay(const QList<QAction *> &actions);

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QList<QToolButton *> m_givingWay;
};

} // namespace Interleave
