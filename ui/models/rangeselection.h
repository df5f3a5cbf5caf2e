// The stretch of time that was selected by dragging, to be measured, or nothing. Shared by the
// timeline, the overview and the statistics. Window thread.
#pragma once

#include "ui/models/timerange.h"

#include <QObject>

#include <optional>

namespace Interleave {

class RangeSelection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    std::optional<TimeRange> current() const { return m_current; }
    /// In either direction; an empty one is none.
    void select(Nanos one, Nanos other);
    void clear();

Q_SIGNALS:
    void changed();

private:
    void set(std::optional<TimeRange> range);

    std::optional<TimeRange> m_current;
};

} // namespace Interleave
