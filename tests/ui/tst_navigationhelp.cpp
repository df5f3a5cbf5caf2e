#include "ui/models/navigationhelp.h"

#include <QTest>

#include <map>

using namespace Interleave;

/// The help is made from what is bound: these hold the two together.
class TestNavigationHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCommandStandsInOneLine();
    void everyLineSaysKeysOrGestures();
    void everyKeyIsShownAsItStandsOnAKeyboard();
    void titlesDiffer();
};

void TestNavigationHelp::everyCommandStandsInOneLine()
{
    std::map<Command, int> lines;
    for (const NavigationHelp &line : navigationHelp()) {
        for (const Command command : line.commands)
            ++lines[command];
    }
    for (int command = 0; command < commandCount; ++command)
        QCOMPARE(lines[Command(command)], 1);
}

void TestNavigationHelp::everyLineSaysKeysOrGestures()
{
    for (const NavigationHelp &line : navigationHelp()) {
        QVERIFY(!line.keys().isEmpty());
        QVERIFY(!line.meaning.isEmpty());
        for (const Command command : line.commands)
            QVERIFY2(line.keys().contains(keysText(command)) && !keysText(command).isEmpty(), qPrintable(line.meaning));
    }
}

void TestNavigationHelp::everyKeyIsShownAsItStandsOnAKeyboard()
{
    QCOMPARE(keysText(Command::ZoomIn), QStringLiteral("W, +"));
    QCOMPARE(keysText(Command::ZoomOut), QStringLiteral("S, −"));
    QCOMPARE(keysText(Command::Cause), QStringLiteral("[, Alt + Shift + ←"));
    QCOMPARE(keysText(Command::RedoView), QStringLiteral("Ctrl + Shift + Z, Alt + →"));
    QCOMPARE(keysText(Command::AddNote), QStringLiteral("Shift + M"));
    for (const NavigationKey &key : navigationKeys())
        QVERIFY(!keysText(key.command).isEmpty());
}

void TestNavigationHelp::titlesDiffer()
{
    std::map<QString, int> titles;
    for (int command = 0; command < commandCount; ++command)
        QCOMPARE(++titles[commandTitle(Command(command))], 1);
    QVERIFY(!titles.contains(QString()));
}

QTEST_GUILESS_MAIN(TestNavigationHelp)
#include "tst_navigationhelp.moc"
