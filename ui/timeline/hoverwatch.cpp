#include "ui/timeline/hoverwatch.h"

#include "ui/timeline/hovercard.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/overviewstrip.h"

#include <QMouseEvent>

namespace Interleave {

HoverWatch::HoverWatch(LaneCanvas *canvas, OverviewStrip *overview, QObject *parent)
    : QObject(parent), m_canvas(canvas), m_overview(overview)
{
    m_canvas->installEventFilter(this);
    m_overview->installEventFilter(this);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &HoverWatch::refresh);
    connect(m_canvas, &LaneCanvas::contentChanged, this, &HoverWatch::refreshSoon);
    connect(m_canvas->zoom(), &ZoomState::rangeChanged, this, &HoverWatch::refreshSoon);
}

bool HoverWatch::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove: {
        const auto *move = static_cast<QMouseEvent *>(event);
        if (move->buttons() == Qt::NoButton)
            sayAbout(static_cast<QWidget *>(watched), move->position().toPoint());
        else
            forget();
        break;
    }
    case QEvent::MouseButtonPress:
    case QEvent::ContextMenu:
    case QEvent::Leave:
    case QEvent::Hide:
    case QEvent::WindowDeactivate:
        forget();
        break;
    case QEvent::ToolTip: // the card has said it
        return m_card && m_card->isVisible();
    default: break;
    }
    return false;
}

void HoverWatch::refreshSoon()
{
    if (m_over)
        m_soon.start();
}

void HoverWatch::refresh()
{
    if (m_over)
        sayAbout(m_over, m_point);
}

void HoverWatch::sayAbout(QWidget *widget, QPoint point)
{
    QWidget *window = widget->window();
    if (!m_card || m_card->parentWidget() != window) {
        delete m_card;
        m_card = new HoverCard(window);
    }
    m_over = widget;
    m_point = point;
    const bool onCanvas = widget == m_canvas;
    QRect about = onCanvas ? m_canvas->rectAround(point) : m_overview->rect();
    about.moveTopLeft(widget->mapTo(window, about.topLeft()));
    m_card->say(onCanvas ? m_canvas->hoverText(point) : m_overview->hoverText(point), widget->mapTo(window, point), about);
}

void HoverWatch::forget()
{
    m_over = nullptr;
    if (m_card)
        m_card->hide();
}

} // namespace Interleave
