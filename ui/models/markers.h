// The markers and notes that a person has set on the run shown, in order of time, and which of them
// is current. Tells what was edited, for whoever keeps them with the run. Shared by the timeline and
// the overview; window thread.
#pragma once

#include "core/trace/marker.h"

#include <QObject>

#include <optional>
#include <vector>

namespace Interleave {

class Markers : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t most = 1000; // of one run

    using QObject::QObject;

    const std::vector<Marker> &all() const { return m_all; }
    std::optional<std::size_t> current() const { return m_current; }

    /// Those of another run: nobody's edit.
    void setAll(std::vector<Marker> markers);
    /// Becomes the current one. One of the same time gives way to it. False when there are too many.
    bool add(Marker marker);
    void setText(std::size_t index, std::string text);
    void remove(std::size_t index);
    void select(std::optional<std::size_t> index);
    /// The one nearest to the time and at most so far away.
    std::optional<std::size_t> nearest(Nanos time, Nanos within) const;

Q_SIGNALS:
    void changed(); // any of them, or which is current
    void edited();
    void removed(const Marker &marker);

private:
    std::vector<Marker> m_all;
    std::optional<std::size_t> m_current;
};

} // namespace Interleave
