#include "ui/theme/theme.h"
#include "ui/timeline/lanepainter.h"

#include <QApplication>
#include <QPainter>
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
    void everyPairOfTextAndGroundReads();
    void fontsFollowTheApplicationsAndAPicturesDoNot();
    void statesDifferWithoutColour();
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
        for (const QColor &fill : theme.lanes)
            QVERIFY2(contrast(theme.textOn(fill), fill) >= 4.5, qPrintable(fill.name()));
    }
}

void TestTheme::everyPairOfTextAndGroundReads()
{
    for (bool dark : bothThemes) {
        const Theme &theme = Theme::chosen(dark);
        const std::pair<QColor, QColor> texts[] = {
            {theme.text, theme.window}, {theme.text, theme.selectedRow}, {theme.text, theme.noticeFill},
            {theme.dimText, theme.window}, {theme.dimText, theme.selectedRow}, {theme.accent, theme.background},
            {theme.accent, theme.window}, {theme.background, theme.accent}, {theme.error, theme.background},
            {theme.notice, theme.noticeFill}, {theme.background, theme.dimText}};
        for (const auto &[text, ground] : texts)
            QVERIFY2(contrast(text, ground) >= 4.5, qPrintable(text.name() + ground.name()));
        for (const QColor &line : {theme.accent, theme.marker, theme.arrow, theme.level})
            QVERIFY2(contrast(line, theme.background) >= 3, qPrintable(line.name()));
        for (const QColor &line : {theme.accent, theme.marker, theme.arrow})
            QVERIFY2(contrast(line, theme.selectedRow) >= 3, qPrintable(line.name()));
        QVERIFY(contrast(theme.accent, theme.overview) >= 3); // the frame of what is visible
        const QPalette palette = theme.palette();
        QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)) >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::PlaceholderText), palette.color(QPalette::Base)) >= 4.5);
    }
}

void TestTheme::fontsFollowTheApplicationsAndAPicturesDoNot()
{
    const QFont before = QApplication::font();
    const int usual = dimFont().pixelSize(), name = laneNameFont(false).pixelSize();
    QFont large = before;
    large.setPointSize(14);
    QApplication::setFont(large);
    QVERIFY(textScale() > 1.3);
    QVERIFY(dimFont().pixelSize() > usual * 1.3);
    QVERIFY(laneNameFont(false).pixelSize() > name * 1.3);
    QCOMPARE(dimFont(1).pixelSize(), usual);
    QCOMPARE(laneNameFont(false, 1).pixelSize(), name);
    large.setPointSize(6);
    QApplication::setFont(large);
    QCOMPARE(textScale(), 1.0);
    QApplication::setFont(before);
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

/// By lightness, height or pattern: in each pair a good part of the pixels tells them apart in grey.
void TestTheme::statesDifferWithoutColour()
{
    const std::pair<BarShape, bool> looks[] = {{BarShape::Running, false}, {BarShape::Running, true}, {BarShape::Ready, false},
                                               {BarShape::Suspended, false}, {BarShape::Unobserved, false}, {BarShape::Free, false}};
    for (bool dark : bothThemes) {
        LanePainter bars(Theme::chosen(dark));
        std::vector<QImage> grey;
        for (const auto &[shape, inferred] : looks) {
            QImage image(20, 24, QImage::Format_RGB32);
            image.fill(Theme::chosen(dark).background);
            QPainter painter(&image);
            bars.paintSwatch(painter, 1, 12, shape, inferred);
            painter.end();
            grey.push_back(image.convertToFormat(QImage::Format_Grayscale8));
        }
        for (std::size_t i = 0; i < grey.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                int different = 0;
                for (int y = 0; y < grey[i].height(); ++y) {
                    for (int x = 0; x < grey[i].width(); ++x)
                        different += std::abs(qGray(grey[i].pixel(x, y)) - qGray(grey[j].pixel(x, y))) > 20;
                }
                QVERIFY2(different >= 30, qPrintable(QStringLiteral("%1 and %2: %3 pixels").arg(i).arg(j).arg(different)));
            }
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
