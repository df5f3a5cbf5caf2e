#include "ui/charts/chartlook.h"

#include "core/io/atomicfile.h"
#include "ui/timeline/picture.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QImage>
#include <QLegend>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

constexpr int mostTicks = 8;
constexpr int pictureScale = 2;

double roundStep(double length)
{
    const double rough = std::max(length, 1e-9) / mostTicks;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    return power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
}

void setTicks(QValueAxis *axis, double step)
{
    const int decimals = std::max(0, int(-std::floor(std::log10(step) + 1e-9)));
    axis->setTickType(QValueAxis::TicksDynamic);
    axis->setTickAnchor(0);
    axis->setTickInterval(step);
    axis->setLabelFormat(QStringLiteral("%.%1f").arg(decimals));
}

} // namespace

QString chartText(const QString &foreign)
{
    return foreign.toHtmlEscaped();
}

void dressChart(QChart *chart, const Theme &theme)
{
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->setBackgroundBrush(theme.background);
    chart->setBackgroundRoundness(0);
    chart->setMargins(QMargins(4, 4, 10, 2));
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->setTitleFont(laneNameFont(true));
    chart->setTitleBrush(theme.text);
    chart->legend()->setFont(dimFont());
    chart->legend()->setLabelColor(theme.text);
    chart->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
    chart->legend()->setAlignment(Qt::AlignTop);
}

void dressAxis(QAbstractAxis *axis, const QString &title, const Theme &theme)
{
    axis->setTitleText(chartText(title));
    axis->setTitleFont(dimFont());
    axis->setTitleBrush(theme.dimText);
    axis->setLabelsFont(dimFont());
    axis->setLabelsColor(theme.text);
    axis->setGridLineColor(theme.grid);
    axis->setLinePenColor(theme.minorTick);
}

void scaleAxis(QValueAxis *axis, double largest, bool whole)
{
    const double step = whole ? std::max(roundStep(largest), 1.0) : roundStep(largest);
    constexpr double roomForMarks = 1.04;
    axis->setRange(0, std::max(std::ceil(largest / step * (1 - 1e-9)) * step, largest * roomForMarks));
    setTicks(axis, step);
}

void spanAxis(QValueAxis *axis, double least, double most)
{
    axis->setRange(least, most);
    setTicks(axis, roundStep(most - least));
}

void clearChart(QChart *chart)
{
    chart->removeAllSeries();
    for (QAbstractAxis *axis : chart->axes()) {
        chart->removeAxis(axis); // which gives it to us
        delete axis;
    }
}

Result<void> saveChart(std::unique_ptr<QChart> chart, const QSize &size, const Theme &theme, const QString &path)
{
    QGraphicsScene scene;
    chart->resize(size);
    scene.addItem(chart.release()); // takes it
    QImage image(size * pictureScale, QImage::Format_RGB32);
    if (image.isNull())
        return Error(ErrorCode::NoResources, "There is not enough memory for the picture.");
    image.setDevicePixelRatio(pictureScale);
    image.fill(theme.background);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    scene.render(&painter, QRectF(QPointF(), size), QRectF(QPointF(), size));
    painter.end();
    Result<QByteArray> bytes = encodePng(image);
    return bytes.hasValue() ? writeFileAtomically(path, bytes.value()) : Result<void>(bytes.error());
}

} // namespace Interleave
