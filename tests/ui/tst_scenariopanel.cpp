// The list of scenarios when there are more than have room.
#include "tests/support/samplescenarios.h"
#include "ui/models/scenariomodel.h"
#include "ui/panels/scenariopanel.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Interleave;

class TestScenarioPanel : public QObject
{
    Q_OBJECT

    std::vector<Scenario> m_scenarios;
    std::unique_ptr<ScenarioPanel> m_panel;

    QTreeView *tree() const { return m_panel->findChild<QTreeView *>(); }
    bool chosenIsInSight() const
    {
        return tree()->viewport()->rect().contains(tree()->visualRect(tree()->currentIndex()));
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 40; ++i)
            m_scenarios.push_back(sampleScenario("id." + std::to_string(i), "Scenario " + std::to_string(i),
                                                 i < 20 ? ScenarioGroup::Async : ScenarioGroup::Pool));
    }

    void init()
    {
        std::vector<const Scenario *> all;
        for (const Scenario &scenario : m_scenarios)
            all.push_back(&scenario);
        m_panel = std::make_unique<ScenarioPanel>(all);
        m_panel->resize(240, 220);
    }

    void whatWasChosenBeforeTheWindowIsShownIsInSightAtStart()
    {
        QVERIFY(m_panel->choose(QStringLiteral("id.37")));
        m_panel->show();
        QTRY_VERIFY(chosenIsInSight());
        QCOMPARE(m_panel->chosen(), QStringLiteral("id.37"));
    }

    void aFilterLeavesWhatMatchesAndDownLeadsToIt()
    {
        m_panel->show();
        auto *search = m_panel->findChild<QLineEdit *>();
        QTest::keyClicks(search, QStringLiteral("scenario 33"));
        QCOMPARE(tree()->model()->rowCount(), 1);
        QCOMPARE(tree()->model()->rowCount(tree()->model()->index(0, 0)), 1);
        QTest::keyClick(search, Qt::Key_Down);
        QTRY_VERIFY(tree()->hasFocus());
        QCOMPARE(m_panel->chosen(), QStringLiteral("id.33"));
        QSignalSpy run(m_panel.get(), &ScenarioPanel::runRequested);
        QTest::keyClick(tree(), Qt::Key_Return);
        QCOMPARE(run.size(), 1);
    }

    void typingAFilterChoosesNothing()
    {
        m_panel->choose(QStringLiteral("id.2"));
        m_panel->show();
        QSignalSpy chosen(m_panel.get(), &ScenarioPanel::scenarioChosen);
        auto *search = m_panel->findChild<QLineEdit *>();
        QTest::keyClicks(search, QStringLiteral("scenario 33"));
        QCOMPARE(chosen.size(), 0);
        QCOMPARE(m_panel->chosen(), QStringLiteral("id.2"));
        QVERIFY(!tree()->currentIndex().isValid()); // it is hidden
        search->clear();
        QCOMPARE(tree()->currentIndex().data(ScenarioModel::IdRole).toString(), QStringLiteral("id.2"));
        QCOMPARE(chosen.size(), 0);
    }

    void choosingWhatTheFilterHidesClearsIt()
    {
        m_panel->show();
        QTest::keyClicks(m_panel->findChild<QLineEdit *>(), QStringLiteral("scenario 33"));
        QVERIFY(m_panel->choose(QStringLiteral("id.2")));
        QVERIFY(m_panel->findChild<QLineEdit *>()->text().isEmpty());
        QTRY_VERIFY(chosenIsInSight());
    }
};

QTEST_MAIN(TestScenarioPanel)
#include "tst_scenariopanel.moc"
