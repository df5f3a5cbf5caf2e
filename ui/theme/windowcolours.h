// The colours of the window around the timeline, light and dark, and the Fusion palette and style
// sheet made of them. Free functions; window thread only, since they read or set the application.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

namespace Interleave {

/// What View ▸ Colours offers.
enum class ColourScheme { System, Light, Dark };

struct WindowColours {
    QColor window;       // behind the cards
    QColor bars;         // menu, tool and status bar
    QColor card;
    QColor border;
    QColor field;        // number boxes, flat buttons
    QColor text;
    QColor dimText;
    QColor primary;      // the Run button, the filled part of sliders
    QColor primaryHover;
    QColor primaryText;
    QColor selection;    // behind selected rows
    QColor groove;
    QColor error;        // edge and icon of an error's bar
    QColor errorFill;
    QColor notice;       // edge and icon of a remark's bar
    QColor noticeFill;
};

const WindowColours &windowColours(bool dark);

/// Whether text is light on dark here; Qt 6.4 has no other way to ask.
bool isDark(const QPalette &palette);
/// The colours that the application's palette calls for.
const WindowColours &currentWindowColours();

QPalette fusionPalette(bool dark);
QString windowStyleSheet(const WindowColours &colours);

/// Fusion with the scheme's palette for the whole application; System takes the lightness that
/// the desktop's palette had at the first call.
void applyColourScheme(ColourScheme scheme);

} // namespace Interleave
