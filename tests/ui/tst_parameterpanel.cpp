#include "tests/support/samplescenarios.h"
#include "ui/panels/parameterpanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>

using namespace Interleave;

class TestParameterPanel : public QObject
{
    Q_OBJECT

    Scenario m_scenario = scenarioWithEveryType();
    std::unique_ptr<ParameterPanel> m_panel;

    template<class Control>
    Control *control(const char *name) const
    {
        return m_panel->findChild<Control *>(QLatin1String(name));
    }

private Q_SLOTS:
    void init()
    {
        m_panel = std::make_unique<ParameterPanel>();
        m_panel->setScenario(&m_scenario);
    }

    void theDefaultsAreTheFirstValues()
    {
        QCOMPARE(m_panel->values(), m_scenario.complete({}).takeValue());
    }

    void keysOnTheSliderMoveTheBox()
    {
        auto *slider = control<QSlider>("tasksSlider");
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(control<QSpinBox>("tasksBox")->value(), 4);
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(control<QSpinBox>("tasksBox")->value(), 10'000);
        QCOMPARE(m_panel->values().at("tasks"), std::string("10000"));
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(m_panel->values().at("tasks"), std::string("1"));
    }

    void everyKeyPressOnAWideSliderChangesTheValue()
    {
        auto *slider = control<QSlider>("tasksSlider");
        QTest::keyClick(slider, Qt::Key_Home);
        int before = 1;
        while (before < 10'000) {
            QTest::keyClick(slider, Qt::Key_Right);
            const int now = control<QSpinBox>("tasksBox")->value();
            QVERIFY(now > before);
            before = now;
        }
    }

    void draggingTheHandleMovesTheBox()
    {
        m_panel->resize(300, 600);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        auto *slider = control<QSlider>("secondSlider");
        const QPoint right(slider->width() - 8, slider->height() / 2);
        const QPoint left(8, slider->height() / 2);
        QTest::mousePress(slider, Qt::LeftButton, {}, right);
        QTest::mouseMove(slider, left);
        QTest::mouseRelease(slider, Qt::LeftButton, {}, left);
        QVERIFY(control<QSpinBox>("secondBox")->value() < 100);
    }

    void typingIntoTheBoxMovesTheSliderAndKeepsTheExactValue()
    {
        auto *box = control<QSpinBox>("tasksBox");
        const int before = control<QSlider>("tasksSlider")->value();
        box->selectAll();
        QTest::keyClicks(box, QStringLiteral("4321"));
        QTest::keyClick(box, Qt::Key_Tab);
        QVERIFY(control<QSlider>("tasksSlider")->value() > before);
        QCOMPARE(m_panel->values().at("tasks"), std::string("4321"));
    }

    void theBoxShowsItsUnitAndKeepsItsRange()
    {
        auto *box = control<QSpinBox>("secondBox");
        QCOMPARE(box->suffix(), QStringLiteral(" ms"));
        box->setValue(5);
        QCOMPARE(box->value(), 10);
    }

    void choiceSwitchAndTextGiveTheirValues()
    {
        control<QComboBox>("startChoice")->setCurrentIndex(1);
        QTest::keyClick(control<QCheckBox>("lockSwitch"), Qt::Key_Space);
        control<QLineEdit>("prefixText")->setText(QStringLiteral("Querida ñ"));
        const ParameterValues values = m_panel->values();
        QCOMPARE(values.at("start"), std::string("spawn"));
        QCOMPARE(values.at("lock"), std::string("off"));
        QCOMPARE(values.at("prefix"), std::string("Querida ñ"));
        QVERIFY(m_scenario.complete(values).hasValue());
    }

    void resetBringsTheDefaultsBack()
    {
        m_panel->setValues({{"tasks", "77"}, {"start", "spawn"}, {"lock", "off"}, {"prefix", "x"}});
        QVERIFY(m_panel->values() != m_scenario.complete({}).takeValue());
        QTest::mouseClick(control<QPushButton>("resetButton"), Qt::LeftButton);
        QCOMPARE(m_panel->values(), m_scenario.complete({}).takeValue());
    }

    void valuesThatDoNotFitAreLeftOut()
    {
        m_panel->setValues({{"tasks", "0"}, {"second", "many"}, {"start", "clone"}, {"nothing", "1"}, {"lock", "off"}});
        ParameterValues expected = m_scenario.complete({}).takeValue();
        expected["lock"] = "off";
        QCOMPARE(m_panel->values(), expected);
    }

    void everyControlSaysWhatItMeansToTheScreenReader()
    {
        for (const char *name : {"tasksBox", "tasksSlider", "startChoice", "lockSwitch", "prefixText", "resetButton"}) {
            auto *widget = control<QWidget>(name);
            QVERIFY2(widget && !widget->accessibleName().isEmpty(), name);
            QVERIFY2(!widget->toolTip().isEmpty() && !widget->whatsThis().isEmpty(), name);
        }
        QVERIFY(control<QWidget>("tasksBox")->accessibleDescription().contains(QStringLiteral("How many count.")));
    }

    void labelsShowTheirTextAsItIs()
    {
        Scenario scenario = sampleScenario("x", "<b>bold</b> & more", ScenarioGroup::Async);
        m_panel->setScenario(&scenario);
        for (const QLabel *label : m_panel->findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        m_panel->setScenario(nullptr);
    }

    void returnInABoxAsksForARun()
    {
        QSignalSpy asked(m_panel.get(), &ParameterPanel::runRequested);
        QTest::keyClick(control<QSpinBox>("tasksBox"), Qt::Key_Return);
        QTest::keyClick(control<QLineEdit>("prefixText"), Qt::Key_Return);
        QCOMPARE(asked.size(), 2);
    }

    void anotherScenarioReplacesTheFields()
    {
        Scenario other = sampleScenario("other", "Other", ScenarioGroup::Threads);
        other.parameters = {Parameter::integer("number", "Number", "", 10, 0, 1000, "What is squared.")};
        m_panel->setScenario(&other);
        QCOMPARE(m_panel->values(), (ParameterValues{{"number", "10"}}));
        m_panel->setScenario(&m_scenario);
        QCOMPARE(m_panel->values().size(), m_scenario.parameters.size());
    }

    void whatTheMachineCannotGiveCannotBeChosenAndItSaysWhy()
    {
        Scenario processes = sampleScenario("other", "Other", ScenarioGroup::Processes);
        processes.parameters = {Parameter::integer("workers", "Workers", "", 4, 1, 64, "How many."),
                                Parameter::integer("connections", "Connections", "", 0, 0, 50, "Each costs two.")};
        processes.need = [](const ParameterValues &values) {
            return ResourceNeed{.processes = std::stoll(values.at("workers")),
                                .threads = std::stoll(values.at("workers")),
                                .connections = std::stoll(values.at("connections"))};
        };
        m_panel->setLimits({.descriptors = 164}); // 20 workers, or fewer and some connections
        m_panel->setScenario(&processes);
        auto *box = control<QSpinBox>("workersBox");
        QCOMPARE(box->maximum(), 20);
        QTest::keyClick(control<QSlider>("workersSlider"), Qt::Key_End);
        QCOMPARE(box->value(), 20);
        auto *why = control<QLabel>("workersWhy");
        QVERIFY(!why->isHidden());
        QCOMPARE(why->text(), QStringLiteral("At most 20: 21 or more would need 169 file descriptors; "
                                             "164 are to be had here."));
        QCOMPARE(control<QSpinBox>("connectionsBox")->maximum(), 0);
        box->setValue(10);
        QCOMPARE(control<QSpinBox>("connectionsBox")->maximum(), 25);
        m_panel->setLimits({});
        QCOMPARE(box->maximum(), 64);
        QVERIFY(why->isHidden());
        QCOMPARE(box->value(), 10);
        QVERIFY(!control<QLabel>("connectionsWhy")->isVisible());
    }
};

QTEST_MAIN(TestParameterPanel)
#include "tst_parameterpanel.moc"
