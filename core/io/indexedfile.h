// A finished native file through the index at its end (nativeformat.h): opened without reading its
// events, and verified by itself, later or at once.
#pragma once

#include "core/io/mappedfile.h"
#include "core/trace/trace.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace Interleave {

/// The trace, looking into the file for as long as it lives. Verifies the footer, the description
/// and the index and bounds every place in it, so that whatever the rest contains can be looked at
/// without harm. Nothing where that is not so: then the file has to be read from chunk to chunk.
std::optional<Trace> openIndexed(const std::shared_ptr<const MappedFile> &file);

/// Verifies what opening did not: the checksums of all chunks, that events are in order, in their
/// lane and of kinds that exist, and that the index says what they say; in
/// little memory. False once anything is wrong; true also when it was told to stop before. Any
/// thread, while others look at the trace.
bool isWhole(const MappedFile &file, const Trace &trace, const std::stop_token &stop = {});

} // namespace Interleave
