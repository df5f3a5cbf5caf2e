// Replays a layout on any QPainter: the window and pictures are drawn by this one path. Bars are
// opaque rectangles on whole pixels without antialiasing; hatches and labels come from caches.
// The painter's origin is the lanes' pixel 0 at the top of the first row.
#pragma once

#include "ui/timeline/lanelayout.h"
#include "ui/timeline/stackpainter.h"
#include "ui/timeline/timeticks.h"
#include "ui/timeline/wakearrows.h"

#include <QPixmap>
#include <QStaticText>
#include <QString>

#include <memory>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

class QPainter;
class QRect;

namespace Interleave {

class LanePainter
{
public:
    explicit LanePainter(const Theme &theme, double textScale = Interleave::textScale())
        : m_theme(theme), m_textScale(textScale), m_stacks(theme)
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
    /// Without bands it says nothing of them.
    void paintLegend(QPainter &painter, int x, int y, Legend length, bool hasBands);
    static int legendWidth(Legend length, ColourBy by, bool hasBands);
    /// One of its swatches, 18 pixels wide, centred on y: as a bar of that shape looks.
    void paintSwatch(QPainter &painter, int x, int y, BarShape shape, bool inferred = false, WaitKind wait = WaitKind::Other);

    /// Where the triangle that collapses the row stands in the header column.
    static QRect triangleRect(const LaneRow &row);

private:
    void paintRows(QPainter &painter, const LaneLayout &layout, bool dim);
    void paintStackSwatch(QPainter &painter, const QRect &rect);
    void paintBandSwatch(QPainter &painter, int x, int y) const;
    struct PreparedLabel {
        QStaticText text;
        QSize size = {};
    };
    /// What goes with a fill; working it out costs microseconds.
    struct Contrast {
        QColor outline, ink;
    };

    void fitHatch(const QPainter &painter);
    void paintBar(QPainter &painter, const Bar &bar);
    void paintOutlined(QPainter &painter, const QRect &rect, const QColor &fill, bool hollow) const;
    void paintHatched(QPainter &painter, const QRect &rect, WaitKind wait, bool hollow);
    void scaleLabels(int row);
    void paintLabel(QPainter &painter, const BarLabel &label);
    void paintHatchStrip(QPainter &painter, const QRect &rect, WaitKind wait);
    const PreparedLabel &preparedLabel(const std::string &text);
    const Contrast &contrastOf(const QColor &fill) const;
    const QPixmap &hatch(WaitKind wait) const { return m_hatches[std::size_t(wait)]; }
    QColor fillOf(const Bar &bar) const;
    QColor outlineOf(const QColor &fill) const;
    QColor inkOn(const QColor &fill) const;

    Theme m_theme;
    double m_textScale;
    double m_barScale = 1; // of what is written into bars, at the rows' height
    StackPainter m_stacks;
    std::unordered_map<std::string, PreparedLabel> m_labels;
    mutable std::unordered_map<QRgb, Contrast> m_contrasts; // by fill
    std::array<QPixmap, 3> m_hatches; // by WaitKind
    std::unique_ptr<LanePainter> m_pale; // for dim rows, made when the first is drawn
    std::map<std::pair<WaitKind, int>, QPixmap> m_hatchStrips; // by height
};

} // namespace Interleave
