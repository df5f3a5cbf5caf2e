// Keeps what two timelines show in step: one zoom and pan on one axis, one playhead, and lanes that
// are the same selected together. The second run is shifted against the first, so that a moment of
// the one stands under a moment of the other. The views outlive this, or die with it. Window thread.
#pragma once

#include "core/analysis/lanematching.h"
#include "ui/models/timerange.h"
#include "ui/models/viewstate.h"

#include <QObject>

namespace Interleave {

class LinkedViews : public QObject
{
    Q_OBJECT

public:
    LinkedViews(const ViewState &a, const ViewState &b, QObject *parent = nullptr);

    /// From where to where each run goes; call whenever one grows. Both views then have room for both.
    void setRuns(TimeRange a, TimeRange b);
    void setPairs(LanePairs pairs) { m_pairs = std::move(pairs); }
    /// Puts that moment of A over that moment of B.
    void align(Nanos inA, Nanos inB);
    /// How much later a moment is in B than that of A above it.
    Nanos shift() const { return m_shift; }
    /// Whether selecting in one run selects the same lane in the other.
    void setSelectsBoth(bool both) { m_selectsBoth = both; }
    bool selectsBoth() const { return m_selectsBoth; }

Q_SIGNALS:
    void aligned();

private:
    struct Side {
        ViewState view;
        TimeRange run;
    };

    void connectViews(const Side &from, const Side &to, int sign);
    // Brings the one's view to where the other is; times there are later by sign times the shift.
    void followZoom(const Side &from, const Side &to, int sign);
    void followPlayhead(const Side &from, const Side &to, int sign);
    void followSelection(const Side &from, const Side &to, int sign);
    void giveRoom();

    Side m_a, m_b;
    LanePairs m_pairs;
    Nanos m_shift{0};
    bool m_selectsBoth = true;
    // One view is being brought to where the other is:
    bool m_zooming = false, m_moving = false, m_selecting = false;
};

} // namespace Interleave
