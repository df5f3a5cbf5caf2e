// A whole number with a label, a slider for the gross and a number box for the fine, always in
// step. A wide range gets a logarithmic slider (SliderScale); the box takes every value.
#pragma once

#include "core/scenarios/scenario.h"
#include "ui/models/sliderscale.h"

#include <QWidget>

class QSlider;
class QSpinBox;

namespace Interleave {

class LabelledSlider : public QWidget
{
    Q_OBJECT

public:
    /// An Integer parameter. Bounds beyond int are cut to what a QSpinBox can hold.
    explicit LabelledSlider(const Parameter &parameter, QWidget *parent = nullptr);

    int value() const;
    void setValue(int value);

Q_SIGNALS:
    void valueChanged(int value);

private:
    void setUpBox(const Parameter &parameter);
    void setUpSlider(const Parameter &parameter);
    void takeSlider(int position);
    void takeBox(int value);

    SliderScale m_scale;
    QSlider *m_slider;
    QSpinBox *m_box;
};

/// "How many tasks run. From 1 to 10 000 tasks." As plain text.
QString helpWithRange(const Parameter &parameter);

/// The sentence as short help (tool tip) and long help (What's This) of the control.
void setHelp(QWidget *control, const QString &sentence);

} // namespace Interleave
