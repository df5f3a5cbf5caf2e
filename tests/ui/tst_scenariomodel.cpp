#include "tests/support/samplescenarios.h"
#include "ui/models/scenariomodel.h"
#include "ui/panels/scenariopanel.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>
#include <QTreeView>

using namespace Interleave;

namespace {

/// The tree as text: one line an item, indented by its depth.
QString asText(const QAbstractItemModel &model, const QModelIndex &parent = {}, int depth = 0)
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        text += QString(depth * 2, QLatin1Char(' ')) + index.data().toString() + QLatin1Char('\n');
        text += asText(model, index, depth + 1);
    }
    return text;
}

} // namespace

class TestScenarioModel : public QObject
{
    Q_OBJECT

    Scenario m_continents = sampleScenario("processes.continents", "Continents", ScenarioGroup::Processes);
    Scenario m_count = sampleScenario("async.count", "Count: async", ScenarioGroup::Async);
    Scenario m_sync = sampleScenario("async.count-sync", "Count: sync", ScenarioGroup::Async);
    std::vector<const Scenario *> m_all{&m_continents, &m_count, &m_sync};

private Q_SLOTS:
    void theModelKeepsTheRulesOfModels()
    {
        ScenarioModel model(m_all);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 2);
    }

    void scenariosStandUnderTheirGroups()
    {
        QCOMPARE(asText(ScenarioModel(m_all)),
                 QStringLiteral("Multiple processes\n  Continents\nAsynchronous programming\n  Count: async\n  Count: sync\n"));
    }

    void aScenarioIsFoundByItsId()
    {
        ScenarioModel model(m_all);
        QCOMPARE(model.indexOf(QStringLiteral("async.count-sync")).data().toString(), QStringLiteral("Count: sync"));
        QVERIFY(!model.indexOf(QStringLiteral("async.nothing")).isValid());
    }

    void aGroupCannotBeChosen()
    {
        ScenarioModel model(m_all);
        QVERIFY(!(model.index(0, 0).flags() & Qt::ItemIsSelectable));
        QVERIFY(model.index(0, 0, model.index(0, 0)).flags() & Qt::ItemIsSelectable);
    }

    void typingFiltersByTitleIdAndSummary_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("left");
        QTest::newRow("title") << QStringLiteral("continents") << QStringLiteral("Multiple processes\n  Continents\n");
        QTest::newRow("id") << QStringLiteral("count-s") << QStringLiteral("Asynchronous programming\n  Count: sync\n");
        QTest::newRow("summary") << QStringLiteral("Several COUNTERS") << asText(ScenarioModel(m_all));
        QTest::newRow("nothing") << QStringLiteral("zebra") << QString();
        QTest::newRow("no pattern") << QStringLiteral(".*") << QString();
    }

    void typingFiltersByTitleIdAndSummary()
    {
        QFETCH(QString, typed);
        QFETCH(QString, left);
        ScenarioPanel panel(m_all);
        QTest::keyClicks(panel.findChild<QLineEdit *>(), typed);
        QCOMPARE(asText(*panel.findChild<QTreeView *>()->model()), left);
    }

    void choosingByProgramAndByKeysSaysWhich()
    {
        ScenarioPanel panel(m_all);
        QSignalSpy chosen(&panel, &ScenarioPanel::scenarioChosen);
        QVERIFY(panel.choose(QStringLiteral("async.count")));
        QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("async.count"));
        QTest::keyClick(panel.findChild<QTreeView *>(), Qt::Key_Down);
        QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("async.count-sync"));
        QCOMPARE(panel.chosen(), QStringLiteral("async.count-sync"));
        QVERIFY(!panel.choose(QStringLiteral("async.nothing")));
    }

    void choosingWhatTheFilterHidesClearsTheFilter()
    {
        ScenarioPanel panel(m_all);
        panel.findChild<QLineEdit *>()->setText(QStringLiteral("continents"));
        QVERIFY(panel.choose(QStringLiteral("async.count")));
        QVERIFY(panel.findChild<QLineEdit *>()->text().isEmpty());
        QCOMPARE(panel.chosen(), QStringLiteral("async.count"));
    }

    void returnInTheTreeAsksForARun()
    {
        ScenarioPanel panel(m_all);
        panel.choose(QStringLiteral("async.count"));
        QSignalSpy asked(&panel, &ScenarioPanel::runRequested);
        QTest::keyClick(panel.findChild<QTreeView *>(), Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
    }
};

QTEST_MAIN(TestScenarioModel)
#include "tst_scenariomodel.moc"
