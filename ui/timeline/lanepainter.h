// Replays a layout on any QPainter: the window and pictures are drawn by this one path. Bars are
// opaque rectangles on whole pixels without antialiasing, of a raster written straight into its pixels; labels come from a cache.
// The painter's origin is the lanes' pixel 0 at the top of the first row.
#pragma once

#include "ui/timeline/barpainter.h"
#include "ui/timeline/lanelayout.h"
#include "ui/timeline/stackpainter.h"
#include "ui/timeline/timeticks.h"
#include "ui/timeline/wakearrows.h"

#include <QStaticText>
#include <QString>

#include <memory>
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
        : m_theme(theme), m_textScale(textScale), m_stacks(theme), m_bars(theme)
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

    void writeBars(const RasterPixels &pixels, const LaneLayout &layout, bool dim);
    void scaleLabels(int row);
    void paintLabel(QPainter &painter, const BarLabel &label);
    const PreparedLabel &preparedLabel(const std::string &text);
    QColor inkOn(const QColor &fill);

    Theme m_theme;
    double m_textScale;
    double m_barScale = 1; // of what is written into bars, at the rows' height
    StackPainter m_stacks;
    BarPainter m_bars;
    std::unordered_map<std::string, PreparedLabel> m_labels;
    std::unordered_map<QRgb, QColor> m_inks; // of labels, by fill; working one out costs microseconds
    std::unique_ptr<LanePainter> m_pale; // for dim rows, made when the first is drawn
};

} // namespace Interleave
