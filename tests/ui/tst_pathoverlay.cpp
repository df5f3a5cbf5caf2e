#include "ui/timeline/pathoverlay.h"

#include "ui/models/pathstate.h"

#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr LaneId one{1}, two{2};
constexpr TimeRange run{0ns, 1000ns};

std::vector<PathStep> path()
{
    return {{one, State::Running, 0ns, 100ns}, {two, State::Running, 100ns, 600ns}, {two, State::Suspended, 600ns, 700ns, Reason::Sleep},
            {one, State::Running, 700ns, 1000ns}};
}

} // namespace

class TestPathOverlay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsOfOneLaneAreOnePiece()
    {
        QCOMPARE(pathPieces(path(), run, 100, 0, 100), (std::vector<PathPiece>{{one, 0, 10}, {two, 10, 70}, {one, 70, 100}}));
    }
    void onlyWhatIsInSightIsThere()
    {
        QCOMPARE(pathPieces(path(), run, 100, 20, 60), (std::vector<PathPiece>{{two, 20, 60}}));
        QVERIFY(pathPieces(path(), {2000ns, 3000ns}, 100, 0, 100).empty());
        QVERIFY(pathPieces({}, run, 100, 0, 100).empty());
    }
    void aPixelThatHoldsManyStepsShowsOne()
    {
        std::vector<PathStep> steps;
        for (int i = 0; i < 100'000; ++i)
            steps.push_back({i % 2 ? one : two, State::Running, Nanos(i), Nanos(i + 1)});
        const auto pieces = pathPieces(steps, {0ns, 100'000ns}, 100, 0, 100);
        QVERIFY(pieces.size() <= 100 && !pieces.empty());
        QCOMPARE(pieces.front().begin, 0);
        QCOMPARE(pieces.back().end, 100);
        for (std::size_t i = 1; i < pieces.size(); ++i)
            QCOMPARE(pieces[i].begin, pieces[i - 1].end);
    }
    void itIsDrawnOnTheRowsThatShowItsLanesAndBetweenThem()
    {
        QImage image(100, 60, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintPath(painter, Theme::light(), pathPieces(path(), run, 100, 0, 100),
                  [](LaneId lane) { return std::optional(PathRow{lane == one ? 0 : 30, 20}); });
        painter.end();
        const auto isAccent = [&](int x, int y) { return image.pixelColor(x, y) == Theme::light().accent; };
        QVERIFY(isAccent(5, 19) && isAccent(40, 49) && isAccent(80, 19)); // the feet of its rows
        QVERIFY(isAccent(10, 25) && isAccent(70, 25));                    // where it goes over
        QVERIFY(!isAccent(40, 19) && image.pixelColor(40, 25) == QColor(Qt::white));
    }
    void aLaneWithoutARowIsLeftOut()
    {
        QImage image(100, 60, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintPath(painter, Theme::light(), pathPieces(path(), run, 100, 0, 100), [](LaneId) { return std::optional<PathRow>(); });
        painter.end();
        QVERIFY(image.pixelColor(40, 30) == QColor(Qt::white));
    }
    void theStateTellsWhatChanged()
    {
        PathState state;
        QSignalSpy changed(&state, &PathState::changed);
        state.setLit(false);
        QCOMPARE(changed.size(), 0);
        state.set(path());
        state.setLit(true);
        QVERIFY(state.isKnown() && state.isLit());
        QCOMPARE(changed.size(), 2);
        QCOMPARE(state.shares().front().lane, two);
        state.forget();
        QVERIFY(!state.isKnown() && !state.isLit() && state.steps().empty());
    }
};

QTEST_MAIN(TestPathOverlay)
#include "tst_pathoverlay.moc"
