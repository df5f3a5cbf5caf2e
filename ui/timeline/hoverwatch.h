// Follows the pointer over canvas and overview and says on a card what is there, at once; gone while
// a button is held, and when the pointer leaves. Owned by the timeline.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace Interleave {

class HoverCard;
class LaneCanvas;
class OverviewStrip;

class HoverWatch : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    HoverWatch(LaneCanvas *canvas, OverviewStrip *overview, QObject *parent);

    bool eventFilter(QObject *watched, QEvent *event) override;
    /// What is under a pointer that stands still has changed, or moved: it is said anew once all that
    /// waits to be done now is done.
    void refreshSoon();

private:
    void refresh();
    void sayAbout(QWidget *widget, QPoint point);
    void forget();

    LaneCanvas *m_canvas;
    OverviewStrip *m_overview;
    QPointer<HoverCard> m_card; // the window's
    QPointer<QWidget> m_over;
    QPoint m_point;
    QTimer m_soon;
};

} // namespace Interleave
