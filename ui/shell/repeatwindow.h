// A repetition: the same run many times, in which order its lanes finished how often, and how far their
// times spread. An order opens a run that has it. Window thread.
#pragma once

#include "core/analysis/repetition.h"
#include "ui/shell/serieswindow.h"

#include <QTimer>

class QSpinBox;

namespace Interleave {

class OrderModel;
class SpreadModel;

class RepeatWindow : public SeriesWindow
{
    Q_OBJECT

public:
    static constexpr int mostRuns = 10'000;

    RepeatWindow(const Scenario *scenario, ParameterValues values, QWidget *parent);

private:
    void begin() override;
    void take(std::size_t number, const std::shared_ptr<const Trace> &trace) override;
    void takeRefusal(std::size_t number, const Error &error) override;
    void conclude() override;

    void layOut();
    void showTables();

    QSpinBox *m_count;
    OrderModel *m_orders;
    SpreadModel *m_spreads;
    Repetition m_repetition;
    QTimer m_showing; // not at every run
};

} // namespace Interleave
