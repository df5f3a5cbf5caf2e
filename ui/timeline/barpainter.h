// Draws bars that stand alone, in plain fills, outlines and hatches: with any QPainter, or straight
// into a raster's pixels, where a bar costs what its pixels cost and threads can share a picture.
// Both look the same. Belongs to a LanePainter; window thread but for write().
#pragma once

#include "ui/theme/theme.h"
#include "ui/timeline/bar.h"
#include "ui/timeline/rasterpixels.h"

#include <QImage>
#include <QPixmap>

#include <map>
#include <span>
#include <unordered_map>

class QPainter;

namespace Interleave {

class BarPainter
{
public:
    explicit BarPainter(const Theme &theme) : m_theme(theme) {}

    void setTheme(const Theme &theme);
    /// To be called before anything is painted: hatches are made for the painter's resolution.
    void fit(const QPainter &painter);

    /// Anything but Stacked.
    void paint(QPainter &painter, const Bar &bar);
    void paintOutlined(QPainter &painter, const QRect &rect, const QColor &fill, bool hollow);
    void paintHatched(QPainter &painter, const QRect &rect, WaitKind wait);

    /// Makes what write() needs for these bars, which then may run in several threads at once, each with
    /// rows of its own.
    void prepare(std::span<const Bar> bars);
    /// What paint() does where a pixel of the painter is one of the device.
    void write(const RasterPixels &pixels, const Bar &bar) const;

private:
    enum class Style : std::uint8_t { Plain, Outlined, Hollow, Hatched };
    struct Look {
        Style style;
        QColor fill;
    };

    Look lookOf(const Bar &bar) const;
    const QPixmap &hatch(WaitKind wait) const { return m_hatches[std::size_t(wait)]; }
    const QImage &hatchStrip(WaitKind wait, int height);
    void writeHatched(const RasterPixels &pixels, const QRect &rect, WaitKind wait) const;
    QRgb outlineOf(const QColor &fill);

    Theme m_theme;
    std::array<QPixmap, 3> m_hatches; // by WaitKind
    std::map<std::pair<WaitKind, int>, QImage> m_strips; // by height
    std::unordered_map<QRgb, QRgb> m_outlines; // by fill; working one out costs microseconds
};

} // namespace Interleave
