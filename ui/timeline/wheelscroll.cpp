#include "ui/timeline/wheelscroll.h"

#include <QWheelEvent>

#include <cmath>

namespace Interleave {

namespace {

constexpr double notch = 120;      // eighths of a degree, by Qt's convention
constexpr double anglePerPixel = 2; // of touchpads that tell pixels alone

QPointF angleOf(const QWheelEvent &event)
{
    return event.angleDelta().isNull() ? QPointF(event.pixelDelta()) * anglePerPixel : QPointF(event.angleDelta());
}

} // namespace

WheelScroll::Asked WheelScroll::read(const QWheelEvent &event, double panNotch, double scrollNotch)
{
    const Qt::ScrollPhase phase = event.phase();
    const bool alone = phase == Qt::NoScrollPhase; // each turn of a plain wheel is a gesture
    if (phase == Qt::ScrollBegin || alone)
        m_decided = false;
    const QPointF angle = angleOf(event);
    if (!m_decided && !angle.isNull()) {
        const bool sideways = std::abs(angle.x()) > std::abs(angle.y());
        const Does does = meaning(event);
        if (does != m_does || sideways != m_sideways)
            m_rest = 0;
        m_does = does;
        m_sideways = sideways;
        m_decided = !alone;
    }
    const bool fine = !event.pixelDelta().isNull();
    const double notches = (m_sideways ? angle.x() : angle.y()) / notch;
    const double pixels = m_sideways ? event.pixelDelta().x() : event.pixelDelta().y();
    Asked asked{.does = m_does, .notches = notches, .pixels = fine ? pixels : notches * panNotch};
    if (m_does == Does::Scroll)
        asked.wholePixels = whole(fine ? pixels : notches * scrollNotch);
    else if (m_does == Does::ChangeHeight)
        asked.heightSteps = whole(notches * heightNotch);
    if (phase == Qt::ScrollEnd)
        m_decided = false;
    return asked;
}

/// With what was left over before; what is left over now stays for the next.
int WheelScroll::whole(double amount)
{
    m_rest += amount;
    const int whole = int(std::trunc(m_rest));
    m_rest -= whole;
    return whole;
}

WheelScroll::Does WheelScroll::meaning(const QWheelEvent &event)
{
    const QPointF angle = angleOf(event);
    if (event.modifiers() & Qt::ControlModifier)
        return event.modifiers() & Qt::ShiftModifier ? Does::ChangeHeight : Does::Zoom;
    return event.modifiers() & Qt::ShiftModifier || std::abs(angle.x()) > std::abs(angle.y()) ? Does::Pan : Does::Scroll;
}

} // namespace Interleave
