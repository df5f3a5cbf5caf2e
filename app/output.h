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

/// What else is asked of pictures of runs.
struct PictureExtras {
    bool carriesRun = false; // PNG and SVG have the run inside
    bool captioned = false;  // the run's sentence stands below
};

/// --embed and --caption.
PictureExtras pictureExtras(const Options &options);

/// Writes .ilv, .json, .json.gz, .csv, .png, .svg, .pdf or, as a report, .html; Usage error for another suffix.
Result<void> writeRun(const Trace &trace, const QString &path, PictureOptions picture, const PictureExtras &extras = {});

} // namespace Interleave
