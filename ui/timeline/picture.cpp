#include "ui/timeline/picture.h"

#include "ui/timeline/pictureparts.h"
#include "ui/timeline/pngencoder.h"

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int lanesTop = pictureMargin + pictureTitleHeight + pictureLineHeight + pictureLegendHeight + pictureRulerHeight;
constexpr double inchesPerMetre = 39.3701;
constexpr int baseDpi = 96;
constexpr double pointsPerInch = 72;

/// One picture being drawn: where its parts are, and the layout of its lanes.
class PictureDrawing
{
public:
    PictureDrawing(const Trace &trace, const PictureOptions &options)
        : m_trace(trace), m_painter(Theme::chosen(options.dark, options.colourBy), 1)
        , m_lanes(trace, m_painter, LaneColours(trace),
                  options.range.value_or(TimeRange{trace.begin(), std::max(trace.end(), trace.begin() + Nanos(1))}),
                  options.rows)
        , m_caption(options.caption, options.size.isEmpty() ? pictureWidth : options.size.width())
        , m_size(options.size), m_shown(m_lanes.count())
    {
        if (options.size.isEmpty())
            fitHeight(tallestPicture(pictureWidth, std::clamp(options.scale, 1, largestScale)));
        else
            m_caption.setHeight((options.size.height() - lanesTop) / 2);
    }

    QSize size() const { return m_size; }

    void draw(QPainter &painter)
    {
        const int rowsHeight = m_shown * RowMetrics().row;
        const int room = std::max(0, m_size.height() - lanesTop - m_caption.height());
        m_lanes.layOut(m_lanes.columnWidth(), m_size.width(), std::min(room, rowsHeight));
        painter.fillRect(QRect(QPoint(0, 0), m_size), m_painter.theme().background);
        drawTitle(painter);
        drawLegend(painter);
        m_lanes.drawAxis(painter, lanesTop);
        m_lanes.draw(painter, lanesTop,
                     m_leftOut > 0 ? rowsHeight : std::max(0, room - pictureMargin / 2));
        if (m_leftOut > 0)
            m_lanes.drawRemark(painter, lanesTop + rowsHeight, m_leftOut);
        m_caption.draw(painter, m_size.height(), m_painter.theme());
    }

private:
    /// As high as the lanes need; where that is more than an image can hold, with those that fit.
    void fitHeight(int tallest)
    {
        const int row = RowMetrics().row;
        const int around = lanesTop + pictureMargin + m_caption.height(), room = tallest - around;
        if (m_shown > room / row) {
            const int fitting = (room - pictureRemarkHeight) / row;
            m_leftOut = m_shown - fitting;
            m_shown = fitting;
        }
        const int lanes = m_shown * row + (m_leftOut > 0 ? pictureRemarkHeight : 0);
        m_size = QSize(pictureWidth, std::max(shortestPicture, around + lanes));
    }

    void drawTitle(QPainter &painter) const
    {
        const QRect line(pictureMargin, pictureMargin - 4, m_size.width() - 2 * pictureMargin, pictureTitleHeight);
        drawPictureLine(painter, line, pictureTitle(m_trace.info), pictureTitleFont(), m_painter.theme().text);
        drawPictureLine(painter, line.translated(0, pictureTitleHeight - 4), pictureSubtitle(m_trace), dimFont(1),
                        m_painter.theme().dimText);
    }

    /// In fewer words where all have no room.
    void drawLegend(QPainter &painter)
    {
        using Legend = LanePainter::Legend;
        const int room = m_size.width() - 2 * pictureMargin;
        const bool fits = LanePainter::legendWidth(Legend::Full, m_painter.theme().by, showsBands(m_trace)) <= room;
        m_painter.paintLegend(painter, pictureMargin, pictureMargin + pictureTitleHeight + pictureLineHeight,
                              fits ? Legend::Full : Legend::Brief, showsBands(m_trace));
    }

    const Trace &m_trace;
    LanePainter m_painter;
    PictureLanes m_lanes;
    PictureCaption m_caption;
    QSize m_size;
    int m_shown = 0;   // lanes, from the first
    int m_leftOut = 0; // the others
};

/// Vectors have no pixels for a scale to multiply.
PictureOptions unscaled(PictureOptions options)
{
    if (options.scale >= 1 && options.scale <= largestScale)
        options.scale = 1;
    return options;
}

} // namespace

QSize pictureSize(const Trace &trace, const PictureOptions &options)
{
    return PictureDrawing(trace, options).size() * options.scale;
}

Result<void> checkPicture(const PictureOptions &options)
{
    const auto fits = checkedPicture(options.size.isEmpty() ? QSize(pictureWidth, shortestPicture) : options.size, options);
    return fits.hasValue() ? Result<void>() : Result<void>(fits.error());
}

Result<QImage> renderPicture(const Trace &trace, const PictureOptions &options)
{
    PictureDrawing drawing(trace, options);
    return drawnImage(drawing.size(), options, [&drawing](QPainter &painter) { drawing.draw(painter); });
}

Result<QByteArray> encodePng(const QImage &image, const std::stop_token &stop)
{
    QImage resolved = image;
    const int dotsPerMetre = int(std::lround(baseDpi * image.devicePixelRatio() * inchesPerMetre));
    resolved.setDotsPerMeterX(dotsPerMetre);
    resolved.setDotsPerMeterY(dotsPerMetre);
    QByteArray bytes = pngBytes(resolved, stop);
    if (stop.stop_requested())
        return Error(ErrorCode::Failed, "Writing the picture was stopped.");
    if (bytes.isEmpty())
        return Error(ErrorCode::NoResources, "The picture could not be encoded as PNG.");
    return bytes;
}

Result<QByteArray> renderSvg(const Trace &trace, const PictureOptions &options)
{
    PictureDrawing drawing(trace, unscaled(options));
    if (const auto fits = checkedPicture(drawing.size(), unscaled(options)); !fits.hasValue())
        return fits.error();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(drawing.size());
    generator.setViewBox(QRect(QPoint(0, 0), drawing.size()));
    generator.setResolution(baseDpi);
    generator.setTitle(pictureTitle(trace.info));
    if (const auto drawn = drawOn(generator, [&drawing](QPainter &painter) { drawing.draw(painter); }); !drawn.hasValue())
        return drawn.error();
    return bytes;
}

Result<QByteArray> renderPdf(const Trace &trace, const PictureOptions &options)
{
    PictureDrawing drawing(trace, unscaled(options));
    if (const auto fits = checkedPicture(drawing.size(), unscaled(options)); !fits.hasValue())
        return fits.error();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(pictureTitle(trace.info));
    writer.setResolution(baseDpi);
    writer.setPageSize(QPageSize(QSizeF(drawing.size()) * pointsPerInch / baseDpi, QPageSize::Point, {},
                                 QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    if (const auto drawn = drawOn(writer, [&drawing](QPainter &painter) { drawing.draw(painter); }); !drawn.hasValue())
        return drawn.error();
    return bytes;
}

} // namespace Interleave
