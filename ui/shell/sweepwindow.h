// A sweep: one parameter takes several values, each is a run, and a chart shows how long they took. A point
// or row opens its run. Window thread.
#pragma once

#include "core/analysis/sweep.h"
#include "ui/shell/serieswindow.h"

class QComboBox;
class QLineEdit;

namespace Interleave {

class Settings;
class SweepModel;
class SweepView;

class SweepWindow : public SeriesWindow
{
    Q_OBJECT

public:
    SweepWindow(const Scenario *scenario, ParameterValues values, Settings *settings, QWidget *parent);

private:
    void begin() override;
    void take(std::size_t number, const std::shared_ptr<const Trace> &trace) override;
    void takeRefusal(std::size_t number, const Error &error) override;
    void conclude() override;

    void makeFields();
    void layOut();
    const Parameter *parameter() const;
    void proposeValues();
    void add(SweepPoint point);
    void draw();
    void savePicture();

    Settings *m_settings;
    QComboBox *m_parameter;
    QLineEdit *m_chosen;
    SweepModel *m_model;
    SweepView *m_view;
    const Parameter *m_swept = nullptr; // of the sweep that stands there
    std::vector<std::string> m_points;  // its values
    int m_cpuCount = 0;
};

} // namespace Interleave
