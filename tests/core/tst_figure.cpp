// Points of a figure: how they are named in a recording and read back from it.
#include "core/analysis/figure.h"
#include "core/trace/plotname.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

class FigureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNameGoesThereAndBack_data()
    {
        QTest::addColumn<QString>("series");
        QTest::addColumn<QString>("x");
        QTest::newRow("number") << QStringLiteral("tiny jobs") << QStringLiteral("4");
        QTest::newRow("name") << QStringLiteral("wall") << QStringLiteral("event loop");
        QTest::newRow("an at sign in the series") << QStringLiteral("a @ b") << QStringLiteral("1");
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("the prefix again") << QStringLiteral("plot plot") << QStringLiteral("plot");
    }

    void aNameGoesThereAndBack()
    {
        QFETCH(QString, series);
        QFETCH(QString, x);
        const auto parts = plotOfName(plotName(series.toStdString(), x.toStdString()));
        QVERIFY(parts);
        QCOMPARE(QString::fromStdString(parts->first), series);
        QCOMPARE(QString::fromStdString(parts->second), x);
    }

    void otherCountersAreNoPoints()
    {
        for (const char *name : {"depth", "", "plot", "plot ", "plots a @ 1", "plot a", "a @ 1", "Plot a @ 1"})
            QVERIFY2(!plotOfName(name), name);
    }

    void seriesComeInTheOrderOfTheirFirstPointsAndPointsByTime()
    {
        TraceBuilder build;
        const LaneId one = build.lane(LaneKind::Process, "one"), two = build.lane(LaneKind::Process, "two");
        const auto plot = [&](LaneId lane, Nanos time, const char *series, const char *x, double y) {
            build.trace.appendCounter(Event(std::uint64_t(time.count()), EventKind::Counter, 0, lane),
                                      std::llround(y * plotScale), plotName(series, x));
        };
        plot(one, 30us, "large", "2", 0.5);
        plot(one, 40us, "small", "1", 0.25);
        plot(two, 10us, "small", "2", 1.5); // another lane, but earlier
        plot(two, 50us, "large", "1", -2);
        build.trace.appendCounter(Event(1000, EventKind::Counter, 0, one), 7, "depth");
        const std::vector<PlotSeries> expected{{"small", {{"2", 1.5}, {"1", 0.25}}}, {"large", {{"2", 0.5}, {"1", -2}}}};
        QVERIFY(plottedSeries(build.trace) == expected);
    }

    void nothingPlottedIsNoSeries()
    {
        QVERIFY(plottedSeries(Trace()).empty());
    }
};

QTEST_GUILESS_MAIN(FigureTest)
#include "tst_figure.moc"
