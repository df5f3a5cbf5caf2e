#include "ui/models/navigationhelp.h"

#include <QCoreApplication>
#include <QStringList>

namespace Interleave {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("NavigationHelp", text);
}

/// "Shift+Alt+Left" as "Shift + Alt + ←".
QString keyText(const NavigationKey &key)
{
    QString text = QKeySequence(QKeyCombination(key.modifiers, key.key)).toString(QKeySequence::NativeText);
    const QString name = QKeySequence(key.key).toString(QKeySequence::NativeText);
    QString shown = name;
    switch (key.key) {
    case Qt::Key_Left: shown = QStringLiteral("←"); break;
    case Qt::Key_Right: shown = QStringLiteral("→"); break;
    case Qt::Key_Up: shown = QStringLiteral("↑"); break;
    case Qt::Key_Down: shown = QStringLiteral("↓"); break;
    case Qt::Key_Minus: shown = QStringLiteral("−"); break;
    default: break;
    }
    text.chop(name.size());
    return text.replace(QLatin1Char('+'), QStringLiteral(" + ")) + shown;
}

} // namespace

QString commandTitle(Command command)
{
    switch (command) {
    case Command::ZoomIn: return tr("Zoom In");
    case Command::ZoomOut: return tr("Zoom Out");
    case Command::PanBack: return tr("Move Back");
    case Command::PanForward: return tr("Move Forward");
    case Command::PanFarBack: return tr("Move Far Back");
    case Command::PanFarForward: return tr("Move Far Forward");
    case Command::Focus: return tr("Focus the Selection");
    case Command::ShowWhole: return tr("Show the Whole Run");
    case Command::GoToBegin: return tr("Go to the Start");
    case Command::GoToEnd: return tr("Go to the End");
    case Command::SegmentBefore: return tr("Previous Segment");
    case Command::SegmentAfter: return tr("Next Segment");
    case Command::LaneAbove: return tr("Lane Above");
    case Command::LaneBelow: return tr("Lane Below");
    case Command::Explain: return tr("Explain the Selection");
    case Command::EventBefore: return tr("Previous Event");
    case Command::EventAfter: return tr("Next Event");
    case Command::LaneEventBefore: return tr("Previous Event of the Lane");
    case Command::LaneEventAfter: return tr("Next Event of the Lane");
    case Command::Cause: return tr("Back to the Cause");
    case Command::Effect: return tr("On to the Effect");
    case Command::PlayOrPause: return tr("Play or Pause");
    case Command::Slower: return tr("Play Slower");
    case Command::Pause: return tr("Pause");
    case Command::Faster: return tr("Play Faster");
    case Command::AddMarker: return tr("Set a Marker");
    case Command::AddNote: return tr("Note on the Range");
    case Command::RemoveMarker: return tr("Remove Marker or Note");
    case Command::UndoView: return tr("Undo the View");
    case Command::RedoView: return tr("Redo the View");
    case Command::SelectRange: return tr("Selection to Range");
    case Command::Escape: return tr("Deselect");
    }
    return {};
}

QString keysText(Command command)
{
    QStringList keys;
    for (const NavigationKey &key : navigationKeys()) {
        if (key.command == command && key.isShown)
            keys << keyText(key);
    }
    return keys.join(QStringLiteral(", "));
}

QString NavigationHelp::keys() const
{
    QStringList parts;
    for (const Command command : commands)
        parts << keysText(command);
    const QString typed = parts.join(QStringLiteral(" / "));
    return typed.isEmpty() || gestures.isEmpty() ? typed + gestures : typed + QStringLiteral(", ") + gestures;
}

std::vector<NavigationHelp> navigationHelp()
{
    using C = Command;
    return {{{C::ZoomIn, C::ZoomOut}, tr("Ctrl + wheel, pinch"), tr("Zoom at the mouse, else at the selection")},
            {{C::PanBack, C::PanForward}, tr("Shift + wheel, sideways wheel"), tr("Move in time")},
            {{C::PanFarBack, C::PanFarForward}, {}, tr("Move by half of what is seen")},
            {{}, tr("Wheel"), tr("Scroll the lanes")},
            {{}, tr("Ctrl + Shift + wheel"), tr("Make the lanes higher or lower")},
            {{}, tr("Drag, with Alt without snapping"), tr("Select a range of time and measure it")},
            {{}, tr("Middle drag, Space + drag, Shift + drag"), tr("Move both ways")},
            {{}, tr("Ctrl + drag, right drag"), tr("Zoom to the dragged range")},
            {{}, tr("Double click"), tr("Fit a segment; on the ruler, the whole run")},
            {{C::Focus}, {}, tr("Focus the selection; again: fit it")},
            {{C::ShowWhole}, {}, tr("Show the whole run")},
            {{C::GoToBegin, C::GoToEnd}, {}, tr("Start / end of the run")},
            {{C::SegmentBefore, C::SegmentAfter}, {}, tr("Previous / next segment in the lane")},
            {{C::LaneAbove, C::LaneBelow}, {}, tr("Lane above / below")},
            {{C::Explain}, {}, tr("Explain the selection")},
            {{C::EventBefore, C::EventAfter}, {}, tr("Playhead one event back / forward")},
            {{C::LaneEventBefore, C::LaneEventAfter}, {}, tr("The same within the selected lane")},
            {{C::Cause, C::Effect}, {}, tr("Follow the cause back / the effect on")},
            {{C::PlayOrPause}, tr("click on the ruler"), tr("Play or pause; put the playhead there")},
            {{C::Slower, C::Pause, C::Faster}, {}, tr("Slower, pause, faster")},
            {{C::AddMarker, C::AddNote, C::RemoveMarker}, {}, tr("Marker here, note on a range, remove")},
            {{C::SelectRange}, {}, tr("The selected segment's time becomes the range")},
            {{C::UndoView, C::RedoView}, {}, tr("Undo / redo the view")},
            {{C::Escape}, {}, tr("Clear range, then selection, then stop following")}};
}

} // namespace Interleave
