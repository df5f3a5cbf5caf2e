#include "ui/shell/commandcontrol.h"

#include "core/scenarios/scenario.h"
#include "ui/models/eventtext.h"
#include "ui/panels/commandpalette.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QPointer>

namespace Interleave {

namespace {

/// Without the mark of the key that chooses it in a menu.
QString plain(QString text)
{
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove(QLatin1Char('&'));
    return text.replace(QChar(1), QLatin1Char('&'));
}

/// "View ▸ Colours", or the name of the part of the window that has it.
QString placeOf(const QAction *action)
{
    for (const QObject *object : action->associatedObjects()) {
        const auto *menu = qobject_cast<const QMenu *>(object);
        if (!menu || menu->title().isEmpty())
            continue;
        const QString above = placeOf(menu->menuAction());
        const QString title = plain(menu->title());
        return above.isEmpty() ? title : QStringLiteral("%1 ▸ %2").arg(above, title);
    }
    for (const QObject *object : action->associatedObjects()) {
        const auto *widget = qobject_cast<const QWidget *>(object);
        if (widget && !widget->accessibleName().isEmpty())
            return widget->accessibleName();
    }
    return {};
}

/// A window that this one opened has commands of its own.
const QMainWindow *windowOf(const QAction *action)
{
    for (const QObject *object = action->parent(); object; object = object->parent()) {
        if (const auto *window = qobject_cast<const QMainWindow *>(object))
            return window;
    }
    return nullptr;
}

Command commandOf(QAction *action)
{
    // Keys that a widget handles itself stand in the text, behind a tab.
    const QString title = plain(action->text().section(QLatin1Char('\t'), 0, 0));
    QStringList keys = action->text().section(QLatin1Char('\t'), 1).split(QStringLiteral(", "), Qt::SkipEmptyParts);
    for (const QKeySequence &sequence : action->shortcuts())
        keys << sequence.toString(QKeySequence::NativeText);
    return {.title = action->isChecked() ? QStringLiteral("%1 ✓").arg(title) : title, .place = placeOf(action),
            .keys = keys.mid(0, 2).join(QStringLiteral(", ")), .isEnabled = action->isEnabled(),
            .whyNot = action->property("whyNot").toString(), .run = [action = QPointer(action)] {
                if (action)
                    action->trigger();
            }};
}

} // namespace

CommandControl::CommandControl(QMainWindow *window)
    : QObject(window), m_window(window), m_palette(new CommandPalette(window))
    , m_action(new QAction(tr("&Command Palette…"), this))
{
    m_action->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    m_action->setToolTip(tr("Finds whatever can be done by a few letters (%1)")
                             .arg(m_action->shortcut().toString(QKeySequence::NativeText)));
    connect(m_action, &QAction::triggered, this, [this] { m_palette->open(commands()); });
}

std::vector<Command> CommandControl::commands()
{
    std::vector<Command> commands;
    addActions(commands);
    addScenarios(commands);
    addLanes(commands);
    return commands;
}

void CommandControl::addActions(std::vector<Command> &commands)
{
    for (QAction *action : m_window->findChildren<QAction *>()) {
        const bool isCommand = !action->text().isEmpty() && !action->isSeparator() && !action->menu()
            && windowOf(action) == m_window;
        if (isCommand && action != m_action)
            commands.push_back(commandOf(action));
    }
}

void CommandControl::addScenarios(std::vector<Command> &commands)
{
    for (const Scenario *scenario : allScenarios()) {
        const QString id = QString::fromStdString(scenario->id);
        commands.push_back({.title = QString::fromStdString(scenario->title), .place = tr("Scenario"),
                            .run = [this, id] { Q_EMIT scenarioChosen(id); }});
    }
}

void CommandControl::addLanes(std::vector<Command> &commands)
{
    if (!m_trace)
        return;
    for (const Lane &lane : m_trace->lanes()) {
        if (lane.events.empty())
            continue;
        commands.push_back({.title = laneNameText(*m_trace, lane.id), .place = tr("Lane"),
                            .run = [this, id = lane.id] { Q_EMIT laneChosen(id); }});
    }
}

} // namespace Interleave
