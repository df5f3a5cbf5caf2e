#include "ui/timeline/lanepainter.h"

#include "ui/timeline/timelinegeometry.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int hatchSize = 8;       // pixels from one line to the next
constexpr int labelPadding = 8; // clear of the marks at a bar's ends
constexpr int cachedLabels = 4000; // then the cache starts over
constexpr double leastLabels = 0.82, mostLabels = 1.4; // of a label's usual size
constexpr int indent = 14;
constexpr int treeLeft = 8;
constexpr int triangleSize = 14;
constexpr int majorTick = 7, minorTickLength = 4;
constexpr int swatchWidth = 18, swatchGap = 6;
constexpr int outlinedFrom = 4;    // narrower bars are all outline

QString words(const char *source)
{
    return QCoreApplication::translate("LanePainter", source);
}

/// Diagonal lines at the device's own resolution, so that they stay sharp in a large picture.
QPixmap hatchTile(const Theme &theme, qreal ratio)
{
    QPixmap tile(QSize(hatchSize, hatchSize) * ratio);
    tile.setDevicePixelRatio(ratio);
    tile.fill(theme.suspended);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.suspendedHatch, 1));
    for (int shift : {-hatchSize, 0, hatchSize})
        painter.drawLine(QPointF(shift - 1, hatchSize + 1), QPointF(shift + hatchSize + 1, -1));
    return tile;
}

struct LegendEntry {
    BarShape shape;
    bool inferred;
    QString text;
};

std::vector<LegendEntry> legendOf(LanePainter::Legend length)
{
    const bool brief = length == LanePainter::Legend::Brief;
    return {{BarShape::Running, false, brief ? words("running") : words("running, in the lane's colour")},
            {BarShape::Ready, false, brief ? words("ready") : words("ready, waiting for its turn")},
            {BarShape::Suspended, false, brief ? words("waiting") : words("suspended, with its reason")},
            {BarShape::Running, true, brief ? words("inferred") : words("outlined: inferred")}};
}

int legendGap(LanePainter::Legend length) { return length == LanePainter::Legend::Brief ? 14 : 22; }

QRect rectOf(const Bar &bar) { return {bar.x, bar.y, bar.width, bar.height}; }

} // namespace

void LanePainter::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_pale.reset();
    m_hatch = QPixmap();
}

void LanePainter::paintGrid(QPainter &painter, const std::vector<TimeTick> &ticks, const LaneLayout &layout,
                            int height) const
{
    for (const TimeTick &tick : ticks) {
        if (tick.isMajor())
            painter.fillRect(edgeOf(tick.time, layout.range, layout.width), 0, 1, height, m_theme.grid);
    }
}

void LanePainter::paintSeparators(QPainter &painter, const LaneLayout &layout, int x, int width) const
{
    for (const LaneRow &row : layout.rows) {
        if (row.beginsTree && row.y > 0)
            painter.fillRect(x, row.y, width, 1, m_theme.grid);
    }
}

void LanePainter::paintBars(QPainter &painter, const LaneLayout &layout)
{
    paintRows(painter, layout, false);
    if (std::none_of(layout.rows.begin(), layout.rows.end(), [](const LaneRow &row) { return row.dim; }))
        return;
    if (!m_pale)
        m_pale = std::make_unique<LanePainter>(m_theme.dimmed(), m_textScale);
    m_pale->paintRows(painter, layout, true);
}

void LanePainter::paintRows(QPainter &painter, const LaneLayout &layout, bool dim)
{
    const qreal ratio = painter.device()->devicePixelRatioF() * painter.worldTransform().m11();
    if (m_hatch.isNull() || m_hatch.devicePixelRatio() != ratio)
        m_hatch = hatchTile(m_theme, ratio);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const LaneRow &row : layout.rows) {
        if (row.dim != dim)
            continue;
        for (const Bar &bar : std::span(layout.bars).subspan(row.firstBar, row.barCount))
            paintBar(painter, bar);
    }
    scaleLabels(layout.all ? layout.all->metrics.row : RowMetrics().row);
    painter.setFont(barFont(m_barScale));
    for (const BarLabel &label : layout.labels) {
        if (layout.rows[rowAt(std::span<const LaneRow>(layout.rows), label.y)].dim == dim)
            paintLabel(painter, label);
    }
}

/// What is written into bars grows and shrinks with them, within what can be read.
void LanePainter::scaleLabels(int row)
{
    const double scale = std::clamp(double(row) / RowMetrics().row, leastLabels, mostLabels * m_textScale);
    if (scale == m_barScale)
        return;
    m_barScale = scale;
    m_labels.clear();
}

QColor LanePainter::fillOf(const Bar &bar) const
{
    if (bar.shape == BarShape::Container)
        return m_theme.pale(bar.colour);
    if (bar.shape == BarShape::Free)
        return m_theme.minorTick;
    if (bar.shape == BarShape::Level || bar.shape == BarShape::Peak)
        return bar.shape == BarShape::Level ? m_theme.level : m_theme.levelPeak;
    return bar.state == State::Running ? m_theme.lane(bar.colour)
        : bar.state == State::Ready    ? m_theme.ready
                                       : m_theme.suspended;
}

void LanePainter::paintBar(QPainter &painter, const Bar &bar)
{
    const QRect rect = rectOf(bar);
    switch (bar.shape) {
    case BarShape::Stacked:
    case BarShape::Free:
    case BarShape::Level:
    case BarShape::Peak:
        painter.fillRect(rect, fillOf(bar));
        return;
    case BarShape::Suspended:
        paintHatched(painter, rect, bar.inferred);
        return;
    case BarShape::Unobserved:
        paintOutlined(painter, rect, m_theme.grid, true);
        return;
    case BarShape::Container:
    case BarShape::Ready:
    case BarShape::Running:
        break;
    }
    if (bar.shape == BarShape::Running && bar.colour == LaneColour() && !bar.inferred)
        painter.fillRect(rect, fillOf(bar));
    else
        paintOutlined(painter, rect, fillOf(bar), bar.inferred);
}

void LanePainter::paintOutlined(QPainter &painter, const QRect &rect, const QColor &fill, bool hollow) const
{
    const QColor outline = m_theme.outlineOf(fill);
    if (rect.width() < outlinedFrom) {
        painter.fillRect(rect, outline);
        return;
    }
    painter.fillRect(rect, outline);
    painter.fillRect(rect.adjusted(1, 1, -1, -1), hollow ? m_theme.background : fill);
}

void LanePainter::paintHatched(QPainter &painter, const QRect &rect, bool hollow)
{
    if (hollow) {
        paintOutlined(painter, rect, m_theme.suspended, true);
        return;
    }
    const QPoint phase(((rect.x() % hatchSize) + hatchSize) % hatchSize, rect.y() % hatchSize);
    painter.drawTiledPixmap(rect, m_hatch, phase);
    const QColor outline = m_theme.outlineOf(m_theme.suspended);
    painter.fillRect(QRect(rect.x(), rect.y(), rect.width(), 1), outline);
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), outline);
}

const QStaticText &LanePainter::cachedLabel(const QString &text)
{
    auto found = m_labels.find(text);
    if (found == m_labels.end()) {
        if (m_labels.size() >= cachedLabels)
            m_labels.clear();
        QStaticText prepared(text);
        prepared.setTextFormat(Qt::PlainText);
        prepared.prepare(QTransform(), barFont(m_barScale));
        found = m_labels.insert(text, prepared);
    }
    return *found;
}

/// Centred where the whole text fits, on a plain ground so that the hatch does not cross it.
void LanePainter::paintLabel(QPainter &painter, const BarLabel &label)
{
    const QStaticText &text = cachedLabel(QString::fromStdString(label.text));
    const int width = int(std::ceil(text.size().width())), height = int(std::ceil(text.size().height()));
    if (width + 2 * labelPadding > label.width)
        return;
    const bool container = label.shape == BarShape::Container, unobserved = label.shape == BarShape::Unobserved;
    const int x = container ? label.x + 6 : label.x + (label.width - width) / 2;
    const int y = label.y + (label.height - height) / 2;
    QColor fill = m_theme.suspended;
    if (label.shape == BarShape::Ready)
        fill = m_theme.ready;
    else if (container)
        fill = m_theme.pale(label.colour);
    else if (label.shape == BarShape::Running)
        fill = m_theme.lane(label.colour);
    if (label.shape == BarShape::Suspended)
        painter.fillRect(x - 3, label.y + 1, width + 6, label.height - 2, fill);
    painter.setPen(unobserved ? m_theme.dimText : m_theme.textOn(fill));
    painter.drawStaticText(x, y, text);
}

void LanePainter::paintArrows(QPainter &painter, const std::vector<WakeArrow> &arrows) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.arrow, 1.4));
    for (const WakeArrow &arrow : arrows) {
        const QPointF from(arrow.fromX + 0.5, arrow.fromY), to(arrow.toX + 0.5, arrow.toY);
        const int down = to.y() > from.y() ? 1 : -1;
        const QPointF tip(to.x(), to.y() - down * 8); // stops above the bar's middle
        QPainterPath path(from);
        path.cubicTo(QPointF(from.x() + 10, from.y() + down * 14), QPointF(tip.x() - 2, tip.y() - down * 16), tip);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        painter.setBrush(m_theme.arrow);
        painter.drawPolygon(QPolygonF{tip + QPointF(0, down * 2), tip + QPointF(-3.5, -down * 5),
                                      tip + QPointF(3.5, -down * 5)});
    }
    painter.restore();
}

void LanePainter::paintSelected(QPainter &painter, const LaneLayout &layout, const LaneRow &row,
                                const Segment &segment) const
{
    const int from = std::clamp(edgeOf(segment.begin, layout.range, layout.width), -layout.width, 2 * layout.width);
    const int to = std::clamp(edgeOf(segment.end, layout.range, layout.width), -layout.width, 2 * layout.width);
    const QRect rect(from - 2, row.y + 2, std::max(to - from, BarMerger::markWidth) + 4, row.height - 4);
    const int wide = rect.width(), high = rect.height();
    for (const QRect &edge : {QRect(rect.x(), rect.y(), wide, 2), QRect(rect.x(), rect.bottom() - 1, wide, 2),
                              QRect(rect.x(), rect.y(), 2, high), QRect(rect.right() - 1, rect.y(), 2, high)})
        painter.fillRect(edge, m_theme.accent);
}

QRect LanePainter::triangleRect(const LaneRow &row)
{
    return {treeLeft + row.depth * indent, row.y, triangleSize, row.height};
}

void LanePainter::paintHeaders(QPainter &painter, const LaneLayout &layout, int width, std::optional<LaneId> selected)
{
    const QFontMetrics dimMetrics(dimFont(m_textScale));
    for (const LaneRow &row : layout.rows) {
        if (!painter.clipBoundingRect().intersects(QRectF(0, row.y, width, row.height)))
            continue;
        const QRect whole(0, row.y, width, row.height);
        if (selected == row.lane)
            painter.fillRect(whole, m_theme.selectedRow);
        const QRect triangle = triangleRect(row);
        painter.setPen(row.dim ? m_theme.dimText : m_theme.text);
        if (row.hasChildren) {
            painter.setFont(dimFont(m_textScale));
            painter.drawText(triangle, Qt::AlignCenter, row.collapsed ? QStringLiteral("▸") : QStringLiteral("▾"));
        }
        const QString hint = QString::fromStdString(row.hint);
        const int left = triangle.right() + 4;
        const QString name = QString::fromStdString(row.name);
        const QFont font = laneNameFont(row.container, m_textScale);
        const QFontMetrics metrics(font);
        const int hintWidth = hint.isEmpty() ? 0 : dimMetrics.horizontalAdvance(hint) + 10;
        const bool hintFits = hintWidth > 0 && left + metrics.horizontalAdvance(name) + hintWidth + 8 <= width;
        const QRect nameRect(left, row.y, width - left - 8 - (hintFits ? hintWidth : 0), row.height);
        painter.setFont(font);
        painter.drawText(nameRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         metrics.elidedText(name, Qt::ElideRight, nameRect.width()));
        if (!hintFits)
            continue;
        painter.setFont(dimFont(m_textScale));
        painter.setPen(m_theme.dimText);
        painter.drawText(whole.adjusted(0, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, hint);
    }
}

void LanePainter::paintRuler(QPainter &painter, const std::vector<TimeTick> &ticks, const LaneLayout &layout,
                             int height)
{
    painter.setFont(dimFont(m_textScale));
    const QFontMetrics metrics(dimFont(m_textScale));
    painter.setPen(m_theme.dimText);
    for (const TimeTick &tick : ticks) {
        const int x = edgeOf(tick.time, layout.range, layout.width);
        const int length = tick.isMajor() ? majorTick : minorTickLength;
        painter.fillRect(x, height - length, 1, length, m_theme.minorTick);
        if (!tick.isMajor())
            continue;
        const QString label = QString::fromStdString(tick.label);
        const int width = metrics.horizontalAdvance(label);
        // A label at the edge moves inwards rather than being cut.
        const int left = std::clamp(x - width / 2, -6, std::max(-6, layout.width - width + 6));
        painter.drawText(QRect(left, 0, width + 2, height - majorTick), Qt::AlignVCenter | Qt::AlignLeft, label);
    }
}

void LanePainter::paintSwatch(QPainter &painter, int x, int y, BarShape shape, bool inferred)
{
    const qreal ratio = painter.device()->devicePixelRatioF() * painter.worldTransform().m11();
    m_hatch = hatchTile(m_theme, ratio);
    const auto swatch = [&](int tall) { return QRect(x, y - tall / 2, swatchWidth, tall); };
    switch (shape) {
    case BarShape::Running:
        for (int i = 0; i < 3 && !inferred; ++i) // three lanes, three colours
            painter.fillRect(swatch(14).adjusted(6 * i, 0, 6 * i - 12, 0), m_theme.lanes[std::size_t(i)]);
        if (inferred)
            paintOutlined(painter, swatch(12), m_theme.lanes[0], true);
        break;
    case BarShape::Ready: paintOutlined(painter, swatch(9), m_theme.ready, false); break;
    case BarShape::Suspended: paintHatched(painter, swatch(8), false); break;
    case BarShape::Unobserved: paintOutlined(painter, swatch(8), m_theme.grid, true); break;
    case BarShape::Free: painter.fillRect(swatch(4), m_theme.minorTick); break;
    case BarShape::Level:
        painter.fillRect(swatch(12).adjusted(0, 6, -9, 0), m_theme.level);
        painter.fillRect(swatch(12).adjusted(9, 0, 0, 0), m_theme.level);
        break;
    case BarShape::Container: paintOutlined(painter, swatch(10), m_theme.pale(LaneColour{0}), false); break;
    case BarShape::Stacked:
        painter.fillRect(swatch(14).adjusted(0, 4, 0, 0), m_theme.lanes[0]);
        painter.fillRect(swatch(14).adjusted(0, 0, 0, -10), m_theme.ready);
        break;
    case BarShape::Peak: painter.fillRect(swatch(12), m_theme.levelPeak); break;
    }
}

void LanePainter::paintLegend(QPainter &painter, int x, int y, Legend length)
{
    const QFontMetrics metrics(dimFont(m_textScale));
    for (const LegendEntry &entry : legendOf(length)) {
        paintSwatch(painter, x, y + metrics.height() / 2, entry.shape, entry.inferred);
        painter.setFont(dimFont(m_textScale));
        painter.setPen(m_theme.dimText);
        const int wide = metrics.horizontalAdvance(entry.text);
        painter.drawText(QRect(x + swatchWidth + swatchGap, y, wide + 2, metrics.height()), Qt::AlignVCenter | Qt::AlignLeft,
                         entry.text);
        x += swatchWidth + swatchGap + wide + legendGap(length);
    }
}

int LanePainter::legendWidth(Legend length)
{
    const QFontMetrics metrics(dimFont());
    int width = -legendGap(length);
    for (const LegendEntry &entry : legendOf(length))
        width += swatchWidth + swatchGap + metrics.horizontalAdvance(entry.text) + legendGap(length);
    return width;
}

} // namespace Interleave
