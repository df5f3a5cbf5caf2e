// A sweep: one parameter takes several values, each is a run, and a chart shows how long they took. A point
// or row opens its run. Window thread.
#pragma once

#include "core/analysis/sweep.h"
#include "ui/shell/serieswindow.h"

#include <QThreadPool>

#include <functional>

class QComboBox;
class QLabel;
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
    void add(std::function<SweepPoint()> work);
    void draw();
    void tellFit();
    void savePicture();

    Settings *m_settings;
    QComboBox *m_parameter;
    QLineEdit *m_chosen;
    QLabel *m_others; // the other parameters
    SweepModel *m_model;
    SweepView *m_view;
    const Parameter *m_swept = nullptr; // of the sweep that stands there
    std::vector<std::string> m_points;  // its values
    int m_cpuCount = 0;
    int m_pending = 0;    // points that are being worked out
    bool m_over = true;   // the runs are
    QThreadPool m_workers; // one: points come in the order of their runs
};

} // namespace Interleave
