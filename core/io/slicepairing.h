// From the moments of one track of a foreign trace, as they stand in its file, to slices in order
// of their beginnings. On a thread beginnings and ends are paired by order, an end's name being a
// hint; on an asynchronous track by id, and then by order. What has no end runs to the end of the
// trace. Any one thread.
#pragma once

#include "core/io/foreignchunk.h"
#include "core/io/readingwatch.h"

#include <cstdint>
#include <span>
#include <vector>

namespace Interleave {

/// Trace times are counted from `begin`; what lies outside 48 bits is left out or cut.
struct TimeWindow {
    std::int64_t begin = 0;
    std::int64_t end = 0; // of the whole trace
};

/// By time. Can be stopped within, and is then in no order.
void sortByTime(std::vector<Moment> &moments, const ReadingWatch &watch);

/// Leaves nothing but slices, in order: of those that begin together the longer one first, as it is
/// around the shorter one, in whatever order they came. On an asynchronous track the slice's id
/// goes where its track stood. `nameOf` gives a text's name as the number of a text.
void makeSlices(std::vector<Moment> &moments, bool byId, TimeWindow window, std::span<const std::uint32_t> nameOf,
                ForeignTroubles &troubles);

} // namespace Interleave
