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
    NavigationKey{Command::ZoomIn, Qt::Key_W}, NavigationKey{Command::ZoomIn, Qt::Key_Plus},
    NavigationKey{Command::ZoomIn, Qt::Key_W, shift, false}, NavigationKey{Command::ZoomIn, Qt::Key_Equal, plain, false},
    NavigationKey{Command::ZoomOut, Qt::Key_S}, NavigationKey{Command::ZoomOut, Qt::Key_Minus},
    NavigationKey{Command::ZoomOut, Qt::Key_S, shift, false},
    NavigationKey{Command::PanBack, Qt::Key_A}, NavigationKey{Command::PanForward, Qt::Key_D},
    NavigationKey{Command::PanFarBack, Qt::Key_A, shift}, NavigationKey{Command::PanFarForward, Qt::Key_D, shift},
    NavigationKey{Command::Focus, Qt::Key_F}, NavigationKey{Command::ShowWhole, Qt::Key_0},
    NavigationKey{Command::GoToBegin, Qt::Key_Home}, NavigationKey{Command::GoToEnd, Qt::Key_End},
    NavigationKey{Command::SegmentBefore, Qt::Key_Left}, NavigationKey{Command::SegmentAfter, Qt::Key_Right},
    NavigationKey{Command::LaneAbove, Qt::Key_Up}, NavigationKey{Command::LaneBelow, Qt::Key_Down},
    NavigationKey{Command::Explain, Qt::Key_Return}, NavigationKey{Command::Explain, Qt::Key_Enter, plain, false},
    NavigationKey{Command::EventBefore, Qt::Key_Comma}, NavigationKey{Command::EventAfter, Qt::Key_Period},
    NavigationKey{Command::LaneEventBefore, Qt::Key_Comma, alt},
    NavigationKey{Command::LaneEventAfter, Qt::Key_Period, alt},
    NavigationKey{Command::Cause, Qt::Key_BracketLeft}, NavigationKey{Command::Cause, Qt::Key_Left, shift | alt},
    NavigationKey{Command::Effect, Qt::Key_BracketRight}, NavigationKey{Command::Effect, Qt::Key_Right, shift | alt},
    NavigationKey{Command::PlayOrPause, Qt::Key_Space},
    NavigationKey{Command::Slower, Qt::Key_J}, NavigationKey{Command::Pause, Qt::Key_K},
    NavigationKey{Command::Faster, Qt::Key_L},
    NavigationKey{Command::AddMarker, Qt::Key_M}, NavigationKey{Command::AddNote, Qt::Key_M, shift},
    NavigationKey{Command::RemoveMarker, Qt::Key_Delete},
    NavigationKey{Command::UndoView, Qt::Key_Z, control}, NavigationKey{Command::UndoView, Qt::Key_Left, alt},
    NavigationKey{Command::RedoView, Qt::Key_Z, control | shift}, NavigationKey{Command::RedoView, Qt::Key_Right, alt},
    NavigationKey{Command::SelectRange, Qt::Key_R}, NavigationKey{Command::Escape, Qt::Key_Escape},
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

std::optional<Command> find(int key, Qt::KeyboardModifiers modifiers)
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

std::optional<Command> commandOf(const QKeyEvent &event, bool placed)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & (shift | control | alt | Qt::MetaModifier);
    const auto typed = typedKey(event);
    if (const auto place = placed && !(modifiers & ~shift) ? placedKey(event) : std::nullopt)
        return find(*place, modifiers);
    if (typed)
        return find(*typed, modifiers & ~(control | alt));
    return find(event.key(), modifiers);
}

std::optional<Command> commandOf(const QKeyEvent &event)
{
    const QString platform = QGuiApplication::platformName();
    return commandOf(event, platform == QLatin1String("xcb") || platform.startsWith(QLatin1String("wayland")));
}

} // namespace Interleave
