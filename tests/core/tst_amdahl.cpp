#include "core/analysis/amdahl.h"

#include <QString>
#include <QTest>

#include <cmath>
#include <random>
#include <vector>

using namespace Interleave;

namespace {

std::vector<ScalingPoint> pointsOf(double serial, double parallel, std::initializer_list<double> workers)
{
    std::vector<ScalingPoint> points;
    for (const double number : workers)
        points.push_back({number, serial + parallel / number});
    return points;
}

QString refusal(const std::vector<ScalingPoint> &points)
{
    const Result<AmdahlFit> fit = amdahlFit(points);
    return fit.hasValue() ? QString() : QString::fromStdString(fit.error().message);
}

} // namespace

class TestAmdahl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLawItselfIsFound()
    {
        for (const double serial : {0.0, 0.1, 2.5}) {
            const Result<AmdahlFit> fit = amdahlFit(pointsOf(serial, 4, {1, 2, 3, 5, 8}));
            QVERIFY(fit.hasValue());
            QVERIFY(std::abs(fit.value().serial - serial) < 1e-9);
            QVERIFY(std::abs(fit.value().parallel - 4) < 1e-9);
            QVERIFY(std::abs(fit.value().serialFraction() - serial / (serial + 4)) < 1e-9);
            QVERIFY(fit.value().error < 1e-9);
            QVERIFY(std::abs(fit.value().time(4) - (serial + 1)) < 1e-9);
        }
    }

    void noOtherLineIsNearerToThePoints()
    {
        std::mt19937 random(7);
        std::normal_distribution<double> noise(0, 0.05);
        std::vector<ScalingPoint> points = pointsOf(0.5, 3, {1, 1, 2, 2, 3, 4, 6, 8});
        for (ScalingPoint &point : points)
            point.time += noise(random);
        const AmdahlFit fit = amdahlFit(points).takeValue();
        const auto squares = [&](double serial, double parallel) {
            double sum = 0;
            for (const ScalingPoint &point : points)
                sum += std::pow(point.time - serial - parallel / point.workers, 2);
            return sum;
        };
        const double best = squares(fit.serial, fit.parallel);
        QVERIFY(std::abs(fit.error - std::sqrt(best / 8)) < 1e-12);
        for (const double step : {-0.01, 0.01}) {
            QVERIFY(squares(fit.serial + step, fit.parallel) > best);
            QVERIFY(squares(fit.serial, fit.parallel + step) > best);
        }
    }

    void aLittleLessThanNoSerialPartIsNone()
    {
        std::vector<ScalingPoint> points = pointsOf(-0.01, 1, {1, 2, 4});
        const AmdahlFit fit = amdahlFit(points).takeValue();
        QCOMPARE(fit.serial, 0.0);
        QCOMPARE(fit.serialFraction(), 0.0);
        QVERIFY(std::abs(fit.parallel - 0.98666) < 1e-4); // through zero: 1 − 0.01 · Σ 1/n ∕ Σ 1/n²
    }

    void whatTheLawCannotSayIsRefusedInWords()
    {
        QVERIFY(refusal(pointsOf(1, 1, {1, 2})).contains(QLatin1String("at least three different")));
        QVERIFY(refusal(pointsOf(1, 1, {1, 2, 2, 1, 2})).contains(QLatin1String("at least three different")));
        QVERIFY(refusal({}).contains(QLatin1String("at least three different")));
        QVERIFY(refusal(pointsOf(1, 0, {1, 2, 3})).contains(QLatin1String("does not fall")));
        QVERIFY(refusal(pointsOf(5, -1, {1, 2, 3})).contains(QLatin1String("does not fall")));
        QVERIFY(refusal(pointsOf(-0.2, 1, {1, 2, 3})).contains(QLatin1String("faster than in proportion")));
        QVERIFY(refusal({{0, 1}, {1, 1}, {2, 1}}).contains(QLatin1String("above zero")));
        QVERIFY(refusal({{1, std::nan("")}, {2, 1}, {3, 1}}).contains(QLatin1String("above zero")));
    }
};

QTEST_GUILESS_MAIN(TestAmdahl)
#include "tst_amdahl.moc"
