// Searching as people do it: typing, stepping, closing, with the timeline and the events that follow.
#include "tests/support/tracebuilder.h"
#include "ui/models/selection.h"
#include "ui/models/viewstate.h"
#include "ui/models/zoomstate.h"
#include "ui/panels/eventspanel.h"
#include "ui/panels/longtableview.h"
#include "ui/panels/searchbar.h"
#include "ui/shell/searchcontrol.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QLineEdit>
#include <QMainWindow>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Interleave;
using namespace std::chrono_literals;

class TestSearchControl : public QObject
{
    Q_OBJECT

    std::shared_ptr<TraceBuilder> m_builder;
    LaneId m_first, m_second;
    std::unique_ptr<QObject> m_models;
    ZoomState *m_zoom = nullptr;
    Selection *m_selection = nullptr;
    std::unique_ptr<QMainWindow> m_window;
    TimelineView *m_timeline = nullptr;
    EventsPanel *m_events = nullptr;
    SearchControl *m_control = nullptr;
    SearchBar *m_bar = nullptr;
    QLineEdit *m_field = nullptr;

    void makeWindow()
    {
        m_window.reset(); // which its models outlive
        m_models = std::make_unique<QObject>();
        const ViewState view(m_models.get());
        m_zoom = view.zoom;
        m_selection = view.selection;
        m_window = std::make_unique<QMainWindow>();
        m_timeline = new TimelineView(view);
        m_events = new EventsPanel(m_selection);
        m_control = new SearchControl({m_zoom, m_selection, m_timeline, m_events}, m_window.get());
        m_bar = static_cast<SearchBar *>(m_control->bar());
        m_field = m_bar->findChild<QLineEdit *>();
        auto *content = new QWidget;
        auto *layout = new QVBoxLayout(content);
        for (QWidget *part : {static_cast<QWidget *>(m_bar), static_cast<QWidget *>(m_timeline),
                              static_cast<QWidget *>(m_events)})
            layout->addWidget(part);
        m_window->setCentralWidget(content);
        m_window->addActions(m_control->actions());
        m_window->resize(900, 700);
    }

    void type(const char *text)
    {
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(m_field, QString::fromUtf8(text));
    }

    std::optional<Selected> selected() const { return m_selection->current(); }

private Q_SLOTS:
    void init()
    {
        m_builder = std::make_shared<TraceBuilder>();
        m_builder->lane(LaneKind::Host, "computer");
        m_first = m_builder->lane(LaneKind::Task, "first");
        m_second = m_builder->lane(LaneKind::Task, "second");
        m_builder->start(m_first, 10ms);
        m_builder->print(m_first, 20ms, "hello");
        m_builder->suspend(m_first, 30ms, Reason::Io);
        m_builder->start(m_second, 40ms);
        m_builder->print(m_second, 50ms, "hello again");
        m_builder->finish(m_second, 60ms, Outcome::Failed);
        makeWindow();
        const std::shared_ptr<const Trace> trace(m_builder, &m_builder->trace);
        m_timeline->setTrace(trace);
        m_events->setTrace(trace, 60ms);
        m_control->setTrace(trace);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_timeline->setFocus();
    }
    void cleanup() { m_window.reset(); }

    void typingFindsAndCountsAndKeysGoOn()
    {
        QVERIFY(m_bar->isHidden());
        type("hel");
        QVERIFY(m_field->hasFocus());
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("1 of 2"));
        QCOMPARE(selected(), std::optional(Selected{m_first, 20ms}));
        QTest::keyClick(m_field, Qt::Key_Return);
        QCOMPARE(m_bar->summary(), QStringLiteral("2 of 2"));
        QCOMPARE(selected(), std::optional(Selected{m_second, 50ms}));
        QTest::keyClick(m_field, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_bar->summary(), QStringLiteral("1 of 2"));
        QTest::keyClick(m_window.get(), Qt::Key_F3);
        QCOMPARE(m_bar->summary(), QStringLiteral("2 of 2"));
        QTest::keyClick(m_window.get(), Qt::Key_F3); // round
        QCOMPARE(m_bar->summary(), QStringLiteral("1 of 2"));
        QTest::keyClick(m_window.get(), Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(m_bar->summary(), QStringLiteral("2 of 2"));
        QCOMPARE(m_events->findChild<LongTableView *>()->currentIndex().row(), 4);
        QTest::keyClicks(m_field, QStringLiteral("lo again"));
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("1 of 1"));
        QTest::keyClicks(m_field, QStringLiteral("!"));
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("nothing found"));
    }

    void theSlashOpensItToo()
    {
        QTest::keyClick(m_window.get(), Qt::Key_Slash);
        QVERIFY(m_field->hasFocus());
        QVERIFY(m_field->text().isEmpty());
    }

    void aLaneIsFoundByItsNameAndAnEndByItsOutcome()
    {
        type("second");
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("1 of 1"));
        QCOMPARE(selected()->lane, m_second);
        m_bar->close();
        type("failed");
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("1 of 1"));
        QCOMPARE(selected(), std::optional(Selected{m_second, 60ms - 1ns}));
    }

    void whatIsFoundIsMarkedUntilEscapeClears()
    {
        m_selection->clear();
        const QImage eventsBefore = m_events->grab().toImage();
        type("nothing of the kind");
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("nothing found"));
        m_field->clear();
        type("io");
        m_field->setText(QStringLiteral("i/o"));
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("1 of 1"));
        m_selection->clear();
        QVERIFY(m_events->grab().toImage() != eventsBefore);
        QTest::keyClick(m_field, Qt::Key_Escape);
        QVERIFY(m_bar->isHidden());
        QVERIFY(m_field->text().isEmpty());
        QCOMPARE(m_bar->summary(), QString());
        QVERIFY(!m_field->hasFocus());
        for (const QAction *action : m_control->actions())
            QCOMPARE(action->isEnabled(), action == m_control->actions().first());
    }

    void aRunThatGrowsIsSearchedOn()
    {
        type("hello");
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("1 of 2"));
        m_builder->print(m_second, 70ms, "hello, too");
        m_control->refresh();
        QTRY_COMPARE(m_bar->summary(), QStringLiteral("1 of 3"));
    }

    void everyButtonHasAName()
    {
        for (const QToolButton *button : m_bar->findChildren<QToolButton *>()) {
            if (button->parent() == m_bar)
                QVERIFY(!button->accessibleName().isEmpty());
        }
        QVERIFY(!m_field->accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestSearchControl)
#include "tst_searchcontrol.moc"
