#include "tests/support/threadtimeline.h"
#include "ui/models/lanearrangement.h"
#include "ui/timeline/hovercard.h"
#include "ui/timeline/lanefilterbar.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>

using namespace Interleave;
using namespace std::chrono_literals;

class TestTimelineView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theWheelZoomsAndKeepsTheTimeUnderTheCursor();
    void theWheelScrollsLanesAndWithShiftPans();
    void draggingPansByThePixel();
    void rightDraggingZoomsToTheRange();
    void clickingSelectsTheSegmentUnderIt();
    void keysStepThroughSegmentsAndLanes();
    void keysZoomPanAndUndo();
    void doubleClicksFitASegmentAndTheRun();
    void theTriangleFoldsATree();
    void hoveringSaysEverythingAsPlainText();
    void theCardComesAtOnceAndGoesWithAButton();
    void theCardNeverCoversWhatItIsAbout();
    void theHeaderHoldsALongNameWithItsPidAndLeavesRoom();
    void theHeaderCanBeResized();
    void theOverviewMovesAndStretchesTheRange();
    void theOverviewIsNotRenewedAtEveryFrame();
    void aRevealedTimeComesIntoView();
    void selectingDimsWhatHasNothingToDoWithIt();
    void theHeadersMenuArrangesItsLane();
    void typingFiltersAndEscClears();
    void ctrlShiftWheelAndAHeadersEdgeChangeHeights();
    void pinnedRowsAreDrawnAndHitWhileOthersScroll();
    void hiddenLanesAreCountedAndComeBack();
    void rowsGrowWithTheApplicationsText();
    void theOverviewIsMovedByKeysToo();
    void thereIsASentenceWhenThereIsNothing();
    void aGrowingRunStaysWhole();

private:
    QPoint at(Nanos time, int row) const { return m_timeline->at(time, row); }
    void wheel(QPoint point, QPoint delta, Qt::KeyboardModifiers modifiers) const { m_timeline->wheel(point, {}, delta, modifiers); }

    std::unique_ptr<ThreadTimeline> m_timeline;
    ZoomState *m_zoom = nullptr;
    Selection *m_selection = nullptr;
    TimelineView *m_view = nullptr;
    LaneCanvas *m_canvas = nullptr;
};

void TestTimelineView::init()
{
    m_timeline = std::make_unique<ThreadTimeline>("<b>p</b>");
    m_zoom = m_timeline->state.zoom;
    m_selection = m_timeline->state.selection;
    m_view = &m_timeline->view;
    m_canvas = m_timeline->canvas;
    QVERIFY(QTest::qWaitForWindowExposed(m_view));
}

void TestTimelineView::cleanup()
{
    m_timeline.reset();
}

void TestTimelineView::theWheelZoomsAndKeepsTheTimeUnderTheCursor()
{
    const QPoint cursor(m_canvas->axisLeft() + 317, 100);
    const Nanos time = m_canvas->timeAtX(cursor.x());
    for (int notch = 0; notch < 12; ++notch) {
        wheel(cursor, {0, 120}, Qt::ControlModifier);
        QVERIFY(std::abs(at(time, 0).x() - cursor.x()) <= 1);
    }
    QVERIFY(m_zoom->visible().length() < 100ms);
    for (int notch = 0; notch < 12; ++notch)
        wheel(cursor, {0, -120}, Qt::ControlModifier);
    QVERIFY(std::abs(at(time, 0).x() - cursor.x()) <= 1);
}

void TestTimelineView::theWheelScrollsLanesAndWithShiftPans()
{
    const TimeRange before = m_zoom->visible();
    wheel({500, 100}, {0, -120}, {});
    QCOMPARE(m_canvas->scroll(), 90);
    QCOMPARE(m_zoom->visible(), before);
    wheel({500, 100}, {0, 1200}, {});
    QCOMPARE(m_canvas->scroll(), 0);
    m_zoom->setVisible({200ms, 400ms});
    wheel({500, 100}, {0, -120}, Qt::ShiftModifier);
    QVERIFY(m_zoom->visible().begin > 200ms);
    const Nanos there = m_zoom->visible().begin;
    wheel({500, 100}, {120, 0}, {});
    QVERIFY(m_zoom->visible().begin < there);
    QCOMPARE(m_zoom->visible().length(), Nanos(200ms));
}

void TestTimelineView::draggingPansByThePixel()
{
    m_zoom->setVisible({200ms, 400ms});
    const QPoint from = at(300ms, 1);
    const Nanos held = m_canvas->timeAtX(from.x());
    drag(m_canvas, from, from + QPoint(-60, -45), Qt::LeftButton, Qt::ShiftModifier);
    QVERIFY(std::abs(at(held, 0).x() - (from.x() - 60)) <= 1);
    QCOMPARE(m_canvas->scroll(), 45);
    QVERIFY(!m_selection->current());
    drag(m_canvas, from, from + QPoint(60, 0), Qt::MiddleButton);
    QVERIFY(std::abs(at(held, 0).x() - from.x()) <= 1);
}

void TestTimelineView::rightDraggingZoomsToTheRange()
{
    drag(m_canvas, at(200ms, 1), at(400ms, 3), Qt::RightButton);
    QVERIFY(std::chrono::abs(m_zoom->visible().begin - 200ms) < 3ms);
    QVERIFY(std::chrono::abs(m_zoom->visible().end - 400ms) < 3ms);
    m_zoom->undo();
    drag(m_canvas, at(500ms, 1), at(300ms, 1), Qt::LeftButton, Qt::ControlModifier);
    QVERIFY(std::chrono::abs(m_zoom->visible().begin - 300ms) < 3ms);
}

void TestTimelineView::clickingSelectsTheSegmentUnderIt()
{
    QTest::mouseClick(m_canvas, Qt::LeftButton, {}, at(300ms, 2));
    QVERIFY(m_selection->current());
    QCOMPARE(m_selection->current()->lane, LaneId(3));
    QCOMPARE(m_canvas->selectedSegment()->state, State::Suspended);
    QTest::mouseClick(m_canvas, Qt::LeftButton, {}, at(800ms, 2));
    QCOMPARE(m_canvas->selectedSegment()->state, State::Running);
    QTest::keyClick(m_canvas, Qt::Key_Escape);
    QVERIFY(!m_selection->current());
}

void TestTimelineView::keysStepThroughSegmentsAndLanes()
{
    m_selection->select({LaneId(3), 50ms});
    QTest::keyClick(m_canvas, Qt::Key_Right);
    QCOMPARE(m_canvas->selectedSegment()->state, State::Suspended);
    QTest::keyClick(m_canvas, Qt::Key_Right);
    QCOMPARE(m_canvas->selectedSegment()->state, State::Ready);
    QTest::keyClick(m_canvas, Qt::Key_Left);
    QCOMPARE(m_canvas->selectedSegment()->state, State::Suspended);
    QTest::keyClick(m_canvas, Qt::Key_Down);
    QCOMPARE(m_selection->current()->lane, LaneId(4));
    QTest::keyClick(m_canvas, Qt::Key_Up);
    QTest::keyClick(m_canvas, Qt::Key_Up);
    QCOMPARE(m_selection->current()->lane, LaneId(2));
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(m_canvas, Qt::Key_Down);
    QCOMPARE(m_selection->current()->lane, LaneId(11));
    QVERIFY(m_canvas->scroll() > 0); // the row was brought into sight
}

void TestTimelineView::keysZoomPanAndUndo()
{
    const TimeRange whole = m_zoom->visible();
    QTest::keyClick(m_canvas, Qt::Key_W);
    QVERIFY(m_zoom->visible().length() < whole.length());
    QTest::keyClick(m_canvas, Qt::Key_S);
    QVERIFY(std::chrono::abs(m_zoom->visible().length() - whole.length()) < 1us);
    m_zoom->setVisible({200ms, 400ms});
    QTest::keyClick(m_canvas, Qt::Key_D);
    QCOMPARE(m_zoom->visible().begin, Nanos(225ms));
    QTest::keyClick(m_canvas, Qt::Key_A, Qt::ShiftModifier);
    QCOMPARE(m_zoom->visible().begin, Nanos(125ms));
    QTest::keyClick(m_canvas, Qt::Key_Home);
    QCOMPARE(m_zoom->visible(), (TimeRange{0ms, 200ms}));
    QTest::keyClick(m_canvas, Qt::Key_End);
    QCOMPARE(m_zoom->visible(), (TimeRange{800ms, 1000ms}));
    QTest::keyClick(m_canvas, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_zoom->visible(), (TimeRange{0ms, 200ms}));
    QTest::keyClick(m_canvas, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_zoom->visible(), (TimeRange{800ms, 1000ms}));
    QTest::keyClick(m_canvas, Qt::Key_0);
    QVERIFY(m_zoom->isWhole());
    m_selection->select({LaneId(2), 300ms});
    QTest::keyClick(m_canvas, Qt::Key_F);
    QCOMPARE(m_zoom->visible(), (TimeRange{-150ms, 850ms}));
    QTest::keyClick(m_canvas, Qt::Key_F);
    QCOMPARE(m_zoom->visible(), (TimeRange{75ms, 625ms}));
}

void TestTimelineView::doubleClicksFitASegmentAndTheRun()
{
    QTest::mouseDClick(m_canvas, Qt::LeftButton, {}, at(300ms, 2));
    QCOMPARE(m_zoom->visible(), (TimeRange{75ms, 625ms}));
    QTest::mouseDClick(m_canvas, Qt::LeftButton, {}, QPoint(m_canvas->axisLeft() + 50, 10));
    QVERIFY(m_zoom->isWhole());
}

void TestTimelineView::theTriangleFoldsATree()
{
    const int open = m_canvas->contentHeight();
    QTest::mouseClick(m_canvas, Qt::LeftButton, {}, QPoint(15, at(0ms, 0).y()));
    QCOMPARE(m_canvas->contentHeight(), RowMetrics().row);
    QTest::mouseClick(m_canvas, Qt::LeftButton, {}, QPoint(15, at(0ms, 0).y()));
    QCOMPARE(m_canvas->contentHeight(), open);
}

void TestTimelineView::hoveringSaysEverythingAsPlainText()
{
    const QString text = m_canvas->hoverText(at(650ms, 2));
    QCOMPARE(text.section(QLatin1Char('\n'), 0, 2),
             QStringLiteral("t1 · thread\nin process <b>p</b>, pid 4711\nready, waiting for its turn"));
    QVERIFY2(text.contains(QStringLiteral("from 600.000 ms to 700.000 ms")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("lasts 100 ms")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("woken by t0 at 600.000 ms")), qPrintable(text));
    QVERIFY(m_canvas->hoverText(at(300ms, 2)).contains(QStringLiteral("suspended: sleep 500 ms")));
    QCOMPARE(m_canvas->hoverText(QPoint(60, at(0ms, 2).y())),
             QStringLiteral("t1 · thread\npid 4711, tid 4712\nin process <b>p</b>, pid 4711\n"
                            "running 40.0 % · ready 10.0 % · waiting 50.0 %\nlives 1.00 s\n4 segments"));
    QCOMPARE(m_canvas->hoverText(QPoint(at(250ms, 0).x(), 5)).section(QLatin1Char(' '), 1), QStringLiteral("ms after the run's begin"));
    auto *overview = m_view->findChild<OverviewStrip *>();
    QVERIFY(overview->hoverText({m_canvas->axisLeft() + 2, 10}).contains(QStringLiteral("visible: 0")));
    QVERIFY(overview->hoverText({2, 10}).isEmpty());
}

void TestTimelineView::theCardComesAtOnceAndGoesWithAButton()
{
    const auto move = [&](QPoint point, Qt::MouseButtons buttons) {
        QMouseEvent event(QEvent::MouseMove, point, m_canvas->mapToGlobal(point), Qt::NoButton, buttons, {});
        QApplication::sendEvent(m_canvas, &event);
    };
    move(at(650ms, 2), {});
    auto *card = m_view->findChild<HoverCard *>();
    QVERIFY(card && card->isVisible());
    QVERIFY(card->text().startsWith(QStringLiteral("t1 · thread")));
    QVERIFY(!card->geometry().contains(at(650ms, 2)));
    QVERIFY(card->testAttribute(Qt::WA_TransparentForMouseEvents));
    move(at(650ms, 3), {});
    QVERIFY(card->text().startsWith(QStringLiteral("t2 · thread")));
    QTest::mousePress(m_canvas, Qt::LeftButton, {}, at(650ms, 3));
    QVERIFY(!card->isVisible());
    move(at(660ms, 3), Qt::LeftButton);
    QVERIFY(!card->isVisible());
    QTest::mouseRelease(m_canvas, Qt::LeftButton, {}, at(660ms, 3));
    move(at(660ms, 3), {});
    QVERIFY(card->isVisible());
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(m_canvas, &leave);
    QVERIFY(!card->isVisible());
}

void TestTimelineView::theCardNeverCoversWhatItIsAbout()
{
    const QRect window(0, 0, 900, 600);
    for (const QSize card : {QSize(200, 120), QSize(520, 280), QSize(80, 30)}) {
        for (int x = 0; x < 900; x += 9) {
            for (int y = 0; y < 600; y += 7) {
                const QRect about(0, y - y % 30, 900, 30);
                const QRect place = hoverPlace(card, {x, y}, about, window);
                QVERIFY(window.contains(place));
                QVERIFY(!place.contains(x, y));
                QVERIFY(!place.intersects(about));
            }
        }
    }
    const QRect beside = hoverPlace({300, 500}, {450, 300}, {0, 290, 900, 30}, window); // no room but at its side
    QVERIFY(!beside.contains(450, 300));
}

void TestTimelineView::theHeaderHoldsALongNameWithItsPidAndLeavesRoom()
{
    m_view->resize(840, 300); // its share of a window of 1440
    QTRY_VERIFY(m_canvas->width() > 800);
    LaneRow row;
    row.hasChildren = true;
    const int name = QFontMetrics(laneNameFont(true)).horizontalAdvance(QStringLiteral("processes.continents"));
    const int pid = QFontMetrics(dimFont()).horizontalAdvance(QStringLiteral("pid 123456"));
    const int needed = LanePainter::triangleRect(row).right() + 4 + name + 10 + pid + 8;
    QVERIFY2(m_canvas->headerWidth() >= needed, qPrintable(QString::number(needed)));
    m_view->resize(520, 300); // its share of a window of 1000
    QTRY_VERIFY(m_canvas->width() <= 520);
    QVERIFY(m_canvas->headerWidth() <= 1000 / 4);
    QVERIFY(m_canvas->width() - m_canvas->headerWidth() > 300);
}

void TestTimelineView::theHeaderCanBeResized()
{
    const int before = m_canvas->headerWidth();
    drag(m_canvas, {before, 150}, {before + 50, 150}, Qt::LeftButton);
    QCOMPARE(m_canvas->headerWidth(), before + 50);
    drag(m_canvas, {before + 50, 150}, {5, 150}, Qt::LeftButton);
    QVERIFY(m_canvas->headerWidth() >= 60);
    const int chosen = m_canvas->headerWidth();
    m_view->resize(1200, 300);
    QTRY_COMPARE(m_view->width(), 1200);
    QCOMPARE(m_canvas->headerWidth(), chosen);
}

void TestTimelineView::theOverviewMovesAndStretchesTheRange()
{
    auto *overview = m_view->findChild<OverviewStrip *>();
    QVERIFY(overview);
    m_zoom->setVisible({200ms, 400ms});
    const int y = overview->height() / 2;
    const auto x = [&](Nanos time) { return m_canvas->axisLeft() + int(m_canvas->axisWidth() * time.count() / 1'000'000'000); };
    drag(overview, {x(300ms), y}, {x(500ms), y}, Qt::LeftButton);
    QCOMPARE(m_zoom->visible().length(), Nanos(200ms));
    QVERIFY(std::chrono::abs(m_zoom->visible().begin - 400ms) < 5ms);
    drag(overview, {x(600ms), y}, {x(800ms), y}, Qt::LeftButton);
    QVERIFY(std::chrono::abs(m_zoom->visible().end - 800ms) < 10ms);
    QVERIFY(std::chrono::abs(m_zoom->visible().begin - 400ms) < 5ms);
    QTest::mouseClick(overview, Qt::LeftButton, {}, {x(150ms), y});
    QVERIFY(m_zoom->visible().contains(150ms));
}

void TestTimelineView::theOverviewIsNotRenewedAtEveryFrame()
{
    TraceBuilder build;
    build.start(build.lane(LaneKind::Thread, "busy"), 0ms); // and runs up to the live edge
    m_view->setTrace(std::make_shared<Trace>(std::move(build.trace)));
    m_view->refresh(1s);
    auto *overview = m_view->findChild<OverviewStrip *>();
    const auto runsLate = [&] {
        const QImage shown = overview->grab().toImage();
        const int x = m_canvas->axisLeft() + m_canvas->axisWidth() * 3 / 4;
        for (int y = 0; y < shown.height(); ++y) {
            if (shown.pixelColor(x, y) == Theme::of(overview->palette()).lanes[0])
                return true;
        }
        return false;
    };
    QTRY_VERIFY(runsLate());
    m_view->refresh(2s); // a frame: what was drawn up to 1 s now ends in the middle
    QVERIFY(!runsLate());
    QTRY_VERIFY(runsLate());
}

void TestTimelineView::aRevealedTimeComesIntoView()
{
    m_zoom->setVisible({200ms, 400ms});
    m_view->revealTime(900ms);
    QVERIFY(m_zoom->visible().contains(900ms));
    QCOMPARE(m_zoom->visible().length(), Nanos(200ms));
    const QImage marked = m_canvas->grab().toImage();
    const QPoint line(at(900ms, 0).x(), 250);
    QCOMPARE(marked.pixelColor(line * marked.devicePixelRatio()), Theme::of(m_canvas->palette()).marker);
    QTest::keyClick(m_canvas, Qt::Key_Escape);
    QVERIFY(m_canvas->grab().toImage().pixelColor(line * marked.devicePixelRatio()) != Theme::of(m_canvas->palette()).marker);
}

void TestTimelineView::selectingDimsWhatHasNothingToDoWithIt()
{
    const Theme &theme = Theme::of(m_canvas->palette());
    const auto shade = [&](int row) { return m_canvas->grab().toImage().pixelColor(at(50ms, row) * m_canvas->devicePixelRatio()); };
    const QColor lit = shade(2), other = shade(3);
    QCOMPARE(lit, theme.lanes[1]);
    m_selection->select({LaneId(3), 50ms});
    QCOMPARE(shade(2), lit);
    QCOMPARE(shade(3), theme.dimmed().lanes[2]);
    m_selection->clear();
    QCOMPARE(shade(3), other);
}

void TestTimelineView::theHeadersMenuArrangesItsLane()
{
    const auto menuAt = [&](int row) {
        const QPoint point(60, at(0ms, row).y());
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, m_canvas->mapToGlobal(point));
        QApplication::sendEvent(m_canvas, &event);
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    };
    QMenu *menu = menuAt(3);
    QVERIFY(menu);
    QTest::keyClick(menu, Qt::Key_P); // pins
    QVERIFY(m_view->arrangement()->isPinned(LaneId(4)));
    QCOMPARE(m_canvas->rows().rows.front().lane, LaneId(4));
    m_selection->select({LaneId(6), 50ms});
    QContextMenuEvent byKey(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(m_canvas, &byKey);
    QVERIFY(QApplication::activePopupWidget());
    QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_O); // hides the others
    QCOMPARE(m_canvas->rows().hidden, std::size_t(9));
    QCOMPARE(m_canvas->rows().rowOf(LaneId(5)), nullptr);
    QVERIFY(m_canvas->rows().rowOf(LaneId(6)));
}

void TestTimelineView::typingFiltersAndEscClears()
{
    auto *field = m_view->findChild<LaneFilterBar *>()->findChild<QLineEdit *>();
    QVERIFY(field && field->isVisible());
    field->setFocus();
    QTest::keyClicks(field, QStringLiteral("T7"));
    QCOMPARE(m_canvas->rows().rows.size(), std::size_t(2)); // and its process
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(m_canvas->rows().rows.size(), std::size_t(11));
    QCOMPARE(m_view->focusWidget(), field);
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(m_view->focusWidget(), m_canvas);
}

void TestTimelineView::ctrlShiftWheelAndAHeadersEdgeChangeHeights()
{
    const int usual = m_canvas->rowHeight();
    wheel({500, 100}, {0, 120}, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_canvas->rowHeight() > usual);
    QCOMPARE(m_canvas->contentHeight(), 11 * m_canvas->rowHeight());
    wheel({500, 100}, {0, -120}, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_canvas->rowHeight(), usual);
    const QPoint edge(80, LaneCanvas::rulerHeight + usual - 1);
    QCOMPARE(m_canvas->zoneAt(edge), LaneCanvas::Zone::RowEdge);
    drag(m_canvas, edge, edge + QPoint(0, 12), Qt::LeftButton);
    QCOMPARE(m_canvas->rowHeight(), usual + 12);
    QVERIFY(m_zoom->isWhole());
}

void TestTimelineView::pinnedRowsAreDrawnAndHitWhileOthersScroll()
{
    m_view->arrangement()->pin(LaneId(11));
    wheel({500, 100}, {0, -120}, {});
    QVERIFY(m_canvas->scroll() > 0);
    QCOMPARE(m_canvas->hitAt(at(50ms, 0))->lane, std::optional(LaneId(11)));
    QCOMPARE(m_canvas->hitAt(QPoint(60, at(0ms, 1).y()))->row, LaneId(1)); // the process's header stays
    const QImage shown = m_canvas->grab().toImage();
    QCOMPARE(shown.pixelColor(at(50ms, 0) * shown.devicePixelRatio()), Theme::of(m_canvas->palette()).lanes[9 % 8]);
    m_selection->select({LaneId(2), 50ms}); // the first of those that scroll
    const auto hit = m_canvas->hitAt(at(50ms, 2));
    QCOMPARE(hit->lane, std::optional(LaneId(2)));
}

void TestTimelineView::hiddenLanesAreCountedAndComeBack()
{
    m_view->arrangement()->hide({LaneId(2), LaneId(3)});
    auto *text = m_view->findChild<QLabel *>();
    QVERIFY(text && text->isVisible());
    QCOMPARE(text->text(), QStringLiteral("2 lanes hidden"));
    QPushButton *all = nullptr;
    for (auto *button : m_view->findChildren<QPushButton *>())
        all = button->isVisible() ? button : all;
    QVERIFY(all);
    all->click();
    QCOMPARE(m_canvas->rows().hidden, std::size_t(0));
    QVERIFY(!text->isVisible());
}

void TestTimelineView::rowsGrowWithTheApplicationsText()
{
    const QFont before = QApplication::font();
    QFont large = before;
    large.setPointSize(14);
    QApplication::setFont(large);
    QTRY_VERIFY(m_canvas->rowHeight() > 40);
    QVERIFY(m_canvas->rowHeight() >= QFontMetrics(laneNameFont(true)).height() + 6);
    QVERIFY(LaneCanvas::rulerHeight >= QFontMetrics(dimFont()).height() + 7);
    for (const QWidget *part : m_view->findChildren<QLineEdit *>())
        QVERIFY2(part->height() >= QFontMetrics(part->font()).height(), qPrintable(QString::number(part->height())));
    QApplication::setFont(before);
    QTRY_COMPARE(m_canvas->rowHeight(), RowMetrics().row);
}

void TestTimelineView::theOverviewIsMovedByKeysToo()
{
    m_zoom->setVisible({200ms, 400ms});
    auto *overview = m_view->findChild<OverviewStrip *>();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view));
    overview->setFocus();
    QTest::keyClick(overview, Qt::Key_D);
    QCOMPARE(m_zoom->visible(), (TimeRange{225ms, 425ms}));
    QTest::keyClick(overview, Qt::Key_W);
    QVERIFY(m_zoom->visible().length() < 150ms);
    const Theme &theme = Theme::of(overview->palette());
    QCOMPARE(overview->grab().toImage().pixelColor(0, 20), theme.accent); // it shows where the keys go
}

void TestTimelineView::thereIsASentenceWhenThereIsNothing()
{
    m_view->setTrace(nullptr);
    const QImage one = m_canvas->grab().toImage();
    m_view->setPlaceholder(QStringLiteral("Nothing has run yet."));
    QVERIFY(m_canvas->grab().toImage() != one);
    wheel({500, 100}, {0, 120}, Qt::ControlModifier);
    QTest::mouseClick(m_canvas, Qt::LeftButton, {}, QPoint(500, 100));
    QTest::keyClick(m_canvas, Qt::Key_Down);
    QVERIFY(!m_selection->current());
    QVERIFY(m_canvas->hoverText({500, 100}).isEmpty());
}

void TestTimelineView::aGrowingRunStaysWhole()
{
    m_view->refresh(3s);
    QCOMPARE(m_zoom->visible(), (TimeRange{0s, 3s}));
    m_view->refresh(1s); // never before the trace's end
    QCOMPARE(m_zoom->run().end, Nanos(1s));
}

QTEST_MAIN(TestTimelineView)
#include "tst_timelineview.moc"
