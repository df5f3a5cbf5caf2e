#include "ui/theme/windowlook.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

#include <utility>

namespace Interleave {

namespace {

/// What the desktop asked for before this program set a palette of its own.
bool desktopIsDark()
{
    static const bool dark = currentTheme().dark;
    return dark;
}

ColourBy shownBy = ColourBy::Lane;

} // namespace

const Theme &currentTheme()
{
    return Theme::of(QApplication::palette());
}

void applyColourScheme(ColourScheme scheme)
{
    const bool desktopDark = desktopIsDark();
    const bool dark = scheme == ColourScheme::System ? desktopDark : scheme == ColourScheme::Dark;
    if (QApplication::style()->name() != QLatin1String("fusion"))
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(Theme::chosen(dark).palette());
}

ColourBy colourBy()
{
    return shownBy;
}

const Theme &timelineTheme(const QPalette &palette)
{
    return Theme::chosen(Theme::of(palette).dark, shownBy);
}

/// Whoever keeps something in colours makes it anew when its palette changes; so here, too.
void applyColourBy(ColourBy by)
{
    if (std::exchange(shownBy, by) == by)
        return;
    for (QWidget *widget : QApplication::allWidgets()) {
        QEvent change(QEvent::PaletteChange);
        QApplication::sendEvent(widget, &change);
    }
}

} // namespace Interleave
