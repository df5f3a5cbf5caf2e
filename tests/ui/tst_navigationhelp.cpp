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
    std::map<Navigation, int> lines;
    for (const NavigationHelp &line : navigationHelp()) {
        for (const Navigation command : line.commands)
            ++lines[command];
    }
    for (int command = 0; command < navigationCount; ++command)
        QCOMPARE(lines[Navigation(command)], 1);
}

void TestNavigationHelp::everyLineSaysKeysOrGestures()
{
    for (const NavigationHelp &line : navigationHelp()) {
        QVERIFY(!line.keys().isEmpty());
        QVERIFY(!line.meaning.isEmpty());
        for (const Navigation command : line.commands)
            QVERIFY2(line.keys().contains(keysText(command)) && !keysText(command).isEmpty(), qPrintable(line.meaning));
    }
}

void TestNavigationHelp::everyKeyIsShownAsItStandsOnAKeyboard()
{
    QCOMPARE(keysText(Navigation::ZoomIn), QStringLiteral("W, +"));
    QCOMPARE(keysText(Navigation::ZoomOut), QStringLiteral("S, −"));
    QCOMPARE(keysText(Navigation::Cause), QStringLiteral("[, Alt + Shift + ←"));
    QCOMPARE(keysText(Navigation::RedoView), QStringLiteral("Ctrl + Shift + Z, Alt + →"));
    QCOMPARE(keysText(Navigation::AddNote), QStringLiteral("Shift + M"));
    for (const NavigationKey &key : navigationKeys())
        QVERIFY(!keysText(key.command).isEmpty());
}

void TestNavigationHelp::titlesDiffer()
{
    std::map<QString, int> titles;
    for (int command = 0; command < navigationCount; ++command)
        QCOMPARE(++titles[commandTitle(Navigation(command))], 1);
    QVERIFY(!titles.contains(QString()));
}

QTEST_GUILESS_MAIN(TestNavigationHelp)
#include "tst_navigationhelp.moc"
