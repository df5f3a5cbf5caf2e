#include "ui/models/navigationkeys.h"

#include <QKeyEvent>
#include <QTest>

#include <set>

using namespace Interleave;

/// Key presses as X11 and others report them, by layout.
class TestNavigationKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowOfTheTableIsFound();
    void everyCommandHasAKeyAndNoKeyHasTwo();
    void otherLayoutsReachEveryCharacter_data();
    void otherLayoutsReachEveryCharacter();
    void wasdLieTogetherOnEveryLayout();
    void whatIsMeantForOthersIsLeftAlone();
};

static std::optional<Command> pressed(int key, Qt::KeyboardModifiers modifiers, const QString &text, quint32 scanCode = 0,
                                      bool placed = true)
{
    return commandOf(QKeyEvent(QEvent::KeyPress, key, modifiers, scanCode, 0, 0, text), placed);
}

void TestNavigationKeys::everyRowOfTheTableIsFound()
{
    for (const NavigationKey &row : navigationKeys()) {
        QCOMPARE(pressed(row.key, row.modifiers, {}), row.command);
        QCOMPARE(pressed(row.key, row.modifiers, {}, 0, false), row.command);
    }
}

void TestNavigationKeys::everyCommandHasAKeyAndNoKeyHasTwo()
{
    std::set<Command> commands;
    std::set<std::pair<int, int>> keys;
    for (const NavigationKey &row : navigationKeys()) {
        commands.insert(row.command);
        QVERIFY2(keys.emplace(row.key, row.modifiers.toInt()).second,
                 qPrintable(QKeySequence(QKeyCombination(row.modifiers, row.key)).toString()));
    }
    QCOMPARE(int(commands.size()), commandCount);
}

void TestNavigationKeys::otherLayoutsReachEveryCharacter_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Command>("command");
    using Qt::NoModifier, Qt::ShiftModifier, Qt::GroupSwitchModifier, Qt::ControlModifier, Qt::AltModifier;
    const auto row = [](const char *name, int key, Qt::KeyboardModifiers modifiers, const char *text, Command command) {
        QTest::newRow(name) << key << modifiers << QString::fromUtf8(text) << command;
    };
    row("es: AltGr + `", Qt::Key_BracketLeft, NoModifier, "[", Command::Cause);
    row("de: AltGr + 8", Qt::Key_BracketLeft, GroupSwitchModifier, "[", Command::Cause);
    row("fr, as Control and Alt", Qt::Key_BracketRight, ControlModifier | AltModifier, "]", Command::Effect);
    row("fr: the key alone", Qt::Key_Comma, NoModifier, ",", Command::EventBefore);
    row("fr: Shift + ;", Qt::Key_Period, ShiftModifier, ".", Command::EventAfter);
    row("fr: Shift + à", Qt::Key_0, ShiftModifier, "0", Command::ShowWhole);
    row("fr, es, de: Shift for + on the number row", Qt::Key_Plus, ShiftModifier, "+", Command::ZoomIn);
    row("de: the key alone", Qt::Key_Plus, NoModifier, "+", Command::ZoomIn);
    row("fr: the key of 6", Qt::Key_Minus, NoModifier, "-", Command::ZoomOut);
    row("key pad", Qt::Key_Minus, Qt::KeypadModifier, "-", Command::ZoomOut);
    row("us: Shift + =", Qt::Key_Plus, ShiftModifier, "+", Command::ZoomIn);
    row("a key code of another character", Qt::Key_8, GroupSwitchModifier, "[", Command::Cause);
    row("fr: M beside L", Qt::Key_M, NoModifier, "m", Command::AddMarker);
    row("Caps Lock", Qt::Key_M, NoModifier, "M", Command::AddMarker);
    row("Shift", Qt::Key_M, ShiftModifier, "M", Command::AddNote);
    row("fr: Z where W is", Qt::Key_Z, ControlModifier, "\x1a", Command::UndoView);
}

void TestNavigationKeys::otherLayoutsReachEveryCharacter()
{
    QFETCH(int, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QString, text);
    QFETCH(Command, command);
    QCOMPARE(pressed(key, modifiers, text), command);
}

void TestNavigationKeys::wasdLieTogetherOnEveryLayout()
{
    QCOMPARE(pressed(Qt::Key_Z, {}, QStringLiteral("z"), 25), Command::ZoomIn);     // AZERTY
    QCOMPARE(pressed(Qt::Key_Q, {}, QStringLiteral("q"), 38), Command::PanBack);
    QCOMPARE(pressed(Qt::Key_Q, Qt::ShiftModifier, QStringLiteral("Q"), 38), Command::PanFarBack);
    QCOMPARE(pressed(Qt::Key_O, {}, QStringLiteral("o"), 39), Command::ZoomOut);    // Dvorak
    QCOMPARE(pressed(Qt::Key_E, {}, QStringLiteral("e"), 40), Command::PanForward);
    QCOMPARE(pressed(Qt::Key_W, {}, QStringLiteral("w"), 13, false), Command::ZoomIn); // where places are not known
}

void TestNavigationKeys::whatIsMeantForOthersIsLeftAlone()
{
    QVERIFY(!pressed(Qt::Key_S, Qt::ControlModifier, QStringLiteral("\x13"), 39)); // Save
    QVERIFY(!pressed(Qt::Key_R, Qt::ControlModifier, QStringLiteral("\x12")));
    QVERIFY(!pressed(Qt::Key_Period, Qt::ControlModifier, QStringLiteral(".")));
    QVERIFY(!pressed(Qt::Key_F, Qt::AltModifier, QStringLiteral("f"), 41));        // a menu
    QVERIFY(!pressed(Qt::Key_W, Qt::MetaModifier, QStringLiteral("w"), 25));
    QVERIFY(!pressed(Qt::Key_Tab, {}, QStringLiteral("\t")));
    QVERIFY(!pressed(Qt::Key_Slash, Qt::ShiftModifier, QStringLiteral("/")));
}

QTEST_GUILESS_MAIN(TestNavigationKeys)
#include "tst_navigationkeys.moc"
