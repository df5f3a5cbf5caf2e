#include "ui/charts/sweepchart.h"

#include <QChartView>
#include <QImage>
#include <QLineSeries>
#include <QScatterSeries>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QValueAxis>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

SweepPoint measured(const char *value, Nanos wall)
{
    Trace trace;
    trace.info.outcome = RunOutcome::Finished;
    SweepPoint point = pointOf(value, trace);
    point.wall = wall;
    return point;
}

SweepFigure workers()
{
    return {.title = QStringLiteral("A pool"), .parameter = QStringLiteral("Workers"), .unit = {}, .countsWorkers = true,
            .cpuCount = 2,
            .points = {measured("1", 1000ms), measured("2", 600ms), measured("4", 400ms), refusedPoint("64", "Too many.")}};
}

template<class Series>
QList<Series *> seriesOf(const SweepChart &chart)
{
    QList<Series *> found;
    for (QAbstractSeries *series : chart.series()) {
        if (auto *wanted = qobject_cast<Series *>(series))
            found << wanted;
    }
    return found;
}

QXYSeries *named(const SweepChart &chart, const QString &begin)
{
    for (auto *series : seriesOf<QXYSeries>(chart)) {
        if (series->name().startsWith(begin) && !series->name().isEmpty())
            return series;
    }
    return nullptr;
}

bool hasInk(const QImage &image, bool dark)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) != Theme::chosen(dark).background)
                return true;
        }
    }
    return false;
}

} // namespace

class TestSweepChart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointsStandAtTheirValuesAndTimes()
    {
        SweepChart chart(Theme::light());
        chart.show(workers());
        QCOMPARE(seriesOf<QScatterSeries>(chart).size(), 1);
        QCOMPARE(seriesOf<QScatterSeries>(chart).constFirst()->points(),
                 QList<QPointF>({{1, 1}, {2, 0.6}, {4, 0.4}})); // in seconds; what was refused has no time
    }

    void theIdealLineAndTheFitAreDrawn()
    {
        SweepChart chart(Theme::light());
        chart.show(workers());
        const QXYSeries *ideal = named(chart, QStringLiteral("ideal"));
        QVERIFY(ideal);
        QCOMPARE(ideal->points().constFirst(), QPointF(1, 1));
        QCOMPARE(ideal->points().constLast(), QPointF(4, 0.25));
        const QXYSeries *fit = named(chart, QStringLiteral("Amdahl"));
        QVERIFY(fit);
        QCOMPARE(fit->name(), QStringLiteral("Amdahl’s fit: 20 % serial")); // 0.2 s + 0.8 s / n goes through all three
        QVERIFY(qAbs(fit->points().constLast().y() - 0.4) < 1e-9);
    }

    void theCpusAreMarked()
    {
        SweepChart chart(Theme::light());
        SweepFigure figure = workers();
        figure.cpuCount = 16; // beyond the values: in sight all the same
        chart.show(figure);
        const auto lines = seriesOf<QLineSeries>(chart);
        QVERIFY(std::ranges::any_of(lines, [](const QLineSeries *line) {
            return line->count() == 2 && line->at(0).x() == 16 && line->at(1).x() == 16;
        }));
        QVERIFY(qobject_cast<QValueAxis *>(chart.axes(Qt::Horizontal).constFirst())->max() >= 16);
    }

    void aParameterThatSharesNothingHasNoIdeal()
    {
        SweepChart chart(Theme::light());
        SweepFigure figure = workers();
        figure.countsWorkers = false;
        chart.show(figure);
        QVERIFY(!named(chart, QStringLiteral("ideal")) && !named(chart, QStringLiteral("Amdahl")));
    }

    void choicesStandInTheirOrder()
    {
        SweepChart chart(Theme::light());
        SweepFigure figure = workers();
        figure.points = {measured("spawn", 30ms), measured("<b>fork</b>", 10ms)};
        chart.show(figure);
        QCOMPARE(seriesOf<QScatterSeries>(chart).constFirst()->points(), QList<QPointF>({{0, 30}, {1, 10}})); // milliseconds
    }

    void withoutPointsThereAreAxes()
    {
        auto *shown = new SweepChart(Theme::light());
        SweepChart &chart = *shown;
        QChartView view(shown); // takes it, and lays it out: an axis without length would have ticks without end
        view.resize(600, 400);
        SweepFigure figure = workers();
        figure.points.clear();
        chart.show(figure);
        QCOMPARE(chart.axes().size(), 2);
        figure.points = {refusedPoint("1", "No.")};
        chart.show(figure);
        QVERIFY(seriesOf<QScatterSeries>(chart).constFirst()->points().isEmpty());
        figure.points = {measured("0", 0ms)};
        chart.show(figure);
        view.grab();
    }

    void valuesBelowZeroAreInSight()
    {
        SweepChart chart(Theme::light());
        SweepFigure figure = workers();
        figure.countsWorkers = false;
        figure.points = {measured("-20", 10ms), measured("5", 20ms)};
        chart.show(figure);
        const auto *axis = qobject_cast<QValueAxis *>(chart.axes(Qt::Horizontal).constFirst());
        QVERIFY(axis->min() <= -20 && axis->max() >= 5);
    }

    void aClickedPointSaysWhichItIs()
    {
        SweepChart chart(Theme::light());
        SweepFigure figure = workers();
        std::ranges::reverse(figure.points);
        chart.show(figure);
        QSignalSpy chosen(&chart, &SweepChart::pointChosen);
        auto *marks = seriesOf<QScatterSeries>(chart).constFirst();
        Q_EMIT marks->clicked(marks->at(0)); // the leftmost, one worker, is the last of the figure
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.constFirst().constFirst().value<std::size_t>(), 3u);
    }

    void thePictureHasBothThemes()
    {
        const QTemporaryDir folder;
        QImage images[2];
        for (const bool dark : {false, true}) {
            const QString path = folder.filePath(QStringLiteral("sweep.png"));
            QVERIFY(saveSweepPicture(workers(), dark, path).hasValue());
            QVERIFY(images[dark].load(path));
            QCOMPARE(images[dark].pixelColor(1, 1), Theme::chosen(dark).background);
            QVERIFY(hasInk(images[dark].copy(0, 300, 100, 500), dark)); // the axis's numbers
            QVERIFY(hasInk(images[dark].copy(700, 0, 500, 60), dark));  // the title
        }
        QVERIFY(images[0] != images[1]);
        const Result<void> nowhere = saveSweepPicture(workers(), false, QStringLiteral("/nowhere/at/all.png"));
        QVERIFY(!nowhere.hasValue());
        QCOMPARE(nowhere.error().code, ErrorCode::CannotWrite);
    }
};

QTEST_MAIN(TestSweepChart)
#include "tst_sweepchart.moc"
