#include "ui/timeline/overviewstrip.h"

#include "ui/models/markers.h"
#include "ui/models/playhead.h"
#include "ui/models/rangeselection.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"
#include "ui/timeline/searchmarks.h"
#include "ui/timeline/segmenttext.h"
#include "ui/timeline/timelinegeometry.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int renewEveryMs = 300;
constexpr int inset = 5;         // above and below the strip
constexpr int gripWidth = 5;     // on either side of an edge
constexpr int narrowestFrame = 6;
constexpr int faintest = 3, strongest = 8; // shades
constexpr int shortestLine = 2, tallestLine = 6; // a lane's line

} // namespace

OverviewStrip::OverviewStrip(const ViewState &view, QWidget *parent) : QWidget(parent), m_view(view), m_zoom(view.zoom)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Overview of the whole run"));
    m_renewal.setSingleShot(true);
    m_renewal.setInterval(renewEveryMs);
    connect(&m_renewal, &QTimer::timeout, this, &OverviewStrip::renew);
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &OverviewStrip::goOn);
    // A run that grows moves nothing else; that is seen when the lines are drawn anew.
    connect(m_zoom, &ZoomState::rangeChanged, this, [this] {
        if (m_drawnFrame != frame())
            update();
    });
    connect(view.range, &RangeSelection::changed, this, qOverload<>(&QWidget::update));
    connect(view.playhead, &Playhead::moved, this, qOverload<>(&QWidget::update));
    connect(view.markers, &Markers::changed, this, qOverload<>(&QWidget::update));
}

void OverviewStrip::setTrace(std::shared_ptr<const Trace> trace)
{
    m_trace = std::move(trace);
    m_liveEdge = m_trace ? m_trace->end() : Nanos(0);
    m_bars = QPixmap();
    m_next.stop();
    m_coloursRevision.reset();
    m_renewal.start(0); // the lanes come first
    update();
}

void OverviewStrip::setSearch(const Search *search)
{
    m_search = search;
    m_foundRenewal.setSingleShot(true);
    m_foundRenewal.setInterval(renewEveryMs);
    connect(&m_foundRenewal, &QTimer::timeout, this, &OverviewStrip::renewFound);
    connect(search, &Search::changed, this, [this] {
        if (!m_foundRenewal.isActive())
            m_foundRenewal.start();
    });
}

void OverviewStrip::renewFound()
{
    m_foundRun = m_zoom->run();
    m_found = m_search && m_search->count() > 0 ? foundColumns(*m_search, m_foundRun, m_width) : std::vector<bool>();
    update();
}

void OverviewStrip::refresh(Nanos liveEdge)
{
    m_liveEdge = liveEdge;
    if (!m_renewal.isActive())
        m_renewal.start(renewEveryMs);
}

void OverviewStrip::takeColoursOf(std::shared_ptr<const Trace> other)
{
    m_other = std::move(other);
    m_coloursRevision.reset();
    m_renewal.start(0);
}

void OverviewStrip::setAxis(int left, int width)
{
    // Asked at every frame of a growing run, which must wait for m_renewal like everybody else.
    width = std::max(1, width);
    if (left == m_left && width == m_width)
        return;
    m_left = left;
    m_width = width;
    m_next.stop();
    m_renewal.start(0);
    update();
}

int OverviewStrip::xOf(Nanos time) const
{
    return m_left + std::clamp(edgeOf(time, m_zoom->run(), m_width), 0, m_width);
}

Nanos OverviewStrip::timeAtX(int x) const
{
    return timeAt(x - m_left, m_zoom->run(), m_width);
}

QRect OverviewStrip::frame() const
{
    const int from = xOf(m_zoom->visible().begin), to = xOf(m_zoom->visible().end);
    const int wide = std::max(to - from, narrowestFrame);
    return {std::min(from, m_left + m_width - wide), 3, wide, height() - 6};
}

/// Begins to work out what the run looks like now. One that is not complete yet comes first.
void OverviewStrip::renew()
{
    if (!m_trace || m_trace->empty())
        return;
    if (m_next.isActive()) {
        m_renewal.start(renewEveryMs);
        return;
    }
    if (m_coloursRevision != m_trace->lanesRevision())
        m_colours = LaneColours::like(*m_trace, m_other.get());
    m_coloursRevision = m_trace->lanesRevision();
    const int room = height() - 2 * inset - 2;
    m_lines.begin(*m_trace, m_colours, {m_trace->begin(), std::max(m_liveEdge, m_trace->end())}, m_liveEdge, m_width,
                  room / shortestLine);
    goOn();
}

void OverviewStrip::goOn()
{
    if (m_lines.goOn(*m_trace))
        m_next.start();
    else
        paintBars();
}

/// Where it ran; paler where little of a pixel's time did.
void OverviewStrip::paintBars()
{
    const Theme &theme = timelineTheme(palette());
    const int lines = std::max(1, int(m_lines.lines().size())), room = height() - 2 * inset - 2;
    const int line = std::clamp(room / lines, shortestLine, tallestLine);
    m_drawnRun = m_lines.run();
    m_bars = QPixmap(QSize(m_width, height()) * devicePixelRatioF());
    m_bars.setDevicePixelRatio(devicePixelRatioF());
    m_bars.fill(Qt::transparent);
    QPainter painter(&m_bars);
    int index = 0;
    for (const OverviewLines::Line &shown : m_lines.lines()) {
        const int y = inset + 1 + index++ * (room - line) / std::max(1, lines - 1);
        const int end = std::min(m_width, int(shown.running.size()));
        const auto shadeAt = [&](int x) {
            const float share = std::min(1.0f, shown.running[std::size_t(x)]);
            return share <= 0 ? 0 : faintest + int(float(strongest - faintest) * share + 0.5f);
        };
        for (int x = 0, next = 0; x < end; x = next) {
            const int shade = shadeAt(x);
            for (next = x + 1; next < end && shadeAt(next) == shade;)
                ++next;
            QColor colour = theme.lane(shown.colour);
            colour.setAlpha(shade * 255 / strongest);
            if (shade > 0)
                painter.fillRect(x, y, next - x, std::max(1, line - (line > 3)), colour);
        }
    }
    update();
}

QString OverviewStrip::hoverText(QPoint point) const
{
    if (!m_trace || m_trace->empty() || point.x() < m_left || point.x() > m_left + m_width)
        return {};
    const Nanos begin = m_trace->begin();
    const TimeRange visible = m_zoom->visible();
    const QString there = tr("%1 of %2").arg(momentText(timeAtX(point.x()) - begin), momentText(m_zoom->run().length()));
    return there + QLatin1Char('\n')
        + tr("visible: %1 to %2").arg(momentText(visible.begin - begin), momentText(visible.end - begin));
}

void OverviewStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = timelineTheme(palette());
    painter.fillRect(rect(), theme.background);
    painter.fillRect(0, 0, width(), 1, theme.grid);
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
    painter.setFont(dimFont());
    painter.setPen(theme.dimText);
    painter.drawText(QRect(12, 0, m_left - 20, height()), Qt::AlignVCenter, tr("overview"));
    painter.fillRect(m_left - 8, 0, 1, height(), theme.grid);
    if (!m_trace || m_trace->empty())
        return;
    m_drawnFrame = frame();
    painter.fillRect(m_drawnFrame, theme.overview);
    // The run may have grown since, and another may share its axis.
    const int from = xOf(m_drawnRun.begin), to = xOf(m_drawnRun.end);
    if (!m_bars.isNull())
        painter.drawPixmap(QRect(from, 0, to - from, height()), m_bars);
    for (std::size_t column = 0; column < m_found.size(); ++column) {
        if (m_found[column])
            painter.fillRect(xOf(timeAt(int(column), m_foundRun, int(m_found.size()))), 1, 2, inset + 3, theme.marker);
    }
    painter.setPen(theme.accent);
    painter.drawRect(frame().adjusted(0, 0, -1, -1));
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
    paintMoments(painter, theme);
}

/// The selected range, markers and notes, and the playhead.
void OverviewStrip::paintMoments(QPainter &painter, const Theme &theme) const
{
    if (const auto range = m_view.range->current()) {
        QColor veil = theme.accent;
        veil.setAlpha(70);
        painter.fillRect(xOf(range->begin), inset, std::max(1, xOf(range->end) - xOf(range->begin)), height() - 2 * inset, veil);
    }
    for (const Marker &marker : m_view.markers->all()) {
        const int begin = xOf(marker.begin + m_trace->begin()), end = xOf(marker.end + m_trace->begin());
        painter.fillRect(begin, height() - inset - 2, std::max(3, end - begin), 3, theme.text);
        painter.fillRect(begin, inset, 1, height() - 2 * inset, theme.text);
    }
    if (const auto time = m_view.playhead->time())
        painter.fillRect(xOf(*time), 1, 2, height() - 2, theme.marker);
}

void OverviewStrip::resizeEvent(QResizeEvent *)
{
    m_renewal.start(0);
}

void OverviewStrip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && !m_bars.isNull() && !m_next.isActive())
        paintBars();
    QWidget::changeEvent(event);
}

OverviewStrip::Grip OverviewStrip::gripAt(int x) const
{
    const QRect visible = frame();
    if (std::abs(x - visible.left()) <= gripWidth)
        return Grip::Begin;
    if (std::abs(x - visible.right()) <= gripWidth)
        return Grip::End;
    return visible.left() < x && x < visible.right() ? Grip::Move : Grip::None;
}

void OverviewStrip::showCursor(int x)
{
    const Grip grip = m_grip != Grip::None ? m_grip : gripAt(x);
    setCursor(grip == Grip::None ? Qt::ArrowCursor : grip == Grip::Move ? Qt::OpenHandCursor : Qt::SplitHCursor);
}

void OverviewStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_trace || m_trace->empty())
        return;
    const Nanos time = timeAtX(event->pos().x());
    m_grip = gripAt(event->pos().x());
    if (m_grip == Grip::None) {
        const Nanos half = m_zoom->visible().length() / 2;
        m_zoom->panBy(time - half - m_zoom->visible().begin);
        m_grip = Grip::Move;
    }
    m_gripOffset = time - m_zoom->visible().begin;
}

void OverviewStrip::mouseMoveEvent(QMouseEvent *event)
{
    showCursor(event->pos().x());
    const Nanos time = timeAtX(event->pos().x());
    const TimeRange visible = m_zoom->visible();
    const Nanos shortest = ZoomState::shortestRange;
    switch (m_grip) {
    case Grip::None: break;
    case Grip::Move: m_zoom->panBy(time - m_gripOffset - visible.begin); break;
    case Grip::Begin: m_zoom->setVisible({std::min(time, visible.end - shortest), visible.end}); break;
    case Grip::End: m_zoom->setVisible({visible.begin, std::max(time, visible.begin + shortest)}); break;
    }
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent *event)
{
    m_grip = Grip::None;
    showCursor(event->pos().x());
}

} // namespace Interleave
