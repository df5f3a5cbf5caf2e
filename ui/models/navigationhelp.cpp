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

QString commandTitle(Navigation command)
{
    switch (command) {
    case Navigation::ZoomIn: return tr("Zoom In");
    case Navigation::ZoomOut: return tr("Zoom Out");
    case Navigation::PanBack: return tr("Move Back");
    case Navigation::PanForward: return tr("Move Forward");
    case Navigation::PanFarBack: return tr("Move Far Back");
    case Navigation::PanFarForward: return tr("Move Far Forward");
    case Navigation::Focus: return tr("Focus the Selection");
    case Navigation::ShowWhole: return tr("Show the Whole Run");
    case Navigation::GoToBegin: return tr("Go to the Start");
    case Navigation::GoToEnd: return tr("Go to the End");
    case Navigation::SegmentBefore: return tr("Previous Segment");
    case Navigation::SegmentAfter: return tr("Next Segment");
    case Navigation::LaneAbove: return tr("Lane Above");
    case Navigation::LaneBelow: return tr("Lane Below");
    case Navigation::Explain: return tr("Explain the Selection");
    case Navigation::EventBefore: return tr("Previous Event");
    case Navigation::EventAfter: return tr("Next Event");
    case Navigation::LaneEventBefore: return tr("Previous Event of the Lane");
    case Navigation::LaneEventAfter: return tr("Next Event of the Lane");
    case Navigation::Cause: return tr("Back to the Cause");
    case Navigation::Effect: return tr("On to the Effect");
    case Navigation::CriticalPath: return tr("Critical Path");
    case Navigation::PlayOrPause: return tr("Play or Pause");
    case Navigation::Slower: return tr("Play Slower");
    case Navigation::Pause: return tr("Pause");
    case Navigation::Faster: return tr("Play Faster");
    case Navigation::PlayheadToBegin: return tr("Playhead to the Start");
    case Navigation::PlayheadToEnd: return tr("Playhead to the End");
    case Navigation::AddMarker: return tr("Set a Marker");
    case Navigation::AddNote: return tr("Note on the Range");
    case Navigation::RemoveMarker: return tr("Remove Marker or Note");
    case Navigation::UndoView: return tr("Undo the View");
    case Navigation::RedoView: return tr("Redo the View");
    case Navigation::SelectRange: return tr("Selection to Range");
    case Navigation::Escape: return tr("Deselect");
    }
    return {};
}

QString keysText(Navigation command)
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
    for (const Navigation command : commands)
        parts << keysText(command);
    const QString typed = parts.join(QStringLiteral(" / "));
    return typed.isEmpty() || gestures.isEmpty() ? typed + gestures : typed + QStringLiteral(", ") + gestures;
}

std::vector<NavigationHelp> navigationHelp()
{
    using C = Navigation;
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
            {{C::CriticalPath}, {}, tr("Light the chain that decided how long the run took")},
            {{C::PlayOrPause}, tr("click on the ruler"), tr("Play or pause; put the playhead there")},
            {{C::Slower, C::Pause, C::Faster}, {}, tr("Slower, pause, faster")},
            {{C::PlayheadToBegin, C::PlayheadToEnd}, {}, tr("Playhead to the start / end")},
            {{C::AddMarker, C::AddNote, C::RemoveMarker}, {}, tr("Marker here, note on a range, remove")},
            {{C::SelectRange}, {}, tr("The selected segment's time becomes the range")},
            {{C::UndoView, C::RedoView}, {}, tr("Undo / redo the view")},
            {{C::Escape}, {}, tr("Clear range, then selection, then stop following")}};
}

} // namespace Interleave
