// Keeps the listing at the playhead, or where there is none at the selection or the live edge, and
// looks for the segments of a line that is clicked. Looks at no more than a bisection a lane, and only
// while the listing is seen. Owned by the window, like what it ties.
#pragma once

#include "core/analysis/currentlines.h"
#include "ui/models/viewstate.h"
#include "ui/timeline/lanecolours.h"

#include <QList>
#include <QObject>
#include <QTimer>

#include <string>
#include <vector>

class QWidget;

namespace Interleave {

class ListingPanel;
class RunController;
class SearchControl;
struct Scenario;

class ListingControl : public QObject
{
    Q_OBJECT

public:
    /// All outlive this.
    ListingControl(const ViewState &view, RunController *runs, SearchControl *search, QObject *parent);

    QWidget *widget() const;
    /// What takes keys in it.
    QList<QWidget *> lists() const;
    /// That of the scenario chosen, until a run stands there.
    void setChosen(const Scenario *scenario);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void replaceTrace();
    void showListing(const std::string &scenario);
    void later();
    void light();
    void revealOne(const std::vector<CurrentLine> &lines);
    Nanos moment() const;

    ViewState m_view;
    RunController *m_runs;
    ListingPanel *m_panel;
    LaneColours m_colours;
    std::uint64_t m_lanesRevision = 0;
    std::string m_shown;
    int m_revealed = 0; // C++ line; 0 for none
    QTimer m_later;
};

} // namespace Interleave
