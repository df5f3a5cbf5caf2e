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

static std::optional<Navigation> pressed(int key, Qt::KeyboardModifiers modifiers, const QString &text, quint32 scanCode = 0,
                                      bool placed = true)
{
    return navigationOf(QKeyEvent(QEvent::KeyPress, key, modifiers, scanCode, 0, 0, text), placed);
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
    std::set<Navigation> commands;
    std::set<std::pair<int, int>> keys;
    for (const NavigationKey &row : navigationKeys()) {
        commands.insert(row.command);
        QVERIFY2(keys.emplace(row.key, row.modifiers.toInt()).second,
                 qPrintable(QKeySequence(QKeyCombination(row.modifiers, row.key)).toString()));
    }
    QCOMPARE(int(commands.size()), navigationCount);
}

void TestNavigationKeys::otherLayoutsReachEveryCharacter_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Navigation>("command");
    using Qt::NoModifier, Qt::ShiftModifier, Qt::GroupSwitchModifier, Qt::ControlModifier, Qt::AltModifier;
    const auto row = [](const char *name, int key, Qt::KeyboardModifiers modifiers, const char *text, Navigation command) {
        QTest::newRow(name) << key << modifiers << QString::fromUtf8(text) << command;
    };
    row("es: AltGr + `", Qt::Key_BracketLeft, NoModifier, "[", Navigation::Cause);
    row("de: AltGr + 8", Qt::Key_BracketLeft, GroupSwitchModifier, "[", Navigation::Cause);
    row("fr, as Control and Alt", Qt::Key_BracketRight, ControlModifier | AltModifier, "]", Navigation::Effect);
    row("fr: the key alone", Qt::Key_Comma, NoModifier, ",", Navigation::EventBefore);
    row("fr: Shift + ;", Qt::Key_Period, ShiftModifier, ".", Navigation::EventAfter);
    row("fr: Shift + à", Qt::Key_0, ShiftModifier, "0", Navigation::ShowWhole);
    row("fr, es, de: Shift for + on the number row", Qt::Key_Plus, ShiftModifier, "+", Navigation::ZoomIn);
    row("de: the key alone", Qt::Key_Plus, NoModifier, "+", Navigation::ZoomIn);
    row("fr: the key of 6", Qt::Key_Minus, NoModifier, "-", Navigation::ZoomOut);
    row("key pad", Qt::Key_Minus, Qt::KeypadModifier, "-", Navigation::ZoomOut);
    row("us: Shift + =", Qt::Key_Plus, ShiftModifier, "+", Navigation::ZoomIn);
    row("a key code of another character", Qt::Key_8, GroupSwitchModifier, "[", Navigation::Cause);
    row("fr: M beside L", Qt::Key_M, NoModifier, "m", Navigation::AddMarker);
    row("Caps Lock", Qt::Key_M, NoModifier, "M", Navigation::AddMarker);
    row("Shift", Qt::Key_M, ShiftModifier, "M", Navigation::AddNote);
    row("fr: Z where W is", Qt::Key_Z, ControlModifier, "\x1a", Navigation::UndoView);
}

void TestNavigationKeys::otherLayoutsReachEveryCharacter()
{
    QFETCH(int, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QString, text);
    QFETCH(Navigation, command);
    QCOMPARE(pressed(key, modifiers, text), command);
}

void TestNavigationKeys::wasdLieTogetherOnEveryLayout()
{
    QCOMPARE(pressed(Qt::Key_Z, {}, QStringLiteral("z"), 25), Navigation::ZoomIn);     // AZERTY
    QCOMPARE(pressed(Qt::Key_Q, {}, QStringLiteral("q"), 38), Navigation::PanBack);
    QCOMPARE(pressed(Qt::Key_Q, Qt::ShiftModifier, QStringLiteral("Q"), 38), Navigation::PanFarBack);
    QCOMPARE(pressed(Qt::Key_O, {}, QStringLiteral("o"), 39), Navigation::ZoomOut);    // Dvorak
    QCOMPARE(pressed(Qt::Key_E, {}, QStringLiteral("e"), 40), Navigation::PanForward);
    QCOMPARE(pressed(Qt::Key_W, {}, QStringLiteral("w"), 13, false), Navigation::ZoomIn); // where places are not known
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
