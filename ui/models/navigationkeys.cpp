#include "ui/models/navigationkeys.h"

#include <QGuiApplication>
#include <QKeyEvent>

#include <algorithm>
#include <array>

namespace Interleave {

namespace {

constexpr Qt::KeyboardModifiers plain = Qt::NoModifier;
constexpr Qt::KeyboardModifiers shift = Qt::ShiftModifier;
constexpr Qt::KeyboardModifiers control = Qt::ControlModifier;
constexpr Qt::KeyboardModifiers alt = Qt::AltModifier;

constexpr std::array table = {
    NavigationKey{Navigation::ZoomIn, Qt::Key_W}, NavigationKey{Navigation::ZoomIn, Qt::Key_Plus},
    NavigationKey{Navigation::ZoomIn, Qt::Key_W, shift, false}, NavigationKey{Navigation::ZoomIn, Qt::Key_Equal, plain, false},
    NavigationKey{Navigation::ZoomOut, Qt::Key_S}, NavigationKey{Navigation::ZoomOut, Qt::Key_Minus},
    NavigationKey{Navigation::ZoomOut, Qt::Key_S, shift, false},
    NavigationKey{Navigation::PanBack, Qt::Key_A}, NavigationKey{Navigation::PanForward, Qt::Key_D},
    NavigationKey{Navigation::PanFarBack, Qt::Key_A, shift}, NavigationKey{Navigation::PanFarForward, Qt::Key_D, shift},
    NavigationKey{Navigation::Focus, Qt::Key_F}, NavigationKey{Navigation::ShowWhole, Qt::Key_0},
    NavigationKey{Navigation::GoToBegin, Qt::Key_Home}, NavigationKey{Navigation::GoToEnd, Qt::Key_End},
    NavigationKey{Navigation::SegmentBefore, Qt::Key_Left}, NavigationKey{Navigation::SegmentAfter, Qt::Key_Right},
    NavigationKey{Navigation::LaneAbove, Qt::Key_Up}, NavigationKey{Navigation::LaneBelow, Qt::Key_Down},
    NavigationKey{Navigation::Explain, Qt::Key_Return}, NavigationKey{Navigation::Explain, Qt::Key_Enter, plain, false},
    NavigationKey{Navigation::EventBefore, Qt::Key_Comma}, NavigationKey{Navigation::EventAfter, Qt::Key_Period},
    NavigationKey{Navigation::LaneEventBefore, Qt::Key_Comma, alt},
    NavigationKey{Navigation::LaneEventAfter, Qt::Key_Period, alt},
    NavigationKey{Navigation::Cause, Qt::Key_BracketLeft}, NavigationKey{Navigation::Cause, Qt::Key_Left, shift | alt},
    NavigationKey{Navigation::Effect, Qt::Key_BracketRight}, NavigationKey{Navigation::Effect, Qt::Key_Right, shift | alt},
    NavigationKey{Navigation::CriticalPath, Qt::Key_C},
    NavigationKey{Navigation::PlayOrPause, Qt::Key_Space},
    NavigationKey{Navigation::Slower, Qt::Key_J}, NavigationKey{Navigation::Pause, Qt::Key_K},
    NavigationKey{Navigation::Faster, Qt::Key_L},
    NavigationKey{Navigation::PlayheadToBegin, Qt::Key_Home, control},
    NavigationKey{Navigation::PlayheadToEnd, Qt::Key_End, control},
    NavigationKey{Navigation::AddMarker, Qt::Key_M}, NavigationKey{Navigation::AddNote, Qt::Key_M, shift},
    NavigationKey{Navigation::RemoveMarker, Qt::Key_Delete},
    NavigationKey{Navigation::UndoView, Qt::Key_Z, control}, NavigationKey{Navigation::UndoView, Qt::Key_Left, alt},
    NavigationKey{Navigation::RedoView, Qt::Key_Z, control | shift}, NavigationKey{Navigation::RedoView, Qt::Key_Right, alt},
    NavigationKey{Navigation::SelectRange, Qt::Key_R}, NavigationKey{Navigation::Escape, Qt::Key_Escape},
};

/// The character typed, as a key. AltGr may come as Control and Alt together, so a character
/// that was typed with both counts as typed.
std::optional<int> typedKey(const QKeyEvent &event)
{
    const QString text = event.text();
    const auto commanding = event.modifiers() & (control | alt);
    if (text.size() != 1 || !text.front().isPrint() || (commanding != plain && commanding != (control | alt)))
        return std::nullopt;
    return text.front().toUpper().unicode();
}

/// Whether Shift is only the way to the character: it is for all but letters.
bool isPunctuation(int key)
{
    return key > Qt::Key_Space && key < Qt::Key_AsciiTilde && (key < Qt::Key_A || key > Qt::Key_Z);
}

std::optional<Navigation> find(int key, Qt::KeyboardModifiers modifiers)
{
    if (isPunctuation(key))
        modifiers &= ~shift;
    const auto found = std::find_if(table.begin(), table.end(), [&](const NavigationKey &each) {
        return each.key == key && each.modifiers == modifiers;
    });
    return found == table.end() ? std::nullopt : std::optional(found->command);
}

std::optional<int> placedKey(const QKeyEvent &event)
{
    switch (event.nativeScanCode()) {
    case 25: return Qt::Key_W;
    case 38: return Qt::Key_A;
    case 39: return Qt::Key_S;
    case 40: return Qt::Key_D;
    default: return std::nullopt;
    }
}

} // namespace

std::span<const NavigationKey> navigationKeys()
{
    return table;
}

std::optional<Navigation> navigationOf(const QKeyEvent &event, bool placed)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & (shift | control | alt | Qt::MetaModifier);
    const auto typed = typedKey(event);
    if (const auto place = placed && !(modifiers & ~shift) ? placedKey(event) : std::nullopt)
        return find(*place, modifiers);
    if (typed)
        return find(*typed, modifiers & ~(control | alt));
    return find(event.key(), modifiers);
}

std::optional<Navigation> navigationOf(const QKeyEvent &event)
{
    const QString platform = QGuiApplication::platformName();
    return navigationOf(event, platform == QLatin1String("xcb") || platform.startsWith(QLatin1String("wayland")));
}

} // namespace Interleave
