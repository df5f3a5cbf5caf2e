// A run's figure: what is drawn, that no name is taken for HTML, saving and copying.
#include "core/trace/plotname.h"
#include "tests/support/tracebuilder.h"
#include "ui/charts/figurechart.h"
#include "ui/charts/figurepanel.h"

#include <QApplication>
#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChartView>
#include <QFile>
#include <QHorizontalBarSeries>
#include <QImage>
#include <QLabel>
#include <QLegendMarker>
#include <QLineSeries>
#include <QPushButton>
#include <QScatterSeries>
#include <QTemporaryDir>
#include <QTest>
#include <QValueAxis>

#include <sys/stat.h>

using namespace Interleave;

namespace {

FigureDescription curve()
{
    return {.kind = FigureDescription::Kind::Curve, .title = "Time by workers", .xAxis = "workers",
            .yAxis = "seconds", .marksCpuCount = true};
}

FigureDescription bars()
{
    return {.kind = FigureDescription::Kind::Bars, .title = "Time by model", .xAxis = "model", .yAxis = "seconds"};
}

template<class Series>
QList<Series *> seriesOf(const QChart &chart)
{
    QList<Series *> found;
    for (QAbstractSeries *series : chart.series()) {
        if (auto *wanted = qobject_cast<Series *>(series); wanted && series->metaObject() == &Series::staticMetaObject)
            found << wanted;
    }
    return found;
}

std::shared_ptr<Trace> plotted(const std::vector<std::tuple<std::string, std::string, double>> &points)
{
    TraceBuilder build;
    const LaneId process = build.lane(LaneKind::Process, "p", std::nullopt, 1);
    build.start(process, Nanos(0));
    std::uint64_t time = 0;
    for (const auto &[series, x, y] : points)
        build.trace.appendCounter(Event(time += 1000, EventKind::Counter, 0, process),
                                  std::llround(y * plotScale), plotName(series, x));
    build.trace.info.host = "Linux 6.1 x86_64, 4 CPUs";
    return std::make_shared<Trace>(std::move(build.trace));
}

} // namespace

class TestFigurePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCurveHasItsPointsInOrderAndMarksTheCpuCount()
    {
        FigureChart chart(curve(), 4, Theme::light());
        chart.show({{"large jobs", {{"4", 0.5}, {"1", 2.0}, {"2", 1.0}}}, {"tiny jobs", {{"1", 0.1}}}});
        const auto lines = seriesOf<QLineSeries>(chart);
        QCOMPARE(lines.size(), 3); // the CPU count's first
        QCOMPARE(lines[0]->points().constFirst().x(), 4.0);
        QCOMPARE(lines[1]->points(), (QList<QPointF>{{1, 2}, {2, 1}, {4, 0.5}}));
        const auto marks = seriesOf<QScatterSeries>(chart);
        QCOMPARE(marks.size(), 2);
        QVERIFY(marks[0]->markerShape() != marks[1]->markerShape()); // not by colour alone
        QVERIFY(marks[0]->color() != marks[1]->color());
    }

    void axesBeginAtZeroAndHoldEverything()
    {
        FigureChart chart(curve(), 4, Theme::light());
        chart.show({{"a", {{"1", 0.013}, {"8", 0.0471}}}});
        for (QAbstractAxis *axis : chart.axes()) {
            auto *values = qobject_cast<QValueAxis *>(axis);
            QVERIFY(values);
            QCOMPARE(values->min(), 0.0);
            QVERIFY(values->max() >= (axis->alignment() == Qt::AlignBottom ? 8 : 0.0471));
            QVERIFY(values->max() / values->tickInterval() <= 10);
        }
    }

    void onlySeriesStandInTheLegend()
    {
        FigurePanel panel;
        panel.setFigure(curve(), plotted({{"a", "1", 1}, {"b", "1", 2}}));
        panel.show();
        QStringList shown;
        for (QLegendMarker *marker : panel.findChild<QChartView *>()->chart()->legend()->markers()) {
            if (marker->isVisible())
                shown << marker->label();
        }
        QCOMPARE(shown, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    }

    void morePointsReplaceWhatStandsThere()
    {
        FigureChart chart(curve(), 0, Theme::light());
        chart.show({{"a", {{"1", 1}}}});
        const auto before = seriesOf<QLineSeries>(chart);
        chart.show({{"a", {{"1", 1}, {"2", 0.6}}}});
        QCOMPARE(seriesOf<QLineSeries>(chart), before); // the same object
        QCOMPARE(before[0]->count(), 2);
        chart.show({{"a", {{"1", 1}, {"2", 0.6}}}, {"b", {{"1", 3}}}});
        QCOMPARE(seriesOf<QLineSeries>(chart).size(), 2);
        chart.show({});
        QVERIFY(chart.series().isEmpty());
    }

    void barsAreGroupedByNameTheFirstOnTop()
    {
        FigureChart chart(bars(), 4, Theme::darkOne());
        chart.show({{"wall", {{"threads", 1}, {"event loop", 2}}}, {"CPU", {{"event loop", 0.5}}}});
        const auto series = seriesOf<QHorizontalBarSeries>(chart);
        QCOMPARE(series.size(), 1);
        const auto sets = series[0]->barSets();
        QCOMPARE(sets.size(), 2);
        const auto categories = qobject_cast<QBarCategoryAxis *>(chart.axes(Qt::Vertical).constFirst())->categories();
        QCOMPARE(categories, (QStringList{QStringLiteral("event loop"), QStringLiteral("threads")}));
        QCOMPARE(sets[1]->label(), QStringLiteral("wall")); // the first series above the second
        QCOMPARE(sets[1]->at(1), 1.0); // threads, at the top
        QCOMPARE(sets[0]->at(0), 0.5);
        QCOMPARE(sets[0]->at(1), 0.0); // nothing plotted
    }

    /// Names may come from a foreign file; a picture in one must not be opened. Had it been, this
    /// would wait for ever for a writer of the pipe.
    void noNameIsTakenForHtml()
    {
        const QTemporaryDir folder;
        const QString pipe = folder.filePath(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const std::string evil = "<img src=\"" + pipe.toStdString() + "\"> a && b < c";
        for (FigureDescription figure : {curve(), bars()}) {
            figure.title = figure.xAxis = figure.yAxis = evil;
            FigurePanel panel;
            panel.resize(600, 300);
            panel.setFigure(figure, plotted({{evil, evil, 1}, {"queue<int>", "queue<int>", 2}}));
            panel.grab();
            QVERIFY(panel.picture().hasValue());
        }
        FigureChart chart(bars(), 0, Theme::light());
        chart.show({{"a", {{"queue<int>", 1}}}});
        QCOMPARE(qobject_cast<QBarCategoryAxis *>(chart.axes(Qt::Vertical).constFirst())->categories().constFirst(),
                 QStringLiteral("queue&lt;int&gt;"));
    }

    void thereIsASentenceUntilThereArePoints()
    {
        FigurePanel panel;
        panel.resize(600, 240);
        panel.show();
        panel.setFigure(curve(), plotted({}));
        QVERIFY(panel.findChild<QLabel *>(QStringLiteral("figureSentence"))->isVisible());
        QVERIFY(!panel.findChild<QPushButton *>(QStringLiteral("saveFigure"))->isEnabled());
        QVERIFY(!panel.picture().hasValue());
        panel.setFigure(curve(), plotted({{"a", "1", 1}}));
        QVERIFY(panel.findChild<QChartView *>()->isVisible());
        QVERIFY(panel.findChild<QPushButton *>(QStringLiteral("saveFigure"))->isEnabled());
    }

    void aGrowingRunIsDrawnAfterAShortPause()
    {
        FigurePanel panel;
        const auto trace = plotted({{"a", "1", 1}});
        panel.setFigure(curve(), trace);
        const auto chart = [&] { return panel.findChild<QChartView *>()->chart(); };
        QCOMPARE(seriesOf<QScatterSeries>(*chart())[0]->count(), 1);
        trace->appendCounter(Event(9'000'000, EventKind::Counter, 0, LaneId(1)), 5, plotName("a", "2"));
        panel.refresh();
        QCOMPARE(seriesOf<QScatterSeries>(*chart())[0]->count(), 1); // not at every frame
        QTRY_COMPARE(seriesOf<QScatterSeries>(*chart())[0]->count(), 2);
    }

    void theNumbersAreCopiedAsATable()
    {
        FigurePanel panel;
        panel.setFigure(curve(), plotted({{"a", "1", 1.25}, {"b", "x", 0.001}}));
        QCOMPARE(panel.copyText(), QStringLiteral("series\tworkers\tseconds\na\t1\t1.25\nb\tx\t0.001\n"));
    }

    void thePictureHasItsOwnSize()
    {
        FigurePanel panel;
        panel.setFigure(bars(), plotted({{"wall", "threads", 1}, {"wall", "processes", 2}}));
        const Result<QImage> picture = panel.picture();
        QVERIFY(picture.hasValue());
        QCOMPARE(picture.value().size(), QSize(1920, 1080));
    }

    void darkWindowsGetDarkFigures()
    {
        FigurePanel panel;
        panel.setFigure(curve(), plotted({{"a", "1", 1}}));
        panel.show();
        const QPalette before = QApplication::palette();
        QApplication::setPalette(Theme::darkOne().palette());
        QTRY_COMPARE(panel.findChild<QChartView *>()->chart()->backgroundBrush().color(), Theme::darkOne().background);
        QApplication::setPalette(before);
    }

    void theCpuCountIsThatOfTheRecordingsMachine()
    {
        RunInfo info;
        QCOMPARE(cpuCountOf(info), 0);
        info.host = "Linux 6.1.0 x86_64, 1 CPU";
        QCOMPARE(cpuCountOf(info), 1);
        info.host = "Linux 6.1.0 x86_64, 64 CPUs";
        QCOMPARE(cpuCountOf(info), 64);
    }
};

QTEST_MAIN(TestFigurePanel)
#include "tst_figurepanel.moc"
