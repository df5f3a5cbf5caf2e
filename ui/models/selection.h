// What is selected: a segment, by its lane and a time within it, or nothing. Shared by timeline,
// details and output.
#pragma once

#include "core/base/ids.h"
#include "core/trace/event.h"

#include <QObject>

#include <optional>

namespace Interleave {

struct Selected {
    LaneId lane;
    Nanos time{0};
    bool operator==(const Selected &) const = default;
};

class Selection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    std::optional<Selected> current() const { return m_current; }
    void select(Selected selected);
    void clear();

Q_SIGNALS:
    void changed();

private:
    std::optional<Selected> m_current;
};

} // namespace Interleave
