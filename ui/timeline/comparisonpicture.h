// Two runs as one picture: their timelines stacked on one axis at one scale, begun at the same
// moment, lanes that are the same in the same colour, and the place where they part marked in both.
// Needs a QGuiApplication (offscreen will do).
#pragma once

#include "core/analysis/comparison.h"
#include "ui/timeline/picture.h"

namespace Interleave {

/// The options' range is not used: the longer run decides. Errors as renderPicture().
Result<QImage> renderComparison(const Trace &a, const Trace &b, const Comparison &comparison, const PictureOptions &options);

/// The same as a PNG file, whole or not at all.
Result<void> writeComparison(const Trace &a, const Trace &b, const Comparison &comparison, const PictureOptions &options,
                             const QString &path, const std::stop_token &stop = {});

} // namespace Interleave
