// Files that the command line writes for a run, format by suffix, pictures included.
#pragma once

#include "core/base/result.h"
#include "core/trace/trace.h"
#include "ui/timeline/picture.h"

#include <QString>

namespace Interleave {

class Options;

/// --size, --scale and --theme.
Result<PictureOptions> pictureOptions(const Options &options);

/// Writes .ilv, .json, .json.gz, .csv, .png, .svg or .pdf; Usage error for another suffix. With
/// `carriesRun`, PNG and SVG have the run inside.
Result<void> writeRun(const Trace &trace, const QString &path, const PictureOptions &picture, bool carriesRun);

} // namespace Interleave
