// What there is to say of one segment, in words: the rows of the details panel. Pure function.
#pragma once

#include "core/analysis/states.h"

#include <QString>

#include <vector>

namespace Interleave {

struct DetailRow {
    QString label;
    QString text;
    bool operator==(const DetailRow &) const = default;
};

/// "consumer 1 · suspended"
QString segmentHeading(const Trace &trace, const Segment &segment);

/// Lane, state, reason, from, to, duration, waker, line; those that the segment has. Times count
/// from the trace's begin.
std::vector<DetailRow> segmentDetails(const Trace &trace, const Segment &segment);

} // namespace Interleave
