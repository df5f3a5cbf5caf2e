#include "core/scenarios/scenariovalues.h"

#include <QStringList>
#include <QTest>

using namespace Interleave;

namespace {

const Scenario &sample()
{
    static const Scenario scenario{.id = "sample",
                                   .parameters = {Parameter::integer("workers", "Workers", "", 4, -5, 50'000, ""),
                                                  Parameter::choice("start", "Start", {"fork", "spawn"}, ""),
                                                  Parameter::onOff("lock", "Lock", false, ""),
                                                  Parameter::text("names", "Names", "a,b", "")}};
    return scenario;
}

/// The values with a space between, or what is wrong.
QString values(const char *name, const char *text)
{
    const auto found = severalValues(sample(), *sample().parameter(name), text);
    if (!found.hasValue())
        return QString::fromStdString(found.error().message);
    QStringList words;
    for (const std::string &value : found.value())
        words << QString::fromStdString(value);
    return words.join(QLatin1Char(' '));
}

} // namespace

class TestScenarioValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rangesAndListsAreWrittenOut()
    {
        QCOMPARE(values("workers", "1..4"), QStringLiteral("1 2 3 4"));
        QCOMPARE(values("workers", "1,2,4..6,32"), QStringLiteral("1 2 4 5 6 32"));
        QCOMPARE(values("workers", "3..1"), QStringLiteral("3 2 1"));
        QCOMPARE(values("workers", "-2..1"), QStringLiteral("-2 -1 0 1"));
        QCOMPARE(values("workers", "5..5"), QStringLiteral("5"));
        QCOMPARE(values("workers", "2,2,2"), QStringLiteral("2 2 2"));
        QCOMPARE(values("workers", "7"), QStringLiteral("7"));
        QCOMPARE(values("start", "spawn,fork"), QStringLiteral("spawn fork"));
        QCOMPARE(values("lock", "on,off"), QStringLiteral("on off"));
        QCOMPARE(values("names", "a,b..c"), QStringLiteral("a,b..c"));
    }

    void whatIsNotAllowedIsSaid()
    {
        for (const char *text : {"1..", "..4", "1..x", "a..b", "1..4..6", "1...4"})
            QVERIFY2(values("workers", text).contains(QLatin1String("is written as 1..8")), qPrintable(values("workers", text)));
        for (const char *text : {"1,,2", "1,x", "4..60000", "-6,1", "99999999999999999999..2"})
            QVERIFY2(values("workers", text).contains(QLatin1Char(' ')) && values("workers", text).endsWith(QLatin1Char('.')),
                     qPrintable(values("workers", text)));
        QVERIFY(values("workers", "1..1001").contains(QLatin1String("at most 1000 values")));
        QVERIFY(values("workers", "1..600,1..600").contains(QLatin1String("at most 1000 values")));
        QVERIFY(values("start", "fork,threads").contains(QLatin1String("spawn")));
    }

    void aTextIsNeverSeveral()
    {
        QVERIFY(saysSeveral(*sample().parameter("workers"), "1..2"));
        QVERIFY(saysSeveral(*sample().parameter("start"), "fork,spawn"));
        QVERIFY(!saysSeveral(*sample().parameter("workers"), "12"));
        QVERIFY(!saysSeveral(*sample().parameter("names"), "a,b"));
        QVERIFY(!saysSeveral(*sample().parameter("start"), "a..b"));
    }
};

QTEST_GUILESS_MAIN(TestScenarioValues)
#include "tst_scenariovalues.moc"
