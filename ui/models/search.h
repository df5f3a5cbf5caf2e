// Finds a text in a run: lanes by name, events by what EventMatcher looks at. Works in slices of a
// few milliseconds on the window's thread, since a growing trace may be read by nobody else; a new
// text forgets what was begun. Hits are the lanes, by number, and then the events in order of time;
// one of them is the current one. Whoever draws asks for a lane's HitSet.
#pragma once

#include "core/analysis/mergedevents.h"
#include "ui/models/eventmatcher.h"
#include "ui/models/hitset.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace Interleave {

/// A lane, or an event of it.
struct SearchHit {
    LaneId lane;
    std::optional<std::size_t> event; // its number in the lane
    bool operator==(const SearchHit &) const = default;
};

class Search : public QObject
{
    Q_OBJECT

public:
    explicit Search(QObject *parent = nullptr);

    void setTrace(std::shared_ptr<const Trace> trace);
    /// Takes in what the trace has gained.
    void refresh();
    /// Looks for the text; the first event at or after `from` becomes the current hit, unless a
    /// lane is found.
    void setText(const QString &text, Nanos from);
    QString text() const { return m_text; }

    bool isComplete() const { return !m_slices.isActive(); }
    std::uint64_t count() const { return m_laneHits.size() + m_eventHits; }
    std::optional<SearchHit> current() const { return m_current; }
    /// Of the current hit among all, from 1; 0 where there is none.
    std::uint64_t position() const;
    void next();
    void previous();

    bool matchesLane(LaneId lane) const;
    /// Null where the lane has none.
    const HitSet *hits(LaneId lane) const;
    bool matches(EventPlace place) const;
    const Trace *trace() const { return m_trace.get(); }

Q_SIGNALS:
    /// The text, or what is found of it so far.
    void changed();
    /// Another hit is the current one, by next(), previous() or a new text.
    void currentChanged();

private:
    /// How far a lane has been looked at.
    struct Looked {
        HitSet hits;
        Event last;
    };
    /// An event's place in the order of time, then lane.
    struct Moment {
        Nanos time;
        LaneId lane;
        std::size_t number;
        auto operator<=>(const Moment &) const = default;
    };

    void start();
    void slice();
    bool step();
    bool lookAt(const Lane &lane);
    void findLanes();
    void beginAtFirst();
    void goTo(std::optional<SearchHit> hit);

    Moment momentOf(const SearchHit &hit) const;
    std::size_t firstNotBefore(const Lane &lane, const Moment &moment) const;
    std::optional<SearchHit> firstEventFrom(const Moment &moment) const;
    std::optional<SearchHit> lastEventBefore(const Moment &moment) const;
    std::optional<SearchHit> first() const;
    std::optional<SearchHit> last() const;
    std::optional<SearchHit> laneHit(std::ptrdiff_t index) const;

    std::shared_ptr<const Trace> m_trace;
    QString m_text;
    Nanos m_from{0};
    std::optional<EventMatcher> m_matcher;
    std::vector<LaneId> m_laneHits; // by number
    std::vector<Looked> m_lanes;    // of lane i + 1 at place i
    std::size_t m_nextLane = 0;     // to be looked at
    std::uint64_t m_eventHits = 0;
    std::optional<SearchHit> m_current;
    bool m_wantsFirst = false;
    QTimer m_slices;
    QElapsedTimer m_sinceTold; // of what is found so far
};

} // namespace Interleave
