#include "ui/models/sliderscale.h"

#include <QTest>

using namespace Interleave;

class TestSliderScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNarrowRangeStopsAtEveryWholeNumber()
    {
        const SliderScale scale(1, 64);
        QVERIFY(!scale.isLogarithmic());
        QCOMPARE(scale.lastPosition(), 63);
        for (int value = 1; value <= 64; ++value)
            QCOMPARE(scale.valueAt(scale.positionOf(value)), value);
    }

    void aRangeOfTwoMagnitudesStaysLinear() { QVERIFY(!SliderScale(10, 1000).isLogarithmic()); }

    void aWideRangeGivesSmallNumbersRoom()
    {
        const SliderScale scale(1, 10'000);
        QVERIFY(scale.isLogarithmic());
        const int middle = int(scale.valueAt(scale.lastPosition() / 2));
        QVERIFY2(middle >= 50 && middle <= 500, qPrintable(QString::number(middle)));
    }

    void bothEndsAreStops_data()
    {
        QTest::addColumn<qint64>("minimum");
        QTest::addColumn<qint64>("maximum");
        QTest::newRow("one value") << qint64(5) << qint64(5);
        QTest::newRow("from zero") << qint64(0) << qint64(500);
        QTest::newRow("tasks") << qint64(1) << qint64(10'000);
        QTest::newRow("odd end") << qint64(1) << qint64(98'765);
        QTest::newRow("seeds") << qint64(0) << qint64(2'147'483'647);
        QTest::newRow("negative") << qint64(-300'000) << qint64(300'000);
    }

    void bothEndsAreStops()
    {
        QFETCH(qint64, minimum);
        QFETCH(qint64, maximum);
        const SliderScale scale(minimum, maximum);
        QCOMPARE(scale.valueAt(0), minimum);
        QCOMPARE(scale.valueAt(scale.lastPosition()), maximum);
        QCOMPARE(scale.valueAt(-7), minimum);
        QCOMPARE(scale.valueAt(scale.lastPosition() + 7), maximum);
    }

    void everyStopIsLargerThanTheOneBeforeAndFindsItselfAgain_data() { bothEndsAreStops_data(); }

    void everyStopIsLargerThanTheOneBeforeAndFindsItselfAgain()
    {
        QFETCH(qint64, minimum);
        QFETCH(qint64, maximum);
        const SliderScale scale(minimum, maximum);
        for (int position = 0; position <= scale.lastPosition(); ++position) {
            QCOMPARE(scale.positionOf(scale.valueAt(position)), position);
            if (position > 0)
                QVERIFY(scale.valueAt(position) > scale.valueAt(position - 1));
        }
    }

    void aValueBetweenTwoStopsShowsAtTheNearest()
    {
        const SliderScale scale(1, 10'000);
        const int position = scale.positionOf(4'444);
        const qint64 distance = std::abs(scale.valueAt(position) - 4'444);
        QVERIFY(distance <= std::abs(scale.valueAt(position - 1) - 4'444));
        QVERIFY(distance <= std::abs(scale.valueAt(position + 1) - 4'444));
    }

    void valuesOutsideTheRangeShowAtItsEnds()
    {
        const SliderScale scale(1, 10'000);
        QCOMPARE(scale.positionOf(-3), 0);
        QCOMPARE(scale.positionOf(20'000), scale.lastPosition());
    }
};

QTEST_APPLESS_MAIN(TestSliderScale)
#include "tst_sliderscale.moc"
