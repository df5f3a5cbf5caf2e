#include "tests/support/threadtimeline.h"
#include "ui/models/navigationhelp.h"
#include "ui/shell/playcontrols.h"

#include <QLabel>
#include <QSlider>
#include <QToolButton>

using namespace Interleave;
using namespace std::chrono_literals;

class TestPlayControls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theyWaitForARun();
    void playBecomesPauseAndBack();
    void stepsGoByOneEventAndShowIt();
    void theEndsAreReached();
    void theSliderFollowsTheKeysAndTheOtherWayRound();
    void eachIsNamedAndReachedByTab();

private:
    QToolButton *button(Navigation command) const
    {
        for (auto *each : m_controls->findChildren<QToolButton *>()) {
            if (each->toolTip().startsWith(commandTitle(command)))
                return each;
        }
        return nullptr;
    }
    QSlider *speed() const { return m_controls->findChild<QSlider *>(); }
    QString speedText() const { return m_controls->findChild<QLabel *>()->text(); }

    std::unique_ptr<ThreadTimeline> m_timeline;
    std::unique_ptr<PlayControls> m_controls;
    Playhead *m_playhead = nullptr;
};

void TestPlayControls::init()
{
    m_timeline = std::make_unique<ThreadTimeline>();
    m_playhead = m_timeline->state.playhead;
    m_controls = std::make_unique<PlayControls>(m_playhead, m_timeline->view.navigator());
    m_controls->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_controls.get()));
}

void TestPlayControls::cleanup()
{
    m_controls.reset();
    m_timeline.reset();
}

void TestPlayControls::theyWaitForARun()
{
    QVERIFY(m_controls->isEnabled());
    m_playhead->setRun({});
    QVERIFY(!m_controls->isEnabled());
    m_playhead->setRun({0s, 1s});
    QVERIFY(m_controls->isEnabled());
}

void TestPlayControls::playBecomesPauseAndBack()
{
    QToolButton *play = button(Navigation::PlayOrPause);
    QCOMPARE(play->accessibleName(), QStringLiteral("Play"));
    const QImage before = play->grab().toImage();
    play->click();
    QVERIFY(m_playhead->isPlaying());
    QCOMPARE(play->accessibleName(), QStringLiteral("Pause"));
    QVERIFY(play->grab().toImage() != before);
    play->click();
    QVERIFY(!m_playhead->isPlaying());
    QCOMPARE(play->grab().toImage(), before);
}

void TestPlayControls::stepsGoByOneEventAndShowIt()
{
    m_playhead->moveTo(300ms);
    button(Navigation::EventAfter)->click();
    QCOMPARE(m_playhead->time(), std::optional<Nanos>(600ms));
    QVERIFY(m_playhead->event());
    button(Navigation::EventBefore)->click();
    QCOMPARE(m_playhead->time(), std::optional<Nanos>(100ms));
    QVERIFY(m_timeline->state.selection->current());
}

void TestPlayControls::theEndsAreReached()
{
    m_timeline->state.zoom->setVisible({400ms, 500ms});
    m_playhead->play();
    button(Navigation::PlayheadToEnd)->click();
    QCOMPARE(m_playhead->time(), std::optional<Nanos>(1s));
    QVERIFY(!m_playhead->isPlaying());
    QVERIFY(m_timeline->state.zoom->visible().begin > 800ms); // it was brought into view
    button(Navigation::PlayheadToBegin)->click();
    QCOMPARE(m_playhead->time(), std::optional<Nanos>(0ms));
    QVERIFY(m_timeline->state.zoom->visible().contains(0ms));
}

void TestPlayControls::theSliderFollowsTheKeysAndTheOtherWayRound()
{
    const int before = speed()->value();
    m_timeline->press(Qt::Key_J);
    QCOMPARE(speed()->value(), before - 1);
    speed()->setValue(speed()->minimum());
    QCOMPARE(m_playhead->speed(), Playhead::slowest);
    QCOMPARE(speedText().remove(QLocale().groupSeparator()), QStringLiteral("1/1000000 ×"));
    speed()->setValue(speed()->maximum());
    QCOMPARE(m_playhead->speed(), Playhead::fastest);
}

void TestPlayControls::eachIsNamedAndReachedByTab()
{
    for (const QWidget *part : m_controls->findChildren<QWidget *>()) {
        if (qobject_cast<const QLabel *>(part))
            continue;
        QVERIFY(!part->accessibleName().isEmpty());
        QVERIFY(!part->toolTip().isEmpty() && !part->whatsThis().isEmpty());
        QVERIFY(part->focusPolicy() & Qt::TabFocus);
    }
}

QTEST_MAIN(TestPlayControls)
#include "tst_playcontrols.moc"
