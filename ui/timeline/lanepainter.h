// Replays a layout on any QPainter: the window and pictures are drawn by this one path. Bars are
// opaque rectangles on whole pixels without antialiasing; hatches and labels come from caches.
// The painter's origin is the lanes' pixel 0 at the top of the first row.
#pragma once

#include "ui/timeline/lanelayout.h"
#include "ui/timeline/timeticks.h"
#include "ui/timeline/wakearrows.h"

#include <QHash>
#include <QPixmap>
#include <QStaticText>
#include <QString>

#include <memory>
#include <optional>

class QPainter;
class QRect;

namespace Interleave {

class LanePainter
{
public:
    explicit LanePainter(const Theme &theme, double textScale = Interleave::textScale())
        : m_theme(theme), m_textScale(textScale)
    {}

    const Theme &theme() const { return m_theme; }
    void setTheme(const Theme &theme);
    void setTextScale(double scale) { m_textScale = scale; }

    void paintGrid(QPainter &painter, const std::vector<TimeTick> &ticks, const LaneLayout &layout, int height) const;
    /// Lines above each tree of lanes but the first.
    void paintSeparators(QPainter &painter, const LaneLayout &layout, int x, int width) const;
    /// Rows that are dim are drawn paler; see LaneRow.
    void paintBars(QPainter &painter, const LaneLayout &layout);
    void paintArrows(QPainter &painter, const std::vector<WakeArrow> &arrows) const;
    /// Outlines the segment's bar on that row.
    void paintSelected(QPainter &painter, const LaneLayout &layout, const LaneRow &row, const Segment &segment) const;
    /// Names, kinds and the tree in a column of that width.
    void paintHeaders(QPainter &painter, const LaneLayout &layout, int width, std::optional<LaneId> selected);
    /// Ticks and labels hanging above y = height.
    void paintRuler(QPainter &painter, const std::vector<TimeTick> &ticks, const LaneLayout &layout, int height);
    /// What shapes and colours mean, in one line from x on; brief where room is dear.
    enum class Legend { Full, Brief };
    void paintLegend(QPainter &painter, int x, int y, Legend length = Legend::Full);
    static int legendWidth(Legend length);
    /// One of its swatches, 18 pixels wide, centred on y: as a bar of that shape looks.
    void paintSwatch(QPainter &painter, int x, int y, BarShape shape, bool inferred = false);

    /// Where the triangle that collapses the row stands in the header column.
    static QRect triangleRect(const LaneRow &row);

private:
    void paintRows(QPainter &painter, const LaneLayout &layout, bool dim);
    void paintBar(QPainter &painter, const Bar &bar);
    void paintOutlined(QPainter &painter, const QRect &rect, const QColor &fill, bool hollow) const;
    void paintHatched(QPainter &painter, const QRect &rect, bool hollow);
    void scaleLabels(int row);
    void paintLabel(QPainter &painter, const BarLabel &label);
    const QStaticText &cachedLabel(const QString &text);
    QColor fillOf(const Bar &bar) const;

    Theme m_theme;
    double m_textScale;
    double m_barScale = 1; // of what is written into bars, at the rows' height
    QHash<QString, QStaticText> m_labels;
    QPixmap m_hatch;
    std::unique_ptr<LanePainter> m_pale; // for dim rows, made when the first is drawn
};

} // namespace Interleave
