// How the window around the timeline looks: its colour schemes, and the style sheet that makes
// rounded cards of panels. Window thread only, since it reads or sets the application.
#pragma once

#include <QString>

#include <cstdint>

class QPalette;

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

QString windowStyleSheet(const Theme &theme);

} // namespace Interleave
