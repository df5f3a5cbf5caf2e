#include "tests/support/threadtimeline.h"
#include "ui/models/markers.h"
#include "ui/timeline/noteeditor.h"

#include <QSignalSpy>

using namespace Interleave;
using namespace std::chrono_literals;

class TestMarkers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyStandInOrderOfTime();
    void oneOfTheSameTimeGivesWay();
    void thereAreNotTooMany();
    void theNearestIsFoundWithinReach();
    void anotherRunsMarkersAreNobodysEdit();
    void theKeySetsOneAtThePlayheadAndRemovesIt();
    void theMouseThatMovedLastSaysWhere();
    void aNoteIsWrittenOnTheRange();
    void escapeLeavesTheNoteUnwritten();
    void flagsAreSelectedHoveredAndEdited();
};

void TestMarkers::theyStandInOrderOfTime()
{
    Markers markers;
    QVERIFY(markers.add({5ms, 5ms, "b"}));
    QVERIFY(markers.add({1ms, 9ms, "a"}));
    QVERIFY(markers.add({7ms, 7ms, "c"}));
    QCOMPARE(markers.all()[0].text, std::string("a"));
    QCOMPARE(markers.all()[2].text, std::string("c"));
    QCOMPARE(markers.current(), std::optional<std::size_t>(2));
    QSignalSpy removed(&markers, &Markers::removed);
    markers.remove(1);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(markers.all().size(), std::size_t(2));
    QVERIFY(!markers.current());
}

void TestMarkers::oneOfTheSameTimeGivesWay()
{
    Markers markers;
    markers.add({5ms, 5ms, "old"});
    markers.add({5ms, 8ms, "a range from there"});
    markers.add({5ms, 5ms, "new"});
    QCOMPARE(markers.all().size(), std::size_t(2));
    QCOMPARE(markers.all()[0].text, std::string("new"));
}

void TestMarkers::thereAreNotTooMany()
{
    Markers markers;
    for (std::size_t i = 0; i < Markers::most; ++i)
        QVERIFY(markers.add({Nanos(i), Nanos(i), {}}));
    QVERIFY(!markers.add({1h, 1h, {}}));
    QVERIFY(markers.add({3ns, 3ns, "in its place"}));
}

void TestMarkers::theNearestIsFoundWithinReach()
{
    Markers markers;
    markers.add({10ms, 10ms, {}});
    markers.add({20ms, 40ms, {}});
    QCOMPARE(markers.nearest(12ms, 5ms), std::optional<std::size_t>(0));
    QCOMPARE(markers.nearest(30ms, 0ms), std::optional<std::size_t>(1));
    QCOMPARE(markers.nearest(42ms, 5ms), std::optional<std::size_t>(1));
    QVERIFY(!markers.nearest(50ms, 5ms));
}

void TestMarkers::anotherRunsMarkersAreNobodysEdit()
{
    Markers markers;
    QSignalSpy edited(&markers, &Markers::edited), changed(&markers, &Markers::changed);
    markers.setAll({{2ms, 2ms, {}}, {1ms, 1ms, {}}});
    QCOMPARE(markers.all()[0].begin, Nanos(1ms));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(edited.count(), 0);
    markers.setText(0, "now");
    markers.setText(0, "now");
    QCOMPARE(edited.count(), 1);
}

void TestMarkers::theKeySetsOneAtThePlayheadAndRemovesIt()
{
    ThreadTimeline at;
    at.state.playhead->moveTo(400ms);
    at.press(Qt::Key_M);
    QCOMPARE(at.state.markers->all(), (std::vector<Marker>{{400ms, 400ms, {}}}));
    const QImage with = at.canvas->grab().toImage();
    at.press(Qt::Key_Delete);
    QVERIFY(at.state.markers->all().empty());
    const QImage without = at.canvas->grab().toImage();
    QVERIFY(with.pixelColor(at.canvas->xOf(400ms) + 3, LaneCanvas::rulerHeight - 7)
            != without.pixelColor(at.canvas->xOf(400ms) + 3, LaneCanvas::rulerHeight - 7));
    QSignalSpy told(at.view.navigator(), &Navigator::told);
    at.press(Qt::Key_Delete);
    QCOMPARE(told.count(), 1);
}

void TestMarkers::theMouseThatMovedLastSaysWhere()
{
    ThreadTimeline at;
    at.state.playhead->moveTo(400ms);
    QTest::mouseMove(at.canvas, at.at(800ms, 3));
    QMouseEvent move(QEvent::MouseMove, at.at(800ms, 3), at.canvas->mapToGlobal(at.at(800ms, 3)), Qt::NoButton, Qt::NoButton, {});
    QApplication::sendEvent(at.canvas, &move);
    at.press(Qt::Key_M);
    QVERIFY(std::chrono::abs(at.state.markers->all()[0].begin - 800ms) < 3ms);
    at.press(Qt::Key_Period); // the playhead moves on, under a mouse that rests
    at.press(Qt::Key_M);
    QCOMPARE(at.state.markers->all()[0].begin, Nanos(600ms));
}

void TestMarkers::aNoteIsWrittenOnTheRange()
{
    ThreadTimeline at;
    at.state.range->select(100ms, 600ms);
    at.press(Qt::Key_M, Qt::ShiftModifier);
    auto *editor = at.canvas->findChild<NoteEditor *>();
    QVERIFY(editor->isVisible());
    QTest::keyClicks(editor, QStringLiteral("who waits, and why? [0]"));
    QTest::keyClick(editor, Qt::Key_Up); // which the field does not know
    QTest::keyClick(editor, Qt::Key_Return);
    QVERIFY(!editor->isVisible());
    QCOMPARE(at.state.markers->all(), (std::vector<Marker>{{100ms, 600ms, "who waits, and why? [0]"}}));
    QVERIFY(at.state.zoom->isWhole() && !at.state.selection->current() && !at.state.playhead->time());
}

void TestMarkers::escapeLeavesTheNoteUnwritten()
{
    ThreadTimeline at;
    at.state.playhead->moveTo(300ms);
    at.press(Qt::Key_M, Qt::ShiftModifier);
    auto *editor = at.canvas->findChild<NoteEditor *>();
    QTest::keyClicks(editor, QStringLiteral("no"));
    QTest::keyClick(editor, Qt::Key_Escape);
    QVERIFY(!editor->isVisible());
    QCOMPARE(at.state.markers->all(), (std::vector<Marker>{{300ms, 300ms, {}}}));
    QCOMPARE(at.state.playhead->time(), std::optional<Nanos>(300ms)); // the field's Escape is its own
}

void TestMarkers::flagsAreSelectedHoveredAndEdited()
{
    ThreadTimeline at;
    at.state.markers->setAll({{300ms, 300ms, "here"}, {500ms, 700ms, {}}});
    const QPoint flag(at.canvas->xOf(300ms) + 3, LaneCanvas::rulerHeight - 6);
    QCOMPARE(at.canvas->hoverText(flag), QStringLiteral("here\nmarker at 300.000 ms"));
    QTest::mouseClick(at.canvas, Qt::LeftButton, {}, flag);
    QCOMPARE(at.state.markers->current(), std::optional<std::size_t>(0));
    QTest::mouseDClick(at.canvas, Qt::LeftButton, {}, flag);
    auto *editor = at.canvas->findChild<NoteEditor *>();
    QCOMPARE(editor->text(), QStringLiteral("here"));
    QTest::keyClicks(editor, QStringLiteral("there"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(at.state.markers->all()[0].text, std::string("there"));
    at.press(Qt::Key_Delete); // the one that is current
    QCOMPARE(at.state.markers->all().size(), std::size_t(1));
}

QTEST_MAIN(TestMarkers)
#include "tst_markers.moc"
