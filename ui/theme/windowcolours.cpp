#include "ui/theme/windowcolours.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace Interleave {

namespace {

const WindowColours lightColours{
    .window = QColor(0xf4f6f9), .bars = QColor(0xffffff), .card = QColor(0xffffff), .border = QColor(0xdfe4ea),
    .field = QColor(0xeef1f5), .text = QColor(0x1b1f24), .dimText = QColor(0x5f6875),
    .primary = QColor(0x2563eb), .primaryHover = QColor(0x1d54cf), .primaryText = QColor(0xffffff),
    .selection = QColor(0xdfe8fb), .groove = QColor(0xdadfe6),
    .error = QColor(0xb3261e), .errorFill = QColor(0xfdecea),
    .notice = QColor(0x8a5a00), .noticeFill = QColor(0xfff6e0)};

const WindowColours darkColours{
    .window = QColor(0x14171c), .bars = QColor(0x1b1f26), .card = QColor(0x1b1f26), .border = QColor(0x2c323b),
    .field = QColor(0x272d36), .text = QColor(0xe6e9ee), .dimText = QColor(0x98a1ae),
    .primary = QColor(0x6ea8fe), .primaryHover = QColor(0x8bbaff), .primaryText = QColor(0x0e1525),
    .selection = QColor(0x26354d), .groove = QColor(0x39414c),
    .error = QColor(0xff8a80), .errorFill = QColor(0x3a2020),
    .notice = QColor(0xf0b64a), .noticeFill = QColor(0x352a14)};

void fillDisabled(QPalette &palette, const WindowColours &colours)
{
    QColor faint = colours.dimText;
    faint.setAlpha(140);
    for (QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
}

/// What the desktop asked for before this program set a palette of its own.
bool desktopIsDark()
{
    static const bool dark = isDark(QApplication::palette());
    return dark;
}

} // namespace

const WindowColours &windowColours(bool dark)
{
    return dark ? darkColours : lightColours;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

const WindowColours &currentWindowColours()
{
    return windowColours(isDark(QApplication::palette()));
}

QPalette fusionPalette(bool dark)
{
    const WindowColours &colours = windowColours(dark);
    QPalette palette(colours.field, colours.window);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.card);
    palette.setColor(QPalette::AlternateBase, colours.window);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.dimText);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::ToolTipBase, colours.card);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Highlight, colours.primary);
    palette.setColor(QPalette::HighlightedText, colours.primaryText);
    palette.setColor(QPalette::Link, colours.primary);
    palette.setColor(QPalette::LinkVisited, colours.primary);
    palette.setColor(QPalette::Mid, colours.border);
    fillDisabled(palette, colours);
    return palette;
}

void applyColourScheme(ColourScheme scheme)
{
    const bool desktopDark = desktopIsDark();
    const bool dark = scheme == ColourScheme::System ? desktopDark : scheme == ColourScheme::Dark;
    if (QApplication::style()->name() != QLatin1String("fusion"))
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(fusionPalette(dark));
}

} // namespace Interleave
