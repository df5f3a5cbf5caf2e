// The one table of what keys mean in every panel that shows time, and what a key press asks for.
// W, A, S and D count by their place on the keyboard, so that they lie together on any layout;
// every other key by its character, however it is typed: "/" is Shift + 7 on a Spanish keyboard
// and "[" needs AltGr on a German one. Help and tests read the same table.
#pragma once

#include <QKeySequence>

#include <optional>
#include <span>

class QKeyEvent;

namespace Interleave {

enum class Navigation {
    ZoomIn, ZoomOut, PanBack, PanForward, PanFarBack, PanFarForward, Focus, ShowWhole, GoToBegin, GoToEnd,
    SegmentBefore, SegmentAfter, LaneAbove, LaneBelow, Explain,
    EventBefore, EventAfter, LaneEventBefore, LaneEventAfter, Cause, Effect, CriticalPath,
    PlayOrPause, Slower, Pause, Faster, PlayheadToBegin, PlayheadToEnd,
    AddMarker, AddNote, RemoveMarker, UndoView, RedoView, SelectRange, Escape,
};
constexpr int navigationCount = int(Navigation::Escape) + 1;

struct NavigationKey {
    Navigation command;
    Qt::Key key;
    Qt::KeyboardModifiers modifiers = Qt::NoModifier;
    bool isShown = true; // in help; else it is another way to the same
    bool operator==(const NavigationKey &) const = default;
};

std::span<const NavigationKey> navigationKeys();

/// What the key press asks for. `placed` where native scan codes are those of X11 and Wayland:
/// evdev's plus 8.
std::optional<Navigation> navigationOf(const QKeyEvent &event, bool placed);
/// The same on this platform.
std::optional<Navigation> navigationOf(const QKeyEvent &event);

} // namespace Interleave
