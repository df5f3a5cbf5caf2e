#include "ui/timeline/rasterpixels.h"

#include <QImage>
#include <QPaintEngine>
#include <QPainter>
#include <QRegion>
#include <QTransform>

namespace Interleave {

namespace {

bool hasWholePixels(const QImage &image)
{
    return image.format() == QImage::Format_RGB32 || image.format() == QImage::Format_ARGB32
        || image.format() == QImage::Format_ARGB32_Premultiplied;
}

} // namespace

std::optional<RasterPixels> RasterPixels::of(const QPainter &painter)
{
    const QPaintEngine *engine = painter.paintEngine();
    if (!engine || engine->type() != QPaintEngine::Raster || engine->paintDevice()->devType() != QInternal::Image)
        return std::nullopt;
    const auto &image = static_cast<const QImage &>(*engine->paintDevice());
    const QTransform transform = painter.deviceTransform();
    const QRegion exposed = engine->systemClip(), clip = painter.hasClipping() ? painter.clipRegion() : QRegion();
    if (!hasWholePixels(image) || transform.type() > QTransform::TxTranslate || exposed.rectCount() > 1
        || clip.rectCount() > 1 || painter.opacity() < 1 || painter.compositionMode() != QPainter::CompositionMode_SourceOver)
        return std::nullopt;
    const QPoint moved(qRound(transform.dx()), qRound(transform.dy()));
    const QRect whole = image.rect().translated(-moved);
    // The painter's own device: it has seen to it that nobody else shares these pixels.
    RasterPixels pixels(reinterpret_cast<QRgb *>(const_cast<uchar *>(image.constBits())), image.bytesPerLine() / 4, whole);
    if (!exposed.isEmpty())
        pixels.m_bounds &= exposed.boundingRect().translated(-moved);
    if (painter.hasClipping())
        pixels.m_bounds &= clip.boundingRect();
    return pixels;
}

} // namespace Interleave
