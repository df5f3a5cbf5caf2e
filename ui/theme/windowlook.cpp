#include "ui/theme/windowlook.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

namespace Interleave {

namespace {

/// What the desktop asked for before this program set a palette of its own.
bool desktopIsDark()
{
    static const bool dark = currentTheme().dark;
    return dark;
}

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

} // namespace Interleave
