// The hover card of a pointer that stands still: it says what is there now, whatever moved below it.
#include "tests/support/threadtimeline.h"
#include "ui/timeline/hovercard.h"

using namespace Interleave;
using namespace std::chrono_literals;

class TestHoverWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void zoomingAndMovingTellItAnew();
    void scrollingTellsItAnew();
    void whereNothingIsItComesBackWithTheNext();
};

/// The pointer comes to that point of the canvas; returns the card.
static HoverCard *pointAt(ThreadTimeline &timeline, QPoint point)
{
    QMouseEvent move(QEvent::MouseMove, point, timeline.canvas->mapToGlobal(point), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(timeline.canvas, &move);
    return timeline.canvas->window()->findChild<HoverCard *>();
}

void TestHoverWatch::zoomingAndMovingTellItAnew()
{
    ThreadTimeline timeline;
    const QPoint point = timeline.at(300ms, 2);
    const HoverCard *card = pointAt(timeline, point);
    QVERIFY(card && card->isVisible());
    const QString before = card->text();
    QCOMPARE(before, timeline.canvas->hoverText(point));
    timeline.state.zoom->panByShare(0.6);
    QVERIFY(timeline.canvas->hoverText(point) != before);
    QTRY_COMPARE(card->text(), timeline.canvas->hoverText(point));
}

void TestHoverWatch::scrollingTellsItAnew()
{
    ThreadTimeline timeline;
    timeline.view.resize(900, 160); // less than ten rows
    const QPoint point = timeline.at(300ms, 2);
    const HoverCard *card = pointAt(timeline, point);
    const QString before = card->text();
    auto *bar = timeline.view.findChild<QScrollBar *>();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum());
    QVERIFY(timeline.canvas->hoverText(point) != before);
    QTRY_COMPARE(card->text(), timeline.canvas->hoverText(point));
}

void TestHoverWatch::whereNothingIsItComesBackWithTheNext()
{
    ThreadTimeline timeline;
    const HoverCard *card = pointAt(timeline, timeline.at(300ms, 2));
    const TimeRange shown = timeline.state.zoom->visible();
    timeline.state.zoom->setVisible({shown.end + 1s, shown.end + 2s});
    QTRY_VERIFY(!card->isVisible());
    timeline.state.zoom->setVisible(shown);
    QTRY_VERIFY(card->isVisible());
}

QTEST_MAIN(TestHoverWatch)
#include "tst_hoverwatch.moc"
