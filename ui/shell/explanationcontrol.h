// Keeps the details at the moment that counts: the selected lane at the selection or, once that has
// moved, at the playhead. Asks for the critical path and the run's sentence, which take a pass over
// all events, on another thread and of finished runs only. Owned by the window, like what it ties.
#pragma once

#include "core/analysis/explanation.h"
#include "ui/models/selection.h"
#include "ui/models/viewstate.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace Interleave {

class DetailsPanel;
class Navigator;
class RunController;

class ExplanationControl : public QObject
{
    Q_OBJECT

public:
    /// All outlive this.
    ExplanationControl(const ViewState &view, RunController *runs, Navigator *navigator, DetailsPanel *details,
                       QObject *parent);

private:
    void followSelection();
    void followPlayhead();
    void show();
    void showGrown();
    bool isOpen() const;
    void replaceTrace();
    void describeRun();
    void togglePath();
    void findPath();
    void showPath();

    ViewState m_view;
    RunController *m_runs;
    Navigator *m_navigator;
    DetailsPanel *m_details;
    std::optional<Selected> m_moment;
    std::optional<Explanation> m_shown;
    QTimer m_grown;
    bool m_findsPath = false;
};

} // namespace Interleave
