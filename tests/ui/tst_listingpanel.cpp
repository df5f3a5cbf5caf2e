#include "core/scenarios/scenario.h"
#include "ui/models/listing.h"
#include "ui/panels/listingpanel.h"
#include "ui/panels/listingview.h"

#include <QSignalSpy>
#include <QTest>

using namespace Interleave;

class TestListingPanel : public QObject
{
    Q_OBJECT

    static QPoint placeOf(ListingView *view, int line)
    {
        return view->cursorRect(QTextCursor(view->document()->findBlockByNumber(line - 1))).center();
    }
    static int lineOf(const QStringList &lines, const char *text)
    {
        for (qsizetype index = 0; index < lines.size(); ++index) {
            if (lines.at(index).contains(QLatin1String(text)))
                return int(index) + 1;
        }
        return 0;
    }

private Q_SLOTS:
    void everyScenarioHasBothTextsAndPairsThatFit()
    {
        for (const Scenario *scenario : allScenarios()) {
            const Listing listing = listingOf(scenario->id);
            QVERIFY2(!listing.python.isEmpty() && !listing.cpp.isEmpty(), scenario->id.c_str());
            QVERIFY2(listing.problems.isEmpty(), qPrintable(listing.problems.join(QLatin1Char('\n'))));
            QVERIFY2(listing.cpp.filter(QStringLiteral("ScenarioRegistration registration")).isEmpty(), scenario->id.c_str());
        }
        QVERIFY(listingOf("no.such").isEmpty());
    }

    void aLineOfTheOneLeadsToThatOfTheOther()
    {
        const Listing listing = listingOf("async.queue");
        const int cpp = lineOf(listing.cpp, "co_await queue.get()"), python = lineOf(listing.python, "await queue.get()");
        QVERIFY(cpp > 0 && python > 0);
        QCOMPARE(listing.pythonLine(cpp), python);
        QCOMPARE(listing.cppLines(python), std::vector<int>{cpp});
        QCOMPARE(listing.pythonLine(0), 0);
        QCOMPARE(listing.pythonLine(100'000), 0);
        QVERIFY(listing.cppLines(1).empty());
    }

    void aWaitingLanesLineIsMarkedInBothAndPale()
    {
        ListingPanel panel;
        const Listing listing = listingOf("async.queue");
        const int cpp = lineOf(listing.cpp, "co_await queue.get()"), python = listing.pythonLine(cpp);
        panel.setListing(listing);
        const auto nameOf = [](LaneId lane) { return QStringLiteral("consumer %1").arg(lane.value()); };
        const auto colourOf = [](LaneId) { return QColor(Qt::blue); };
        panel.setLines({{LaneId(3), std::uint16_t(cpp), State::Suspended, "item = 5"}}, nameOf, colourOf);
        QCOMPARE(panel.cpp()->marks(), (std::vector<LineMark>{{cpp, {Qt::blue}, true, QStringLiteral("consumer 3: item = 5"), QStringLiteral("item = 5")}}));
        QCOMPARE(panel.python()->marks(), (std::vector<LineMark>{{python, {Qt::blue}, true, QStringLiteral("consumer 3: item = 5"), QStringLiteral("item = 5")}}));
        panel.setLines({{LaneId(3), std::uint16_t(cpp), State::Running, {}}}, nameOf, colourOf);
        QVERIFY(!panel.python()->marks().front().waits);
        panel.setLines({{LaneId(3), std::uint16_t(cpp), State::Running, {}, true}}, nameOf, colourOf);
        QVERIFY(panel.cpp()->marks().front().waits);
        QCOMPARE(panel.cpp()->marks().front().text, QStringLiteral("consumer 3, on its way here"));
        panel.setLines({}, nameOf, colourOf);
        QVERIFY(panel.python()->marks().empty() && panel.cpp()->marks().empty());
    }

    void manyAtOneLineAreCounted()
    {
        ListingPanel panel;
        panel.setListing(listingOf("async.count"));
        std::vector<CurrentLine> lines;
        for (std::uint32_t lane = 1; lane <= 10'000; ++lane)
            lines.push_back({LaneId(lane), 12, lane == 5000 ? State::Running : State::Suspended, {}});
        panel.setLines(lines, [](LaneId lane) { return QString::number(lane.value()); }, [](LaneId) { return QColor(Qt::red); });
        QCOMPARE(panel.cpp()->marks().size(), std::size_t(1));
        QCOMPARE(panel.cpp()->marks().front().text, QStringLiteral("1 · 2 · 3 + 9997"));
        QVERIFY(!panel.cpp()->marks().front().waits); // one has gone on
        QVERIFY(panel.cpp()->marks().front().colours.size() <= 6);
    }

    void whereItIsNarrowNamesStandBesideTheCodeAndNotOverIt()
    {
        ListingPanel panel;
        const Listing listing = listingOf("async.queue");
        const int cpp = lineOf(listing.cpp, "co_await queue.get()");
        panel.setListing(listing);
        panel.resize(2400, 600);
        panel.show();
        ListingView *view = panel.cpp();
        const auto *beside = view->findChild<QWidget *>(QStringLiteral("besideTheCode"));
        const auto atLine = [&](LaneId lane) {
            panel.setLines({{lane, std::uint16_t(cpp), State::Suspended, "item = 5"}},
                           [](LaneId each) { return QStringLiteral("consumer %1").arg(each.value()); }, [](LaneId) { return QColor(Qt::blue); });
        };
        atLine(LaneId(1));
        QVERIFY(beside->isHidden());
        const int wide = view->viewport()->width();
        panel.resize(500, 600);
        atLine(LaneId(2));
        QVERIFY(beside->isVisible());
        QVERIFY(beside->geometry().left() >= view->viewport()->geometry().right());
        QVERIFY(view->viewport()->width() > 0 && view->viewport()->width() < wide);
        panel.resize(2400, 600);
        atLine(LaneId(3));
        QVERIFY(beside->isHidden());
    }

    void aClickOnALineAsksForItsWaits()
    {
        ListingPanel panel;
        const Listing listing = listingOf("async.queue");
        const int cpp = lineOf(listing.cpp, "co_await queue.get()");
        panel.setListing(listing);
        panel.resize(1200, 900);
        panel.show();
        QSignalSpy clicked(&panel, &ListingPanel::linesClicked), waitless(&panel, &ListingPanel::waitlessLineClicked);
        panel.cpp()->reveal(cpp);
        QTest::mouseClick(panel.cpp()->viewport(), Qt::LeftButton, {}, placeOf(panel.cpp(), cpp));
        QCOMPARE(clicked.size(), 1);
        QCOMPARE(clicked.first().first().value<std::vector<int>>(), std::vector<int>{cpp});
        panel.python()->reveal(listing.pythonLine(cpp));
        QTest::mouseClick(panel.python()->viewport(), Qt::LeftButton, {}, placeOf(panel.python(), listing.pythonLine(cpp)));
        QCOMPARE(clicked.size(), 2);
        QTest::mouseClick(panel.python()->viewport(), Qt::LeftButton, {}, placeOf(panel.python(), 1));
        QCOMPARE(waitless.size(), 1);
        QCOMPARE(clicked.size(), 2);
    }

    void aForeignRunSaysThatItHasNone()
    {
        ListingPanel panel;
        panel.setListing({});
        QVERIFY(!panel.python()->isVisibleTo(&panel));
    }
};

QTEST_MAIN(TestListingPanel)
#include "tst_listingpanel.moc"
