#include "ui/timeline/pictureparts.h"

#include "ui/timeline/lanetexts.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int narrowest = 320;
constexpr int longestSide = 32'767;        // QPainter's raster coordinates
constexpr qint64 mostPixels = 268'000'000; // 1 GB of them
constexpr int shortestColumn = 120, longestColumn = 340;
constexpr int captionGap = 10; // above it

QString words(const char *source)
{
    return QCoreApplication::translate("Picture", source);
}

} // namespace

QString pictureTitle(const RunInfo &info)
{
    if (!info.title.empty())
        return QString::fromStdString(info.title);
    return info.scenario.empty() ? words("A recorded run") : QString::fromStdString(info.scenario);
}

QString pictureSubtitle(const Trace &trace)
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

void drawPictureLine(QPainter &painter, const QRect &place, const QString &text, const QFont &font, const QColor &colour)
{
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(place, Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(text, Qt::ElideRight, place.width()));
}

PictureCaption::PictureCaption(const QString &text, int width)
    : m_text(text.simplified()), m_width(width - 2 * pictureMargin)
    , m_height(m_text.isEmpty() ? 0 : captionGap + linesHeight(m_text))
{}

int PictureCaption::linesHeight(const QString &text) const
{
    return QFontMetrics(laneNameFont(false, 1)).boundingRect(QRect(0, 0, m_width, 0), Qt::TextWordWrap, text).height();
}

int PictureCaption::height() const { return m_height; }

void PictureCaption::setHeight(int height)
{
    QString words = m_text;
    while (height < m_height && words.contains(u' ')) {
        words.truncate(words.lastIndexOf(u' '));
        m_text = words + u'…';
        m_height = captionGap + linesHeight(m_text);
    }
}

void PictureCaption::draw(QPainter &painter, int pictureHeight, const Theme &theme) const
{
    if (m_text.isEmpty())
        return;
    painter.setFont(laneNameFont(false, 1));
    painter.setPen(theme.text);
    const int lines = m_height - captionGap;
    painter.drawText(QRect(pictureMargin, pictureHeight - pictureMargin / 2 - lines, m_width, lines), Qt::TextWordWrap, m_text);
}

int tallestPicture(int width, int scale)
{
    const qint64 byPixels = mostPixels / (qint64(width) * scale * scale);
    return int(std::min(qint64(longestSide / scale), byPixels));
}

Result<Success> checkedPicture(QSize size, const PictureOptions &options)
{
    if (options.scale < 1 || options.scale > largestScale)
        return Error(ErrorCode::Usage, "The scale of a picture is 1, 2, 3 or 4.");
    if (options.range && options.range->length() <= Nanos(0))
        return Error(ErrorCode::Usage, "The range of a picture must end after it begins.");
    if (size.width() < narrowest || size.height() < shortestPicture)
        return Error(ErrorCode::Usage, "A picture is at least " + std::to_string(narrowest) + "×"
                                           + std::to_string(shortestPicture) + " pixels.");
    const QSize pixels = size * options.scale;
    const bool tooLong = std::max(pixels.width(), pixels.height()) > longestSide;
    if (tooLong || qint64(pixels.width()) * pixels.height() > mostPixels)
        return Error(ErrorCode::Usage, "A picture of " + std::to_string(pixels.width()) + "×"
                                           + std::to_string(pixels.height())
                                           + " pixels is too large; choose a smaller size or scale.");
    return Success{};
}

Result<Success> drawOn(QPaintDevice &device, const std::function<void(QPainter &)> &draw)
{
    QPainter painter;
    if (!painter.begin(&device))
        return Error(ErrorCode::NoResources, "The picture could not be drawn.");
    painter.setRenderHint(QPainter::TextAntialiasing);
    draw(painter);
    if (!painter.end())
        return Error(ErrorCode::NoResources, "The picture could not be drawn.");
    return Success{};
}

Result<QImage> drawnImage(QSize size, const PictureOptions &options, const std::function<void(QPainter &)> &draw)
{
    if (const auto fits = checkedPicture(size, options); !fits.hasValue())
        return fits.error();
    QImage image(size * options.scale, QImage::Format_RGB32);
    if (image.isNull())
        return Error(ErrorCode::NoResources, "There is not enough memory for a picture of that size.");
    image.setDevicePixelRatio(options.scale);
    if (const auto drawn = drawOn(image, draw); !drawn.hasValue())
        return drawn.error();
    return image;
}

PictureLanes::PictureLanes(const Trace &trace, LanePainter &painter, LaneColours colours, TimeRange range,
                           const PictureRows &rows)
    : m_trace(trace), m_painter(painter), m_colours(std::move(colours)), m_range(range)
{
    LaneRows arranged = laneRows(trace, m_colours, rows.arranged, RowMetrics(), trace.end());
    m_rows = std::make_shared<const LaneRows>(rows.only ? rowsOf(std::move(arranged), *rows.only) : std::move(arranged));
}

int PictureLanes::columnWidth() const
{
    int widest = shortestColumn;
    for (const LaneRow &row : m_rows->rows) {
        const Lane &lane = *m_trace.lane(row.lane);
        const QFontMetrics names(laneNameFont(row.container, 1)), hints(dimFont(1));
        widest = std::max(widest, LanePainter::triangleRect(row).right() + 24
                              + names.horizontalAdvance(QString::fromStdString(laneTitle(lane)))
                              + hints.horizontalAdvance(QString::fromStdString(laneHint(m_trace, *m_rows, lane))) + 12);
    }
    return std::min(widest, longestColumn);
}

void PictureLanes::layOut(int column, int width, int bottom)
{
    m_column = column;
    m_width = width;
    LayoutRequest request;
    request.range = m_range;
    request.width = axisWidth(column, width);
    request.margin = axisGap;
    request.liveEdge = m_trace.end();
    request.bottom = bottom;
    m_layout = layOutLanes(m_trace, m_colours, m_rows, request);
    m_ticks = timeTicks(m_range, request.width, m_trace.begin());
}

void PictureLanes::drawAxis(QPainter &painter, int bottom) const
{
    painter.save();
    painter.translate(axisLeft(m_column), bottom - pictureRulerHeight);
    m_painter.paintRuler(painter, m_ticks, m_layout, pictureRulerHeight);
    painter.restore();
    painter.fillRect(pictureMargin, bottom - 1, m_width - 2 * pictureMargin, 1, m_painter.theme().grid);
}

void PictureLanes::draw(QPainter &painter, int top, int height) const
{
    painter.save();
    painter.setClipRect(QRect(pictureMargin, top, m_column, height));
    painter.translate(pictureMargin, top);
    m_painter.paintHeaders(painter, m_layout, m_column, std::nullopt);
    painter.restore();
    painter.save();
    painter.setClipRect(QRect(pictureMargin + m_column, top, m_width - 2 * pictureMargin - m_column, height));
    painter.translate(axisLeft(m_column), top);
    m_painter.paintGrid(painter, m_ticks, m_layout, height);
    m_painter.paintSeparators(painter, m_layout, -axisGap, m_width);
    m_painter.paintBars(painter, m_layout);
    painter.restore();
    painter.fillRect(pictureMargin + m_column, top, 1, height, m_painter.theme().grid);
}

void PictureLanes::drawRemark(QPainter &painter, int top, int leftOut) const
{
    drawPictureLine(painter, QRect(pictureMargin + 8, top, m_width - 2 * pictureMargin - 8, pictureRemarkHeight),
                    leftOut == 1 ? words("… and 1 more lane") : words("… and %1 more lanes").arg(leftOut), dimFont(1),
                    m_painter.theme().dimText);
}

} // namespace Interleave
