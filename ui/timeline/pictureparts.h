// What pictures of timelines are put together from: their measures, words, and the lanes of one run.
// Drawn by the same painter as the window.
#pragma once

#include "core/base/result.h"
#include "ui/timeline/lanecolours.h"
#include "ui/timeline/lanepainter.h"
#include "ui/timeline/picture.h"

#include <QString>

#include <functional>

class QPaintDevice;

namespace Interleave {

inline constexpr int pictureMargin = 16;
inline constexpr int pictureWidth = 1440; // unless another is asked for
inline constexpr int shortestPicture = 160;
inline constexpr int largestScale = 4;
inline constexpr int pictureTitleHeight = 28, pictureLineHeight = 20, pictureLegendHeight = 28, pictureRulerHeight = 30;
inline constexpr int pictureRemarkHeight = 24; // how many lanes are left out

QString pictureTitle(const RunInfo &info);
/// Scenario, parameters, and what was lost.
QString pictureSubtitle(const Trace &trace);
/// One line of text, cut with an ellipsis where it is too long.
void drawPictureLine(QPainter &painter, const QRect &place, const QString &text, const QFont &font, const QColor &colour);

/// Sentences below a picture, in lines as long as it has room.
class PictureCaption
{
public:
    PictureCaption(const QString &text, int width);

    /// What it takes of the picture, with the room above it; 0 where there is no text.
    int height() const;
    /// In less room, words are left out at its end.
    void setHeight(int height);
    /// At the foot of a picture of that height.
    void draw(QPainter &painter, int pictureHeight, const Theme &theme) const;

private:
    int linesHeight(const QString &text) const;

    QString m_text;
    int m_width;
    int m_height;
};

/// What an image of this width can hold.
int tallestPicture(int width, int scale);
/// Usage error for what no image can be.
Result<Success> checkedPicture(QSize size, const PictureOptions &options);
/// Nothing of a picture that a device refused may pass for one.
Result<Success> drawOn(QPaintDevice &device, const std::function<void(QPainter &)> &draw);
/// An image of that size times the options' scale; NoResources.
Result<QImage> drawnImage(QSize size, const PictureOptions &options, const std::function<void(QPainter &)> &draw);

/// The lanes of one run: names in a column, beside it the bars over a range of time. It outlives neither
/// the trace nor the painter.
class PictureLanes
{
public:
    PictureLanes(const Trace &trace, LanePainter &painter, LaneColours colours, TimeRange range,
                 const PictureRows &rows = {});

    /// Wide enough for the longest name with its kind, within bounds.
    int columnWidth() const;
    int count() const { return int(m_rows->rows.size()); }
    /// Of the axis, right of a column of that width in a picture of that width.
    static int axisLeft(int column) { return pictureMargin + column + axisGap; }
    static int axisWidth(int column, int width) { return width - axisLeft(column) - pictureMargin - axisGap; }
    const TimeRange &range() const { return m_range; }

    /// Decides what to draw; call before the others. `bottom`: below which no row is seen.
    void layOut(int column, int width, int bottom);
    /// Hanging above y = bottom.
    void drawAxis(QPainter &painter, int bottom) const;
    /// From y = top on.
    void draw(QPainter &painter, int top, int height) const;
    /// As so many that there was no room for.
    void drawRemark(QPainter &painter, int top, int leftOut) const;

private:
    static constexpr int axisGap = 8;

    const Trace &m_trace;
    LanePainter &m_painter;
    LaneColours m_colours;
    TimeRange m_range;
    std::shared_ptr<const LaneRows> m_rows;
    LaneLayout m_layout;
    std::vector<TimeTick> m_ticks;
    int m_column = 0, m_width = 0;
};

} // namespace Interleave
