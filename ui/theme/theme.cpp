#include "ui/theme/theme.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

constexpr double usualText = 12;         // pixels of the font that all sizes here are meant beside
constexpr double graphicsContrast = 3.0; // WCAG 2.1, 1.4.11
constexpr double textContrast = 4.5;     // and 1.4.3
constexpr double dimming = 0.5;          // how much of the background is in what is dimmed

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

QColor mixed(const QColor &one, const QColor &other, double share)
{
    const auto mix = [share](int a, int b) { return int(std::lround(a * (1 - share) + b * share)); };
    return QColor(mix(one.red(), other.red()), mix(one.green(), other.green()), mix(one.blue(), other.blue()));
}

// The lane colours were found by search: any two of them, and amber, differ by at least 14 (light)
// and 16 (dark) in CIEDE2000 for normal, protan, deutan and tritan sight (Machado 2009), and each
// stands out at least 3 : 1 from the background. Okabe and Ito's seven reach 10.9.

Theme makeLight()
{
    Theme theme;
    theme.background = QColor(0xFFFFFF);
    theme.window = QColor(0xF3F5F8);
    theme.text = QColor(0x1B2430);
    theme.dimText = QColor(0x5F6B78);
    theme.grid = QColor(0xE6EAEF);
    theme.minorTick = QColor(0xC9D1DA);
    theme.ready = QColor(0xE69F00);
    theme.suspended = QColor(0xDFE7EF);
    theme.suspendedHatch = QColor(0xB4C1CF);
    theme.level = QColor(0x7D92A8);
    theme.levelPeak = QColor(0xBECAD6);
    theme.accent = QColor(0x2563EB);
    theme.selectedRow = QColor(0xEEF3FE);
    theme.marker = QColor(0xC8341A);
    theme.markerText = QColor(0xFFFFFF);
    theme.arrow = QColor(0x46505C);
    theme.overview = QColor(0xDCE7FC);
    theme.error = QColor(0xB3261E);
    theme.notice = QColor(0x8A5A00);
    theme.noticeFill = QColor(0xFFF6E0);
    theme.lanes = {QColor(0x145989), QColor(0x30925E), QColor(0xCD5900), QColor(0xB774A2), QColor(0x6B3DFF),
                   QColor(0x432621), QColor(0x8E3752), QColor(0x2D97FF), QColor(0xC9D6E2)};
    theme.locked = theme.io = theme.suspended;
    theme.lockedHatch = theme.ioHatch = theme.suspendedHatch;
    return theme;
}

Theme makeDark()
{
    Theme theme;
    theme.dark = true;
    theme.background = QColor(0x1B1E20);
    theme.window = QColor(0x141618);
    theme.text = QColor(0xE6E9EC);
    theme.dimText = QColor(0x98A2AC);
    theme.grid = QColor(0x2B3034);
    theme.minorTick = QColor(0x454C52);
    theme.ready = QColor(0xE69F00);
    theme.suspended = QColor(0x2C3842);
    theme.suspendedHatch = QColor(0x4A5965);
    theme.level = QColor(0x7C93A8);
    theme.levelPeak = QColor(0x475866);
    theme.accent = QColor(0x6EA8FE);
    theme.selectedRow = QColor(0x232C38);
    theme.marker = QColor(0xF0743A);
    theme.markerText = QColor(0x1B1E20);
    theme.arrow = QColor(0xC3CBD3);
    theme.overview = QColor(0x28364A);
    theme.error = QColor(0xFF8A80);
    theme.notice = QColor(0xF0B64A);
    theme.noticeFill = QColor(0x352A14);
    theme.lanes = {QColor(0x88DBFF), QColor(0x0D9D6D), QColor(0xDB3409), QColor(0xBEA5B0), QColor(0x978DFF),
                   QColor(0xF4F2E0), QColor(0xA24D78), QColor(0x2C63CF), QColor(0x3A4650)};
    theme.locked = theme.io = theme.suspended;
    theme.lockedHatch = theme.ioHatch = theme.suspendedHatch;
    return theme;
}

/// The states' colours differ from each other by at least 12 in CIEDE2000 for every kind of sight;
/// what they leave of contrast, patterns and outlines give. The same on light and dark grounds.
Theme byState(Theme theme)
{
    constexpr double hatch = 0.35;
    theme.by = ColourBy::State;
    std::fill_n(theme.lanes.begin(), LaneColour::count, QColor(0x009E73));
    theme.suspended = QColor(0x56B4E9);
    theme.locked = QColor(0xD55E00);
    theme.io = QColor(0x0072B2);
    theme.suspendedHatch = mixed(theme.suspended, Qt::black, hatch);
    theme.lockedHatch = mixed(theme.locked, Qt::black, hatch);
    theme.ioHatch = mixed(theme.io, Qt::white, hatch);
    return theme;
}

QFont sized(QFont font, double pixels, QFont::Weight weight = QFont::Normal)
{
    font.setPixelSize(int(std::lround(pixels)));
    font.setWeight(weight);
    return font;
}

} // namespace

const Theme &Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme &Theme::darkOne()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme &Theme::chosen(bool dark, ColourBy by)
{
    if (by == ColourBy::Lane)
        return dark ? darkOne() : light();
    static const Theme lightStates = byState(light()), darkStates = byState(darkOne());
    return dark ? darkStates : lightStates;
}

const Theme &Theme::of(const QPalette &palette)
{
    return chosen(palette.color(QPalette::Window).lightness() < 128);
}

QColor Theme::waiting(WaitKind kind) const
{
    return kind == WaitKind::Lock ? locked : kind == WaitKind::Io ? io : suspended;
}

QColor Theme::waitingHatch(WaitKind kind) const
{
    return kind == WaitKind::Lock ? lockedHatch : kind == WaitKind::Io ? ioHatch : suspendedHatch;
}

QColor Theme::pale(LaneColour colour) const
{
    return mixed(background, colour == LaneColour() ? accent : lane(colour), 0.28);
}

QColor Theme::textOn(const QColor &fill) const
{
    const QColor best = contrast(fill, text) >= contrast(fill, background) ? text : background;
    if (contrast(fill, best) >= textContrast)
        return best;
    return contrast(fill, Qt::black) >= contrast(fill, Qt::white) ? Qt::black : Qt::white; // one of them always does
}

QColor Theme::outlineOf(const QColor &fill) const
{
    QColor outline = fill;
    for (double share = 0.05; contrast(outline, background) < graphicsContrast && share <= 1; share += 0.05)
        outline = mixed(fill, text, share);
    return outline;
}

Theme Theme::dimmed() const
{
    Theme theme = *this;
    for (QColor *colour : {&theme.ready, &theme.suspended, &theme.suspendedHatch, &theme.locked, &theme.lockedHatch,
                           &theme.io, &theme.ioHatch, &theme.level, &theme.levelPeak})
        *colour = mixed(*colour, background, dimming);
    for (QColor &colour : theme.lanes)
        colour = mixed(colour, background, dimming);
    return theme;
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const QColor &colour) { palette.setColor(role, colour); };
    set(QPalette::Window, window);
    set(QPalette::WindowText, text);
    set(QPalette::Base, background);
    set(QPalette::AlternateBase, mixed(background, window, 0.5));
    set(QPalette::Text, text);
    set(QPalette::Button, mixed(background, grid, 0.6));
    set(QPalette::ButtonText, text);
    set(QPalette::BrightText, error);
    set(QPalette::ToolTipBase, background);
    set(QPalette::ToolTipText, text);
    set(QPalette::Highlight, accent);
    set(QPalette::HighlightedText, background);
    set(QPalette::Link, accent);
    set(QPalette::PlaceholderText, dimText);
    set(QPalette::Mid, minorTick);
    for (QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, mixed(dimText, background, 0.35));
    return palette;
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

double textScale() { return std::max(1.0, QFontInfo(QFont()).pixelSize() / usualText); }

QFont laneNameFont(bool container, double scale)
{
    return sized(QFont(), 13 * scale, container ? QFont::DemiBold : QFont::Normal);
}

QFont dimFont(double scale) { return sized(QFont(), 12 * scale); }
QFont barFont(double scale) { return sized(QFont(), 11 * scale); }
QFont pictureTitleFont() { return sized(QFont(), 17, QFont::DemiBold); }
QFont monospaceFont() { return sized(QFontDatabase::systemFont(QFontDatabase::FixedFont), 13 * textScale()); }

} // namespace Interleave
