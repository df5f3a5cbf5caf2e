// A whole number with a label, a slider for the gross and a number box for the fine, always in
// step. A wide range gets a logarithmic slider (SliderScale); the box takes every value.
#pragma once

#include "core/scenarios/scenario.h"
#include "ui/models/sliderscale.h"

#include <QWidget>

class QLabel;
class QSlider;
class QSpinBox;

namespace Interleave {

class LabelledSlider : public QWidget
{
    Q_OBJECT

public:
    /// An Integer parameter, which outlives the slider. Bounds beyond int are cut to what a QSpinBox can hold.
    explicit LabelledSlider(const Parameter &parameter, QWidget *parent = nullptr);

    int value() const;
    void setValue(int value);

    /// Ends the range below the parameter's own maximum, and says why in a line of its own; an
    /// empty reason gives the whole range back.
    void setLargest(std::int64_t largest, const QString &why);

Q_SIGNALS:
    void valueChanged(int value);

private:
    void setUpBox(const Parameter &parameter);
    void setUpSlider(const Parameter &parameter);
    void takeSlider(int position);
    void takeBox(int value);

    const Parameter &m_parameter;
    SliderScale m_scale;
    QSlider *m_slider;
    QSpinBox *m_box;
    QLabel *m_why;
};

/// "How many tasks run. From 1 to 10 000 tasks." As plain text.
QString helpWithRange(const Parameter &parameter);

/// The sentence as short help (tool tip) and long help (What's This) of the control.
void setHelp(QWidget *control, const QString &sentence);

} // namespace Interleave
