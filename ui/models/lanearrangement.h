// How a person has arranged the lanes of the shown run: which are pinned, hidden and folded, which
// names are asked for, in what order and how high. Shared by timeline and menus; verbs change it,
// signals state what changed. What rows come of it is laneRows()'s affair. Window thread.
#pragma once

#include "core/base/ids.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace Interleave {

/// Tree: as they contain each other. The others put all lanes into one list.
enum class LaneOrder : std::uint8_t { Tree, Start, Busiest, MostWaiting };
inline constexpr int laneOrders = 4;

/// The arrangement as a value.
struct LaneChoices {
    std::vector<LaneId> pinned;   // from top to bottom
    std::set<LaneId> hidden;      // with all that is below them
    std::map<LaneId, bool> folds; // by hand: whether folded
    QString filter;               // part of a lane's name; empty for all
    LaneOrder order = LaneOrder::Tree;
    bool operator==(const LaneChoices &) const = default;
};

class LaneArrangement : public QObject
{
    Q_OBJECT

public:
    // Rows' heights in percent of the usual one.
    static constexpr int compactRows = 65, usualRows = 100, tallRows = 160;
    static constexpr int lowestRows = 60, highestRows = 400;

    using QObject::QObject;

    const LaneChoices &choices() const { return m_choices; }
    /// Grows with every change of the choices.
    std::uint64_t revision() const { return m_revision; }
    int rowPercent() const { return m_rowPercent; }
    bool isPinned(LaneId lane) const;

    /// For another run: order and height stay, what is about single lanes goes.
    void forgetLanes();
    /// Below those that are pinned already.
    void pin(LaneId lane);
    void unpin(LaneId lane);
    /// Hidden lanes are not pinned any more.
    void hide(const std::vector<LaneId> &lanes);
    void showAll();
    void setFolded(const std::vector<LaneId> &lanes, bool folded);
    void setFilter(const QString &filter);
    void setOrder(LaneOrder order);
    /// Kept between lowestRows and highestRows.
    void setRowPercent(int percent);

Q_SIGNALS:
    void changed();
    void rowPercentChanged(int percent);

private:
    void change(LaneChoices choices);

    LaneChoices m_choices;
    std::uint64_t m_revision = 0;
    int m_rowPercent = usualRows;
};

} // namespace Interleave
