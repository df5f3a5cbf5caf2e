// The icons of actions, drawn as paths: no icon theme, no font glyph and no SVG plugin is needed,
// and they take the palette's colour at every painting, so that light and dark fit by themselves.
#pragma once

#include <QIcon>
#include <QPalette>
#include <QSize>

namespace Interleave {

enum class Glyph {
    Run, Stop, Pause, StepBack, StepForward, ToBegin, ToEnd,
    Fit, ZoomIn, ZoomOut, Follow, Export, Open, Save, Close, Error, Notice, Reset, Sort
};

/// The size for an icon with text beside it: a few pixels of distance are part of it.
inline constexpr QSize iconBesideText(21, 16);
inline constexpr QSize iconAlone(16, 16);

/// The glyph in the colour of the palette's role, paler where disabled.
QIcon glyphIcon(Glyph glyph, QPalette::ColorRole role = QPalette::ButtonText);

} // namespace Interleave
