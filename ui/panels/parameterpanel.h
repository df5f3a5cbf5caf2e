// The chosen scenario: what it is, where it comes from and its parameters, one control each by
// type. values() is always complete and within the ranges.
#pragma once

#include "core/kernel/limits.h"
#include "core/scenarios/scenario.h"

#include <QFrame>

#include <functional>
#include <map>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace Interleave {

class LabelledSlider;

class ParameterPanel : public QFrame
{
    Q_OBJECT

public:
    explicit ParameterPanel(QWidget *parent = nullptr);

    /// Shows its parameters at their defaults. The scenario outlives the panel.
    void setScenario(const Scenario *scenario);
    const Scenario *scenario() const { return m_scenario; }

    /// Numbers that would ask for more than that cannot be chosen. Nothing is limited before.
    void setLimits(const MachineLimits &limits);

    ParameterValues values() const;
    /// Sets what is given and fits; leaves the rest as it is.
    void setValues(const ParameterValues &values);
    void resetToDefaults();

Q_SIGNALS:
    void valuesChanged();
    /// Return was pressed in one of the fields.
    void runRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    /// How one parameter's control is read and set, as text.
    struct Field {
        std::function<std::string()> read;
        std::function<void(const std::string &)> write;
    };

    QWidget *makeField(const Parameter &parameter, QWidget *parent);
    QWidget *makeNumber(const Parameter &parameter, QWidget *parent);
    QWidget *makeChoice(const Parameter &parameter, QWidget *parent);
    QWidget *makeSwitch(const Parameter &parameter, QWidget *parent);
    QWidget *makeText(const Parameter &parameter, QWidget *parent);
    void rebuildFields();
    void applyLimits();

    const Scenario *m_scenario = nullptr;
    std::map<std::string, Field> m_fields;
    std::map<std::string, LabelledSlider *> m_sliders; // of those with numbers
    MachineLimits m_limits;
    bool m_limiting = false;
    QLabel *m_title;
    QLabel *m_documents;
    QLabel *m_summary;
    QScrollArea *m_scroll;
    QPushButton *m_reset;
};

} // namespace Interleave
