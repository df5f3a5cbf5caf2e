// Which rows stand where in the window, and how they look there: those that scroll, the header that
// stays while its process's lanes go by, and the pinned ones, as strips over each other. Keeps rows
// and layouts and renews what has changed. Owned by the canvas; y counts from the top of the lanes.
#pragma once

#include "ui/models/lanearrangement.h"
#include "ui/timeline/lanelayout.h"
#include "ui/timeline/turnindex.h"

#include <QElapsedTimer>

#include <memory>

namespace Interleave {

/// Rows from `content` on, in their own coordinates, shown from `screen` on.
struct LaneStrip {
    int content = 0, screen = 0, height = 0;
    int offset() const { return screen - content; }
    bool operator==(const LaneStrip &) const = default;
};

/// In the order of drawing: what scrolls; a process's row where it would have scrolled out above its
/// lanes; the pinned rows, unless they would leave too little of the others.
std::vector<LaneStrip> laneStrips(const Trace &trace, const LaneRows &rows, int scroll, int viewport);

/// Where to scroll so that the row is seen; `scroll` where it is already.
int scrollShowing(const Trace &trace, const LaneRows &rows, const LaneRow &row, int scroll, int viewport);

class ShownLanes
{
public:
    struct Part {
        LaneStrip strip;
        LayoutRequest request;
        LaneLayout layout;
    };

    explicit ShownLanes(const LaneArrangement &arrangement) : m_arrangement(arrangement) {}

    void setTrace(std::shared_ptr<const Trace> trace);
    /// Lanes that are the same in that run have its colours.
    void takeColoursOf(std::shared_ptr<const Trace> other);
    /// Of a row as it usually is; the arrangement's percent come on top.
    void setUsualRow(int pixels) { m_usualRow = pixels; }
    int usualRow() const { return m_usualRow; }
    int rowHeight() const;

    /// Brings the rows up to date. `liveEdge`: where open segments end.
    const LaneRows &rows(Nanos liveEdge);
    /// The same, and what is in sight. Of `view`, top and bottom do not matter.
    const std::vector<Part> &parts(const LayoutRequest &view, int scroll, int viewport);

    /// Of the rows in sight dims those that are not lit, by lane id; none where it is null.
    void light(const std::vector<bool> *lit);
    /// Takes on with what rows of turns have not taken in yet, which parts() leaves to this where
    /// it is much. False when nothing was left.
    bool catchUp();
    bool isCaughtUp() const { return m_turns.isComplete(); }

    // As parts() left it:
    const LaneLayout &scrolled() const { return m_parts.front().layout; }
    std::optional<Hit> hit(int x, int y) const;
    /// The lane whose segments the hit counts: in a row of turns those of the turns.
    const Lane *laneOf(const Hit &hit) const;
    /// Of several segments drawn as one, the first that ran, or the first.
    std::pair<LaneId, Nanos> firstOf(const Hit &hit, Nanos liveEdge) const;
    /// Where the rows' y stands, which may be out of sight.
    int screenY(int y) const;

private:
    bool areRowsStale() const;

    const LaneArrangement &m_arrangement;
    std::shared_ptr<const Trace> m_trace;
    int m_usualRow = RowMetrics().row;
    std::shared_ptr<const Trace> m_other; // whose colours they are, if any
    LaneColours m_colours;
    TurnIndex m_turns;
    std::shared_ptr<const LaneRows> m_rows = std::make_shared<const LaneRows>();
    // What m_rows and m_colours were made of.
    std::optional<std::uint64_t> m_lanesRevision;
    std::uint64_t m_choicesRevision = 0, m_traceRevision = 0;
    QElapsedTimer m_sinceSorted;
    std::vector<Part> m_parts = std::vector<Part>(1);
    std::uint64_t m_laidOutRevision = 0; // of the trace
    bool m_isFirst = false; // the next layout is the first of a large trace, of which nothing is mapped
};

} // namespace Interleave
