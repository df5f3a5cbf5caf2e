#include "tests/support/threadtimeline.h"

#include <QSignalSpy>

using namespace Interleave;
using namespace std::chrono_literals;

/// Mouse, wheel and keys on a timeline of ten threads.
class TestNavigation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_at = std::make_unique<ThreadTimeline>(); }
    void cleanup() { m_at.reset(); }

    void draggingSelectsARangeThatSnapsToEdges();
    void altDraggingDoesNotSnap();
    void theEdgesOfARangeCanBeDraggedAgain();
    void aRangeIsDrawnWithItsLength();
    void escapeClearsRangeThenSelectionThenFollowing();
    void theSelectionBecomesTheRange();
    void spaceDraggingPansAndDoesNotPlay();
    void tappingSpacePlays();
    void clickingTheRulerPutsThePlayheadThereAndItCanBeDragged();
    void eventsAreSteppedThroughWithTheSelection();
    void eventsOfTheSelectedLaneAlone();
    void causesAreFollowedBackAndForth();
    void enterAsksForTheExplanation();
    void theOverviewTakesTheSameKeys();
    void aListKeepsItsArrows();
    void aTextFieldKeepsItsLetters();
    void fineWheelsLoseNothing();
    void aGestureKeepsItsMeaningToTheEndOfItsMomentum();
    void wheelZoomsKeepThePixelAtEveryScale();
    void panningATenNanosecondViewIsSmooth();

private:
    std::unique_ptr<ThreadTimeline> m_at;
};

void TestNavigation::draggingSelectsARangeThatSnapsToEdges()
{
    m_at->drag(m_at->at(100ms, 2) + QPoint(3, 0), m_at->at(600ms, 2) - QPoint(3, 0));
    QCOMPARE(m_at->state.range->current(), (TimeRange{100ms, 600ms}));
    m_at->drag(m_at->at(800ms, 4), m_at->at(700ms, 4) + QPoint(2, 0)); // backwards, from nowhere special
    QCOMPARE(m_at->state.range->current()->begin, Nanos(700ms));
    QVERIFY(std::chrono::abs(m_at->state.range->current()->end - 800ms) < 3ms);
    QVERIFY(!m_at->state.selection->current());
}

void TestNavigation::altDraggingDoesNotSnap()
{
    m_at->drag(m_at->at(100ms, 2) + QPoint(3, 0), m_at->at(600ms, 2) - QPoint(3, 0), Qt::LeftButton, Qt::AltModifier);
    const TimeRange range = *m_at->state.range->current();
    QCOMPARE(range.begin, m_at->canvas->timeAtX(m_at->at(100ms, 2).x() + 3));
    QVERIFY(range.begin > 100ms && range.end < 600ms);
}

void TestNavigation::theEdgesOfARangeCanBeDraggedAgain()
{
    m_at->state.range->select(100ms, 600ms);
    m_at->drag(m_at->at(600ms, 2) + QPoint(2, 0), m_at->at(800ms, 2));
    QCOMPARE(m_at->state.range->current()->begin, Nanos(100ms));
    QVERIFY(std::chrono::abs(m_at->state.range->current()->end - 800ms) < 3ms);
    m_at->drag(m_at->onRuler(100ms), m_at->onRuler(300ms));
    QVERIFY(std::chrono::abs(m_at->state.range->current()->begin - 300ms) < 3ms);
    QVERIFY(std::chrono::abs(m_at->state.range->current()->end - 800ms) < 3ms);
}

void TestNavigation::aRangeIsDrawnWithItsLength()
{
    const QImage without = m_at->canvas->grab().toImage();
    m_at->state.range->select(200ms, 400ms);
    const QImage with = m_at->canvas->grab().toImage();
    const auto differs = [&](QPoint point) { return with.pixelColor(point) != without.pixelColor(point); };
    QVERIFY(differs(m_at->at(300ms, 6) + QPoint(0, 14)));
    QVERIFY(!differs(m_at->at(500ms, 6) + QPoint(0, 14)));
    QCOMPARE(with.pixelColor(m_at->at(200ms, 6)), Theme::of(m_at->canvas->palette()).accent);
    QVERIFY(differs({(m_at->canvas->xOf(200ms) + m_at->canvas->xOf(400ms)) / 2 - 20, 10})); // the pill
}

void TestNavigation::escapeClearsRangeThenSelectionThenFollowing()
{
    m_at->state.zoom->setFollowing(true);
    m_at->state.range->select(100ms, 200ms);
    m_at->state.selection->select({LaneId(3), 50ms});
    m_at->press(Qt::Key_Escape);
    QVERIFY(!m_at->state.range->current() && m_at->state.selection->current());
    m_at->press(Qt::Key_Escape);
    QVERIFY(!m_at->state.selection->current() && m_at->state.zoom->isFollowing());
    m_at->press(Qt::Key_Escape);
    QVERIFY(!m_at->state.zoom->isFollowing());
}

void TestNavigation::theSelectionBecomesTheRange()
{
    QSignalSpy told(m_at->view.navigator(), &Navigator::told);
    m_at->press(Qt::Key_R);
    QVERIFY(!m_at->state.range->current());
    QCOMPARE(told.count(), 1);
    m_at->state.selection->select({LaneId(3), 300ms});
    m_at->press(Qt::Key_R);
    QCOMPARE(m_at->state.range->current(), (TimeRange{100ms, 600ms}));
}

void TestNavigation::spaceDraggingPansAndDoesNotPlay()
{
    m_at->state.zoom->setVisible({200ms, 400ms});
    QTest::keyPress(m_at->canvas, Qt::Key_Space);
    m_at->drag(m_at->at(300ms, 2), m_at->at(300ms, 2) + QPoint(60, 0));
    QTest::keyRelease(m_at->canvas, Qt::Key_Space);
    QVERIFY(m_at->state.zoom->visible().begin < 200ms);
    QVERIFY(!m_at->state.range->current());
    QVERIFY(!m_at->state.playhead->isPlaying());
}

void TestNavigation::tappingSpacePlays()
{
    m_at->press(Qt::Key_Space);
    QVERIFY(m_at->state.playhead->isPlaying());
    const double usual = m_at->state.playhead->speed();
    m_at->press(Qt::Key_L);
    QVERIFY(m_at->state.playhead->speed() > usual);
    m_at->press(Qt::Key_J);
    m_at->press(Qt::Key_J);
    QVERIFY(m_at->state.playhead->speed() < usual);
    m_at->press(Qt::Key_K);
    QVERIFY(!m_at->state.playhead->isPlaying());
    QVERIFY(m_at->state.playhead->time());
}

void TestNavigation::clickingTheRulerPutsThePlayheadThereAndItCanBeDragged()
{
    QTest::mouseClick(m_at->canvas, Qt::LeftButton, {}, m_at->onRuler(400ms));
    QVERIFY(std::chrono::abs(*m_at->state.playhead->time() - 400ms) < 3ms);
    m_at->drag(m_at->onRuler(400ms), m_at->onRuler(800ms));
    QVERIFY(std::chrono::abs(*m_at->state.playhead->time() - 800ms) < 3ms);
    QVERIFY(!m_at->state.range->current());
    m_at->drag(m_at->onRuler(200ms), m_at->onRuler(300ms)); // elsewhere it is a range
    QVERIFY(m_at->state.range->current());
}

void TestNavigation::eventsAreSteppedThroughWithTheSelection()
{
    m_at->state.playhead->moveTo(50ms);
    for (std::uint32_t lane = 2; lane <= 11; ++lane) {
        m_at->press(Qt::Key_Period);
        QCOMPARE(m_at->state.playhead->time(), std::optional<Nanos>(100ms));
        QCOMPARE(m_at->state.selection->current()->lane, LaneId(lane));
        QCOMPARE(m_at->canvas->selectedSegment()->state, State::Suspended);
    }
    m_at->press(Qt::Key_Period);
    QCOMPARE(m_at->state.playhead->time(), std::optional<Nanos>(600ms));
    QCOMPARE(m_at->canvas->selectedSegment()->state, State::Ready);
    m_at->press(Qt::Key_Comma);
    QCOMPARE(m_at->state.selection->current(), (Selected{LaneId(11), 100ms}));
}

void TestNavigation::eventsOfTheSelectedLaneAlone()
{
    m_at->state.selection->select({LaneId(5), 50ms});
    for (const Nanos time : {100ms, 600ms, 700ms, 1000ms}) {
        m_at->press(Qt::Key_Period, Qt::AltModifier);
        QCOMPARE(m_at->state.playhead->time(), std::optional(time));
        QCOMPARE(m_at->state.selection->current()->lane, LaneId(5));
    }
    m_at->press(Qt::Key_Comma, Qt::AltModifier);
    QCOMPARE(m_at->state.playhead->time(), std::optional<Nanos>(700ms));
}

void TestNavigation::causesAreFollowedBackAndForth()
{
    m_at->state.zoom->setVisible({700ms, 800ms});
    m_at->state.selection->select({LaneId(5), 750ms});
    m_at->press(Qt::Key_BracketLeft); // woken by the lane above it, which had just been woken itself
    QCOMPARE(m_at->state.selection->current(), (Selected{LaneId(4), 600ms}));
    QVERIFY(m_at->state.zoom->visible().contains(600ms));
    m_at->press(Qt::Key_Left, Qt::ShiftModifier | Qt::AltModifier);
    m_at->press(Qt::Key_BracketLeft);
    QCOMPARE(m_at->state.selection->current()->lane, LaneId(2));
    m_at->press(Qt::Key_BracketLeft);
    QCOMPARE(m_at->state.selection->current(), (Selected{LaneId(1), 600ms})); // the process, running
    m_at->press(Qt::Key_BracketRight);
    QCOMPARE(m_at->state.selection->current(), (Selected{LaneId(2), 700ms}));
}

void TestNavigation::enterAsksForTheExplanation()
{
    QSignalSpy asked(m_at->view.navigator(), &Navigator::explanationRequested);
    m_at->press(Qt::Key_Return);
    m_at->press(Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(asked.count(), 2);
}

void TestNavigation::theOverviewTakesTheSameKeys()
{
    auto *overview = m_at->view.findChild<OverviewStrip *>();
    QVERIFY(overview->focusPolicy() & Qt::TabFocus);
    QTest::keyClick(overview, Qt::Key_W);
    QVERIFY(!m_at->state.zoom->isWhole());
    QTest::keyClick(overview, Qt::Key_Down);
    QVERIFY(m_at->state.selection->current());
}

void TestNavigation::aListKeepsItsArrows()
{
    QListWidget list;
    list.addItems({QStringLiteral("one"), QStringLiteral("two")});
    m_at->view.navigator()->serve(&list, Navigator::Panel::IsList);
    list.setCurrentRow(0);
    QTest::keyClick(&list, Qt::Key_Down);
    QCOMPARE(list.currentRow(), 1);
    QVERIFY(!m_at->state.selection->current());
    QTest::keyClick(&list, Qt::Key_W);
    QVERIFY(!m_at->state.zoom->isWhole());
}

void TestNavigation::aTextFieldKeepsItsLetters()
{
    QWidget window;
    auto *field = new QLineEdit(&window);
    m_at->view.setParent(&window);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    field->setFocus();
    for (const char letter : {'w', 'a', 's', 'd', 'f', 'm', 'r', 'j', 'k', 'l', ',', '.', '[', ']', ' ', '0', '+'})
        QTest::keyClick(field, letter);
    QCOMPARE(field->text(), QStringLiteral("wasdfmrjkl,.[] 0+"));
    QVERIFY(m_at->state.zoom->isWhole() && !m_at->state.playhead->time());
    m_at->view.setParent(nullptr);
}

void TestNavigation::fineWheelsLoseNothing()
{
    const QPointF point(600, 150);
    for (int event = 0; event < 120; ++event)
        m_at->wheel(point, {}, {0, -1}); // a 120th of a notch, which is less than a pixel
    QCOMPARE(m_at->canvas->scroll(), 90);
    for (int event = 0; event < 30; ++event)
        m_at->wheel(point, {0, 1}, {0, 2}, {}, event == 0 ? Qt::ScrollBegin : Qt::ScrollUpdate);
    QCOMPARE(m_at->canvas->scroll(), 60);
    m_at->state.zoom->setVisible({200ms, 400ms});
    for (int event = 0; event < 7; ++event)
        m_at->wheel(point, {-1, 0}, {-2, 0}, {}, event == 0 ? Qt::ScrollBegin : Qt::ScrollUpdate);
    QCOMPARE(m_at->canvas->xOf(200ms), m_at->canvas->axisLeft() - 7);
}

void TestNavigation::aGestureKeepsItsMeaningToTheEndOfItsMomentum()
{
    const QPointF point(600, 150);
    m_at->wheel(point, {0, -4}, {0, -8}, {}, Qt::ScrollBegin);
    m_at->wheel(point, {-30, -4}, {-60, -8}, {}, Qt::ScrollUpdate); // a finger that strays
    m_at->wheel(point, {0, -4}, {0, -8}, Qt::ControlModifier, Qt::ScrollMomentum);
    QVERIFY(m_at->state.zoom->isWhole());
    QCOMPARE(m_at->canvas->scroll(), 12);
    m_at->wheel(point, {}, {}, {}, Qt::ScrollEnd);
    m_at->wheel(point, {0, 4}, {0, 8}, Qt::ControlModifier, Qt::ScrollBegin);
    QVERIFY(!m_at->state.zoom->isWhole());
}

void TestNavigation::wheelZoomsKeepThePixelAtEveryScale()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "t");
    build.start(thread, 0ms);
    build.finish(thread, 8h);
    m_at->view.setTrace(std::make_shared<Trace>(std::move(build.trace)));
    const QPointF cursor(m_at->canvas->axisLeft() + 217, 100);
    const auto place = [&] {
        const FineRange view = m_at->state.zoom->fine();
        return view.begin + view.length * 217 / m_at->canvas->axisWidth();
    };
    const long double time = place();
    while (m_at->state.zoom->fine().length > ZoomState::shortestRange.count()) {
        m_at->wheel(cursor, {}, {0, 120}, Qt::ControlModifier);
        QVERIFY(std::abs(place() - time) < m_at->state.zoom->fine().length / m_at->canvas->axisWidth());
    }
    while (!m_at->state.zoom->isWhole() && m_at->state.zoom->visible().length() < 8h)
        m_at->wheel(cursor, {}, {0, -120}, Qt::ControlModifier);
    QVERIFY(std::abs(place() - time) < m_at->state.zoom->fine().length / m_at->canvas->axisWidth());
}

void TestNavigation::panningATenNanosecondViewIsSmooth()
{
    m_at->state.zoom->setVisible({100ms, 100ms + 10ns}); // a nanosecond is some sixty pixels wide
    const int before = m_at->canvas->xOf(100ms + 5ns);
    for (int moved = 1; moved <= 40; ++moved) {
        m_at->drag(m_at->at(100ms + 5ns, 2), m_at->at(100ms + 5ns, 2) + QPoint(10, 0), Qt::MiddleButton);
        QVERIFY(std::abs(m_at->canvas->xOf(100ms + 5ns) - (before + moved * 10)) <= 1);
        if (m_at->canvas->xOf(100ms + 5ns) > m_at->canvas->width() - 40)
            break;
    }
}

QTEST_MAIN(TestNavigation)
#include "tst_navigation.moc"
