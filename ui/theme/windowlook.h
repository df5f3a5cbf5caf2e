// How the window around the timeline looks: its colour schemes, and the style sheet that makes
// rounded cards of panels. Window thread only, since it reads or sets the application.
#pragma once

#include <QString>

#include <cstdint>

class QEvent;
class QPalette;
class QWidget;

namespace Interleave {

enum class ColourBy : std::uint8_t;
struct Theme;

/// What View ▸ Colours offers.
enum class ColourScheme { System, Light, Dark };

/// Fusion with the scheme's palette for the whole application; System takes the lightness that
/// the desktop's palette had at the first call.
void applyColourScheme(ColourScheme scheme);

/// The theme that the application's palette calls for.
const Theme &currentTheme();

/// What View ▸ Colour By offers, for the timelines of the whole application: they paint anew.
void applyColourBy(ColourBy by);
ColourBy colourBy();
/// The theme that a timeline of that palette has.
const Theme &timelineTheme(const QPalette &palette);

/// Gives the window the current theme's style sheet, unless it has it.
void dressWindow(QWidget *window);
/// For a window's changeEvent(): dresses it anew when the palette has changed.
void redressWindow(QWidget *window, const QEvent *event);

} // namespace Interleave
