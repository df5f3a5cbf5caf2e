#include "ui/timeline/picture.h"

#include "ui/timeline/lanepainter.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/pngencoder.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetrics>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int margin = 16;
constexpr int defaultWidth = 1440;
constexpr int narrowest = 320, shortest = 160;
constexpr int largestScale = 4;
constexpr int longestSide = 32'767;              // QPainter's raster coordinates
constexpr qint64 mostPixels = 268'000'000;       // 1 GB of them
constexpr int titleHeight = 28, subtitleHeight = 20, legendHeight = 28, rulerHeight = 30;
constexpr int remarkHeight = 24; // how many lanes are left out
constexpr int lanesTop = margin + titleHeight + subtitleHeight + legendHeight + rulerHeight;
constexpr int shortestColumn = 120, longestColumn = 340;
constexpr double inchesPerMetre = 39.3701;
constexpr int baseDpi = 96;
constexpr double pointsPerInch = 72;

QString words(const char *source)
{
    return QCoreApplication::translate("Picture", source);
}

QString titleOf(const RunInfo &info)
{
    if (!info.title.empty())
        return QString::fromStdString(info.title);
    return info.scenario.empty() ? words("A recorded run") : QString::fromStdString(info.scenario);
}

QString subtitleOf(const Trace &trace)
{
    QStringList parts;
    if (!trace.info.scenario.empty() && !trace.info.title.empty())
        parts << QString::fromStdString(trace.info.scenario);
    for (const auto &[name, value] : trace.info.parameters)
        parts << QStringLiteral("%1 = %2").arg(QString::fromStdString(name), QString::fromStdString(value));
    if (trace.lost() > 0)
        parts << words("%1 events lost").arg(trace.lost());
    return parts.join(QStringLiteral("  ·  "));
}

/// As wide as the longest name with its kind needs, within bounds.
int columnWidth(const Trace &trace, const LaneRows &rows)
{
    int widest = shortestColumn;
    for (const LaneRow &row : rows.rows) {
        const Lane &lane = *trace.lane(row.lane);
        const QFontMetrics names(laneNameFont(row.container, 1)), hints(dimFont(1));
        widest = std::max(widest, LanePainter::triangleRect(row).right() + 24
                              + names.horizontalAdvance(QString::fromStdString(laneTitle(lane)))
                              + hints.horizontalAdvance(QString::fromStdString(laneHint(trace, rows, lane))) + 12);
    }
    return std::min(widest, longestColumn);
}

/// What an image of this width can hold.
int tallestPicture(int width, int scale)
{
    const qint64 byPixels = mostPixels / (qint64(width) * scale * scale);
    return int(std::min(qint64(longestSide / scale), byPixels));
}

Result<Success> checked(QSize size, const PictureOptions &options)
{
    if (options.scale < 1 || options.scale > largestScale)
        return Error(ErrorCode::Usage, "The scale of a picture is 1, 2, 3 or 4.");
    if (options.range && options.range->length() <= Nanos(0))
        return Error(ErrorCode::Usage, "The range of a picture must end after it begins.");
    if (size.width() < narrowest || size.height() < shortest)
        return Error(ErrorCode::Usage, "A picture is at least " + std::to_string(narrowest) + "×"
                                           + std::to_string(shortest) + " pixels.");
    const QSize pixels = size * options.scale;
    const bool tooLong = std::max(pixels.width(), pixels.height()) > longestSide;
    if (tooLong || qint64(pixels.width()) * pixels.height() > mostPixels)
        return Error(ErrorCode::Usage, "A picture of " + std::to_string(pixels.width()) + "×"
                                           + std::to_string(pixels.height())
                                           + " pixels is too large; choose a smaller size or scale.");
    return Success{};
}

/// One picture being drawn: where its parts are, and the layout of its lanes.
class PictureDrawing
{
public:
    PictureDrawing(const Trace &trace, const PictureOptions &options)
        : m_trace(trace), m_theme(Theme::chosen(options.dark, options.colourBy)), m_painter(m_theme, 1), m_colours(trace)
    {
        m_range = options.range.value_or(TimeRange{trace.begin(), std::max(trace.end(), trace.begin() + Nanos(1))});
        m_rows = std::make_shared<const LaneRows>(laneRows(trace, m_colours, {}, RowMetrics(), trace.end()));
        m_column = columnWidth(trace, *m_rows);
        m_shown = int(m_rows->rows.size());
        m_size = options.size;
        if (options.size.isEmpty())
            fitHeight(tallestPicture(defaultWidth, std::clamp(options.scale, 1, largestScale)));
    }

    QSize size() const { return m_size; }

    void draw(QPainter &painter)
    {
        LayoutRequest request;
        request.range = m_range;
        request.width = m_size.width() - axisLeft() - margin - 8;
        request.margin = 8;
        request.liveEdge = m_trace.end();
        request.bottom = std::min(m_size.height() - lanesTop, m_shown * RowMetrics().row);
        const LaneLayout layout = layOutLanes(m_trace, m_colours, m_rows, request);
        const auto ticks = timeTicks(m_range, request.width, m_trace.begin());
        painter.fillRect(QRect(QPoint(0, 0), m_size), m_theme.background);
        drawTitle(painter);
        m_painter.paintLegend(painter, margin, margin + titleHeight + subtitleHeight);
        drawAxis(painter, layout, ticks);
        drawLanes(painter, layout, ticks);
        if (m_leftOut > 0)
            drawRemark(painter);
    }

private:
    /// As high as the lanes need; where that is more than an image can hold, with those that fit.
    void fitHeight(int tallest)
    {
        const int row = RowMetrics().row;
        const int around = lanesTop + margin, room = tallest - around;
        if (m_shown > room / row) {
            const int fitting = (room - remarkHeight) / row;
            m_leftOut = m_shown - fitting;
            m_shown = fitting;
        }
        const int lanes = m_shown * row + (m_leftOut > 0 ? remarkHeight : 0);
        m_size = QSize(defaultWidth, std::max(shortest, around + lanes));
    }

    int axisLeft() const { return margin + m_column + 8; }

    void drawTitle(QPainter &painter) const
    {
        const QRect line(margin, margin - 4, m_size.width() - 2 * margin, titleHeight);
        painter.setFont(pictureTitleFont());
        painter.setPen(m_theme.text);
        const QFontMetrics titleMetrics(pictureTitleFont());
        painter.drawText(line, Qt::AlignVCenter | Qt::TextSingleLine,
                         titleMetrics.elidedText(titleOf(m_trace.info), Qt::ElideRight, line.width()));
        painter.setFont(dimFont(1));
        painter.setPen(m_theme.dimText);
        painter.drawText(line.translated(0, titleHeight - 4), Qt::AlignVCenter | Qt::TextSingleLine,
                         QFontMetrics(dimFont(1)).elidedText(subtitleOf(m_trace), Qt::ElideRight, line.width()));
    }

    void drawAxis(QPainter &painter, const LaneLayout &layout, const std::vector<TimeTick> &ticks)
    {
        painter.save();
        painter.translate(axisLeft(), lanesTop - rulerHeight);
        m_painter.paintRuler(painter, ticks, layout, rulerHeight);
        painter.restore();
        painter.fillRect(margin, lanesTop - 1, m_size.width() - 2 * margin, 1, m_theme.grid);
    }

    void drawLanes(QPainter &painter, const LaneLayout &layout, const std::vector<TimeTick> &ticks)
    {
        const int height = m_leftOut > 0 ? m_shown * RowMetrics().row
                                         : std::max(0, m_size.height() - lanesTop - margin / 2);
        painter.save();
        painter.setClipRect(QRect(margin, lanesTop, m_column, height));
        painter.translate(margin, lanesTop);
        m_painter.paintHeaders(painter, layout, m_column, std::nullopt);
        painter.restore();
        painter.save();
        painter.setClipRect(QRect(margin + m_column, lanesTop, m_size.width() - 2 * margin - m_column, height));
        painter.translate(axisLeft(), lanesTop);
        m_painter.paintGrid(painter, ticks, layout, height);
        m_painter.paintSeparators(painter, layout, -8, m_size.width());
        m_painter.paintBars(painter, layout);
        painter.restore();
        painter.fillRect(margin + m_column, lanesTop, 1, height, m_theme.grid);
    }

    void drawRemark(QPainter &painter) const
    {
        const int top = lanesTop + m_shown * RowMetrics().row;
        painter.setFont(dimFont(1));
        painter.setPen(m_theme.dimText);
        painter.drawText(QRect(margin + 8, top, m_size.width() - 2 * margin, remarkHeight),
                         Qt::AlignVCenter | Qt::TextSingleLine,
                         m_leftOut == 1 ? words("… and 1 more lane") : words("… and %1 more lanes").arg(m_leftOut));
    }

    const Trace &m_trace;
    const Theme &m_theme;
    LanePainter m_painter;
    LaneColours m_colours;
    TimeRange m_range;
    std::shared_ptr<const LaneRows> m_rows;
    QSize m_size;
    int m_column = 0;
    int m_shown = 0;   // lanes, from the first
    int m_leftOut = 0; // the others
};

/// Nothing of a picture that a device refused may pass for one.
Result<Success> drawOn(QPaintDevice &device, PictureDrawing &drawing)
{
    QPainter painter;
    if (!painter.begin(&device))
        return Error(ErrorCode::NoResources, "The picture could not be drawn.");
    painter.setRenderHint(QPainter::TextAntialiasing);
    drawing.draw(painter);
    if (!painter.end())
        return Error(ErrorCode::NoResources, "The picture could not be drawn.");
    return Success{};
}

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
    const auto fits = checked(options.size.isEmpty() ? QSize(defaultWidth, shortest) : options.size, options);
    return fits.hasValue() ? Result<void>() : Result<void>(fits.error());
}

Result<QImage> renderPicture(const Trace &trace, const PictureOptions &options)
{
    PictureDrawing drawing(trace, options);
    if (const auto fits = checked(drawing.size(), options); !fits.hasValue())
        return fits.error();
    QImage image(drawing.size() * options.scale, QImage::Format_RGB32);
    if (image.isNull())
        return Error(ErrorCode::NoResources, "There is not enough memory for a picture of that size.");
    image.setDevicePixelRatio(options.scale);
    if (const auto drawn = drawOn(image, drawing); !drawn.hasValue())
        return drawn.error();
    return image;
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
    if (const auto fits = checked(drawing.size(), unscaled(options)); !fits.hasValue())
        return fits.error();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(drawing.size());
    generator.setViewBox(QRect(QPoint(0, 0), drawing.size()));
    generator.setResolution(baseDpi);
    generator.setTitle(titleOf(trace.info));
    if (const auto drawn = drawOn(generator, drawing); !drawn.hasValue())
        return drawn.error();
    return bytes;
}

Result<QByteArray> renderPdf(const Trace &trace, const PictureOptions &options)
{
    PictureDrawing drawing(trace, unscaled(options));
    if (const auto fits = checked(drawing.size(), unscaled(options)); !fits.hasValue())
        return fits.error();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(titleOf(trace.info));
    writer.setResolution(baseDpi);
    writer.setPageSize(QPageSize(QSizeF(drawing.size()) * pointsPerInch / baseDpi, QPageSize::Point, {},
                                 QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    if (const auto drawn = drawOn(writer, drawing); !drawn.hasValue())
        return drawn.error();
    return bytes;
}

} // namespace Interleave
