#include "core/analysis/explanation.h"
#include "tests/support/samplescenarios.h"
#include "tests/support/tracebuilder.h"
#include "ui/models/segmentdetails.h"
#include "ui/panels/detailspanel.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

QString textOf(const std::vector<DetailRow> &rows, const QString &label)
{
    for (const DetailRow &row : rows) {
        if (row.label == label)
            return row.text;
    }
    return {};
}

} // namespace

class TestDetailsPanel : public QObject
{
    Q_OBJECT

    void show(DetailsPanel &panel, Nanos time) const
    {
        panel.showExplanation(m_builder.trace, *explain(m_builder.trace, m_task, time, m_builder.trace.end()));
    }

    TraceBuilder m_builder;
    LaneId m_loop, m_task;

    Segment segmentOf(LaneId lane, Nanos time) const
    {
        return segmentAt(*m_builder.trace.lane(lane), m_builder.trace.end(), time).value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_loop = m_builder.lane(LaneKind::EventLoop, "event loop", std::nullopt, 0, 0, 100ms);
        m_task = m_builder.lane(LaneKind::Task, "<i>count</i> 1", m_loop, 0, 0, 100ms);
        m_builder.start(m_loop, 100ms);
        m_builder.start(m_task, 101ms);
        m_builder.add(m_task, 110ms, EventKind::Suspend, std::uint8_t(Reason::QueueEmpty), 0, false, 12);
        m_builder.wake(m_task, 150ms, m_loop);
        m_builder.resume(m_task, 151ms);
        m_builder.print(m_loop, 160ms, "end");
    }

    void aWaitSaysEverythingAboutItself()
    {
        const auto rows = segmentDetails(m_builder.trace, segmentOf(m_task, 120ms));
        QCOMPARE(textOf(rows, QStringLiteral("Lane")), QStringLiteral("<i>count</i> 1 (task)"));
        QCOMPARE(textOf(rows, QStringLiteral("State")), QStringLiteral("suspended"));
        QCOMPARE(textOf(rows, QStringLiteral("Reason")), QStringLiteral("queue empty"));
        QCOMPARE(textOf(rows, QStringLiteral("From")), QString::fromStdString(durationText(10ms)));
        QCOMPARE(textOf(rows, QStringLiteral("Lasted")), QString::fromStdString(durationText(40ms)));
        QCOMPARE(textOf(rows, QStringLiteral("Woken by")), QStringLiteral("event loop"));
        QCOMPARE(textOf(rows, QStringLiteral("Source line")), QStringLiteral("12"));
    }

    void aSegmentThatGoesOnHasNoEnd()
    {
        const auto rows = segmentDetails(m_builder.trace, segmentOf(m_task, 155ms));
        QCOMPARE(textOf(rows, QStringLiteral("State")), QStringLiteral("running"));
        QCOMPARE(textOf(rows, QStringLiteral("To")), QStringLiteral("not over yet"));
    }

    void whatToNoticeStandsThereWhileNothingIsSelected()
    {
        const Scenario scenario = sampleScenario("a", "A", ScenarioGroup::Async);
        DetailsPanel panel;
        panel.setScenario(&scenario);
        QVERIFY(panel.findChild<QLabel *>(QStringLiteral("notice"))->text().contains(QStringLiteral("Only one runs")));
        QVERIFY(!panel.findChild<QLabel *>(QStringLiteral("segmentHeading"))->isVisibleTo(&panel));
    }

    void theSelectedSegmentIsShownAsPlainText()
    {
        DetailsPanel panel;
        show(panel, 120ms);
        const auto *heading = panel.findChild<QLabel *>(QStringLiteral("segmentHeading"));
        QVERIFY(heading->isVisibleTo(&panel));
        QCOMPARE(heading->text(), QStringLiteral("<i>count</i> 1 · suspended"));
        for (const QLabel *label : panel.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void itSaysWhyTheLaneWaitsAndWhoEndedThat()
    {
        DetailsPanel panel;
        show(panel, 120ms);
        const QString said = panel.findChild<QLabel *>(QStringLiteral("explanation"))->text();
        QVERIFY2(said.startsWith(QStringLiteral("<i>count</i> 1 waits because the queue is empty (line 12). It waited for 40.0 ms")), qPrintable(said));
        QVERIFY(said.contains(QStringLiteral("Then event loop put something in.")));
    }

    void whereTheLaneIsNotYetItSaysSo()
    {
        DetailsPanel panel;
        show(panel, 100ms);
        QVERIFY(panel.findChild<QLabel *>(QStringLiteral("explanation"))->text().contains(QStringLiteral("does not exist yet")));
        for (const QPushButton *link : panel.findChildren<QPushButton *>())
            QVERIFY(!link->isVisibleTo(&panel));
    }

    void itsLinksAskForCauseAndEffect()
    {
        DetailsPanel panel;
        show(panel, 120ms);
        QSignalSpy cause(&panel, &DetailsPanel::causeRequested), effect(&panel, &DetailsPanel::effectRequested);
        for (QPushButton *link : panel.findChildren<QPushButton *>())
            link->click();
        QVERIFY(cause.size() == 1 && effect.size() == 1);
    }

    void theRunsSentenceAndThePathsSharesStandThereOnceKnown()
    {
        DetailsPanel panel;
        const auto *run = panel.findChild<QLabel *>(QStringLiteral("runSentence"));
        const auto *path = panel.findChild<QLabel *>(QStringLiteral("pathShares"));
        QVERIFY(!run->isVisibleTo(&panel) && !path->isVisibleTo(&panel));
        panel.setRunSentence(QStringLiteral("One thread."));
        panel.setPathShares(&m_builder.trace, {{m_task, 30ms, 0ms, 60ms}, {m_loop, 10ms, 0ms, 0ms}});
        QVERIFY(run->isVisibleTo(&panel) && path->isVisibleTo(&panel));
        QCOMPARE(path->text(), QStringLiteral("90.0 %  <i>count</i> 1\n    ran 30.0 ms, ready 0 ns, waited 60.0 ms\n"
                                              "10.0 %  event loop\n    ran 10.0 ms, ready 0 ns, waited 0 ns"));
        panel.setPathShares(nullptr, {});
        QVERIFY(!path->isVisibleTo(&panel));
    }
};

QTEST_MAIN(TestDetailsPanel)
#include "tst_detailspanel.moc"
