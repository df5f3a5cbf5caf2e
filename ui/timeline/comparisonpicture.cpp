#include "ui/timeline/comparisonpicture.h"

#include "core/analysis/states.h"
#include "ui/timeline/picturefile.h"
#include "ui/timeline/pictureparts.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int headingHeight = 30;  // which run is below
constexpr int sentenceHeight = 30; // where they part
constexpr int axisBottom = pictureMargin + pictureTitleHeight + pictureLegendHeight + pictureRulerHeight;

QString words(const char *source)
{
    return QCoreApplication::translate("ComparisonPicture", source);
}

Nanos lengthOf(const Trace &trace)
{
    return std::max(trace.end() - trace.begin(), Nanos(1));
}

/// One of the two.
struct Half {
    const Trace &trace;
    PictureLanes lanes;
    QString name;               // "A"
    std::optional<Nanos> parts; // when it does something else than the other
    int shown = 0;              // lanes, from the first
    int leftOut() const { return lanes.count() - shown; }
    int lanesHeight() const { return shown * RowMetrics().row + (leftOut() > 0 ? pictureRemarkHeight : 0); }
};

std::optional<Nanos> timeOf(const Trace &trace, const std::optional<EventPlace> &place)
{
    return place ? std::optional(trace.lane(place->lane)->events[place->number].time()) : std::nullopt;
}

class ComparisonDrawing
{
public:
    ComparisonDrawing(const Trace &a, const Trace &b, const Comparison &comparison, const PictureOptions &options)
        : m_painter(Theme::chosen(options.dark), 1), m_length(std::max(lengthOf(a), lengthOf(b)))
        , m_a{a, lanesOf(a, LaneColours(a)), words("A"), timeOf(a, comparison.parting.a)}
        , m_b{b, lanesOf(b, LaneColours(b, LaneColours(a), comparison.pairs.ofB)), words("B"),
              timeOf(b, comparison.parting.b)}
        , m_sentence(QString::fromStdString(comparison.sentence)), m_size(options.size)
    {
        if (m_size.isEmpty())
            m_size = QSize(pictureWidth, tallestPicture(pictureWidth, std::clamp(options.scale, 1, largestScale)));
        shareHeight();
        if (options.size.isEmpty())
            m_size.setHeight(std::max(shortestPicture, around + m_a.lanesHeight() + m_b.lanesHeight()));
    }

    QSize size() const { return m_size; }

    void draw(QPainter &painter)
    {
        const int column = std::max(m_a.lanes.columnWidth(), m_b.lanes.columnWidth());
        painter.fillRect(QRect(QPoint(0, 0), m_size), m_painter.theme().background);
        drawPictureLine(painter, lineAt(pictureMargin - 4, pictureTitleHeight), title(), pictureTitleFont(),
                        m_painter.theme().text);
        m_painter.paintLegend(painter, pictureMargin, pictureMargin + pictureTitleHeight, LanePainter::Legend::Full,
                              showsBands(m_a.trace) || showsBands(m_b.trace));
        int top = axisBottom;
        for (Half *half : {&m_a, &m_b}) {
            half->lanes.layOut(column, m_size.width(), half->shown * RowMetrics().row);
            if (half == &m_a)
                half->lanes.drawAxis(painter, axisBottom);
            top = drawHalf(painter, *half, column, top);
        }
        drawPictureLine(painter, lineAt(top + 4, sentenceHeight), m_sentence, dimFont(1), m_painter.theme().text);
    }

private:
    static constexpr int around = axisBottom + 2 * headingHeight + sentenceHeight + pictureMargin;

    PictureLanes lanesOf(const Trace &trace, LaneColours colours)
    {
        return PictureLanes(trace, m_painter, std::move(colours), {trace.begin(), trace.begin() + m_length});
    }

    QRect lineAt(int top, int height) const
    {
        return {pictureMargin, top, m_size.width() - 2 * pictureMargin, height};
    }

    QString title() const
    {
        const QString a = pictureTitle(m_a.trace.info), b = pictureTitle(m_b.trace.info);
        return a == b ? words("%1, two runs").arg(a) : words("%1 and %2").arg(a, b);
    }

    /// All lanes where there is room; else each run has room by how many it has.
    void shareHeight()
    {
        const int room = std::max(0, m_size.height() - around), row = RowMetrics().row;
        const int wanted = m_a.lanes.count() + m_b.lanes.count();
        m_a.shown = m_a.lanes.count();
        m_b.shown = m_b.lanes.count();
        if (wanted * row <= room)
            return;
        const int fitting = std::max(0, room - 2 * pictureRemarkHeight) / row;
        m_a.shown = std::min(m_a.shown, int(qint64(fitting) * m_a.shown / wanted));
        m_b.shown = std::min(m_b.shown, fitting - m_a.shown);
    }

    /// Returns where it ends.
    int drawHalf(QPainter &painter, const Half &half, int column, int top) const
    {
        const Theme &theme = m_painter.theme();
        painter.fillRect(pictureMargin, top, m_size.width() - 2 * pictureMargin, headingHeight - 4, theme.window);
        const QRect heading = lineAt(top, headingHeight - 4).adjusted(8, 0, -8, 0);
        drawPictureLine(painter, heading, half.name, laneNameFont(true, 1), theme.text);
        const QString what = QStringLiteral("%1  ·  %2  ·  %3").arg(pictureTitle(half.trace.info), pictureSubtitle(half.trace),
                                                                   QString::fromStdString(durationText(lengthOf(half.trace))));
        drawPictureLine(painter, heading.adjusted(24, 0, 0, 0), what, dimFont(1), theme.text);
        top += headingHeight;
        const int rowsHeight = half.shown * RowMetrics().row;
        half.lanes.draw(painter, top, rowsHeight);
        drawParting(painter, half, column, top, rowsHeight);
        if (half.leftOut() > 0)
            half.lanes.drawRemark(painter, top + rowsHeight, half.leftOut());
        return top + half.lanesHeight();
    }

    void drawParting(QPainter &painter, const Half &half, int column, int top, int height) const
    {
        if (!half.parts)
            return;
        const double share = double((*half.parts - half.lanes.range().begin).count()) / double(m_length.count());
        const int x = PictureLanes::axisLeft(column) + int(share * PictureLanes::axisWidth(column, m_size.width()));
        painter.fillRect(x, top, 1, height, m_painter.theme().marker);
        const QPoint tip(x, top + 5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_painter.theme().marker);
        const QPoint arrow[] = {tip + QPoint(-4, -5), tip + QPoint(5, -5), tip};
        painter.drawConvexPolygon(arrow, int(std::size(arrow)));
    }

    LanePainter m_painter;
    Nanos m_length; // of the axis
    Half m_a, m_b;
    QString m_sentence;
    QSize m_size;
};

} // namespace

Result<QImage> renderComparison(const Trace &a, const Trace &b, const Comparison &comparison, const PictureOptions &options)
{
    if (Result<void> possible = checkPicture(options); !possible.hasValue())
        return possible.error();
    ComparisonDrawing drawing(a, b, comparison, options);
    return drawnImage(drawing.size(), options, [&drawing](QPainter &painter) { drawing.draw(painter); });
}

Result<void> writeComparison(const Trace &a, const Trace &b, const Comparison &comparison, const PictureOptions &options,
                             const QString &path, const std::stop_token &stop)
{
    const Result<QImage> image = renderComparison(a, b, comparison, options);
    return image.hasValue() ? writePng(image.value(), path, stop) : Result<void>(image.error());
}

} // namespace Interleave
