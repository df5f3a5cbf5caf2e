#include "ui/theme/theme.h"

#include <QPalette>
#include <QTest>

using namespace Interleave;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfTheStandard();
    void everyBarStandsOutFromTheBackground();
    void textReadsOnEveryFill();
    void whatIsDimmedIsPalerYetStandsOut();
    void laneColoursDifferAndNoneIsAmber();
    void thePaletteDecidesBetweenLightAndDark();
};

static const bool bothThemes[] = {false, true};

void TestTheme::contrastIsThatOfTheStandard()
{
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
}

void TestTheme::everyBarStandsOutFromTheBackground()
{
    for (bool dark : bothThemes) {
        const Theme &theme = Theme::chosen(dark);
        for (const QColor &fill : {theme.ready, theme.suspended, theme.lanes[0], theme.lanes[3], theme.lanes[7],
                                   theme.lanes[LaneColour::none], theme.pale({}), theme.pale({2})})
            QVERIFY2(contrast(theme.outlineOf(fill), theme.background) >= 3, qPrintable(fill.name()));
        for (std::size_t lane = 0; lane < LaneColour::count; ++lane)
            QVERIFY2(contrast(theme.lanes[lane], theme.background) >= 3, qPrintable(theme.lanes[lane].name()));
    }
}

void TestTheme::textReadsOnEveryFill()
{
    for (bool dark : bothThemes) {
        const Theme &theme = Theme::chosen(dark);
        QVERIFY(contrast(theme.text, theme.background) >= 4.5);
        QVERIFY(contrast(theme.dimText, theme.background) >= 4.5);
        QVERIFY(contrast(theme.markerText, theme.marker) >= 4.5);
        for (const QColor &fill : {theme.ready, theme.suspended, theme.pale({}), theme.pale({1}), theme.pale({5})})
            QVERIFY2(contrast(theme.textOn(fill), fill) >= 4.5, qPrintable(fill.name()));
    }
}

void TestTheme::whatIsDimmedIsPalerYetStandsOut()
{
    for (bool dark : bothThemes) {
        const Theme &theme = Theme::chosen(dark);
        const Theme dimmed = theme.dimmed();
        for (std::size_t lane = 0; lane < LaneColour::count; ++lane) {
            const QColor fill = dimmed.lanes[lane];
            QVERIFY2(contrast(fill, theme.background) < contrast(theme.lanes[lane], theme.background), qPrintable(fill.name()));
            QVERIFY2(contrast(dimmed.outlineOf(fill), dimmed.background) >= 3, qPrintable(fill.name()));
        }
        for (const QColor &fill : {dimmed.ready, dimmed.suspended, dimmed.pale({}), dimmed.pale({1})}) {
            QVERIFY2(contrast(dimmed.outlineOf(fill), dimmed.background) >= 3, qPrintable(fill.name()));
            QVERIFY2(contrast(dimmed.textOn(fill), fill) >= 4.5, qPrintable(fill.name()));
        }
    }
}

void TestTheme::laneColoursDifferAndNoneIsAmber()
{
    for (bool dark : bothThemes) {
        const Theme &theme = Theme::chosen(dark);
        for (std::size_t i = 0; i < theme.lanes.size(); ++i) {
            QVERIFY(theme.lanes[i] != theme.ready);
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(theme.lanes[i] != theme.lanes[j]);
        }
    }
}

void TestTheme::thePaletteDecidesBetweenLightAndDark()
{
    QVERIFY(Theme::of(Theme::darkOne().palette()).dark);
    QVERIFY(!Theme::of(Theme::light().palette()).dark);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
