// Every colour and font of the program. Colour says who (eight lane colours, in order, safe for
// the colour-blind, none of them amber), shape says what; amber is kept for ready. By state,
// colour says what as well. A value: take the one for the widget's palette when painting, and
// again when the palette changes.
#pragma once

#include <QColor>
#include <QFont>

#include <array>
#include <cstdint>

class QPalette;

namespace Interleave {

/// Which of the lane colours; `none` for a lane that only holds others.
struct LaneColour {
    static constexpr std::uint8_t count = 8;
    static constexpr std::uint8_t none = count;
    std::uint8_t index = none;
    bool operator==(const LaneColour &) const = default;
};

/// What the colours of the timeline's bars tell apart.
enum class ColourBy : std::uint8_t { Lane, State };

/// What a suspended lane waits for, where colours by state tell it apart.
enum class WaitKind : std::uint8_t { Other, Lock, Io };

struct Theme {
    bool dark = false;
    ColourBy by = ColourBy::Lane;
    QColor background; // of lanes and panels
    QColor window;     // around them
    QColor text;
    QColor dimText;
    QColor grid;       // lines at the major ticks, and between parts
    QColor minorTick;
    QColor ready;
    QColor suspended;
    QColor suspendedHatch;
    QColor locked;     // suspended by a lock, and by a file or socket; only by state they differ
    QColor lockedHatch;
    QColor io;
    QColor ioHatch;
    QColor level;      // an amount, such as a queue's depth
    QColor levelPeak;  // what it rose to for a moment
    QColor accent;     // selection and focus
    QColor selectedRow;
    QColor marker;     // the line at one moment
    QColor markerText;
    QColor arrow;
    QColor overview;   // the visible part in the overview
    QColor error;
    QColor notice;     // a remark that should not be missed, and its ground
    QColor noticeFill;
    std::array<QColor, LaneColour::count + 1> lanes; // the last for LaneColour::none

    QColor lane(LaneColour colour) const { return lanes[colour.index]; }
    QColor waiting(WaitKind kind) const;
    QColor waitingHatch(WaitKind kind) const;
    /// Of a lane that only holds others: a process around its threads.
    QColor pale(LaneColour colour) const;
    /// The text's or the background's colour, whichever reads better on the fill; black or white
    /// where neither reads well.
    QColor textOn(const QColor &fill) const;
    /// The fill itself where it stands out 3 : 1 from the background, else a shade of it that does.
    QColor outlineOf(const QColor &fill) const;

    static const Theme &light();
    static const Theme &darkOne();
    static const Theme &chosen(bool dark, ColourBy by = ColourBy::Lane);
    /// Dark where the palette's window colour is dark.
    static const Theme &of(const QPalette &palette);
    /// Its bars paler, for what has nothing to do with the selected; their outlines stay as strong.
    Theme dimmed() const;
    /// A whole palette in these colours, for Fusion.
    QPalette palette() const;
};

/// Contrast of two colours as WCAG 2.1 defines it, 1 to 21.
double contrast(const QColor &one, const QColor &other);

/// How much larger than usual the application's text is, at least 1: fonts and rows follow it. A
/// picture does not, so that it is the same wherever it is made.
double textScale();

QFont laneNameFont(bool container, double scale = textScale());
QFont dimFont(double scale = textScale());
QFont barFont(double scale = textScale());
QFont pictureTitleFont();
QFont monospaceFont();

} // namespace Interleave
