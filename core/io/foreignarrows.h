// Joins the ends of a foreign trace's flows to arrows. Pure function.
#pragma once

#include "core/io/slicelayout.h"

#include <vector>

namespace Interleave {

struct JoinedArrows {
    std::vector<Arrow> arrows;               // their lanes are not known yet
    std::vector<std::vector<ArrowEnd>> ends; // by track
};

/// Each t and f ends an arrow from the one before it in its flow. What has one end alone is counted.
JoinedArrows joinArrows(std::vector<FlowEnd> flows, std::size_t tracks, ForeignTroubles &troubles);

} // namespace Interleave
