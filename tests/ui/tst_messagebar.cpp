#include "ui/shell/messagebar.h"

#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace Interleave;

class TestMessageBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsHiddenUntilThereIsSomethingToSay()
    {
        QWidget window;
        MessageBar bar(&window);
        QVERIFY(!bar.isVisibleTo(&window));
        bar.showError(QStringLiteral("It cannot be read."));
        QVERIFY(bar.isVisibleTo(&window));
        QCOMPARE(bar.messages(), QStringList(QStringLiteral("It cannot be read.")));
    }

    void aMessageStandsUntilItIsDismissed()
    {
        QWidget window;
        MessageBar bar(&window);
        bar.showError(QStringLiteral("first"));
        bar.showNotice(QStringLiteral("second"));
        QTest::mouseClick(bar.findChildren<QToolButton *>().first(), Qt::LeftButton);
        QCOMPARE(bar.messages(), QStringList(QStringLiteral("second")));
        QVERIFY(bar.isVisibleTo(&window));
        QTRY_COMPARE(bar.findChildren<QToolButton *>().size(), 1);
        QTest::keyClick(bar.findChildren<QToolButton *>().first(), Qt::Key_Space);
        QVERIFY(bar.messages().isEmpty());
        QVERIFY(!bar.isVisibleTo(&window));
    }

    void theSameMessageStandsOnce()
    {
        MessageBar bar;
        bar.showError(QStringLiteral("again"));
        bar.showError(QStringLiteral("again"));
        QCOMPARE(bar.messages().size(), 1);
    }

    void theOldestGivesWayWhenThereAreTooMany()
    {
        MessageBar bar;
        for (int number = 0; number < 10; ++number)
            bar.showError(QString::number(number));
        QCOMPARE(bar.messages(), QStringList({QStringLiteral("7"), QStringLiteral("8"), QStringLiteral("9")}));
    }

    void textIsShownAsItIs()
    {
        MessageBar bar;
        bar.showError(QStringLiteral("<img src=/dev/zero> & more"));
        const auto *text = bar.findChild<QLabel *>(QStringLiteral("messageText"));
        QCOMPARE(text->textFormat(), Qt::PlainText);
        QCOMPARE(text->text(), QStringLiteral("<img src=/dev/zero> & more"));
    }

    void aVeryLongMessageIsCut()
    {
        MessageBar bar;
        bar.showError(QString(100'000, QLatin1Char('x')));
        QVERIFY(bar.messages().first().size() < 5'000);
    }

    void severityIsSaidInWordsToo()
    {
        MessageBar bar;
        bar.showError(QStringLiteral("broken"));
        bar.showNotice(QStringLiteral("gaps"));
        const auto rows = bar.findChildren<QFrame *>(QStringLiteral("messageBar"));
        QCOMPARE(rows.at(0)->accessibleName(), QStringLiteral("Error: broken"));
        QCOMPARE(rows.at(1)->accessibleName(), QStringLiteral("Notice: gaps"));
    }
};

QTEST_MAIN(TestMessageBar)
#include "tst_messagebar.moc"
