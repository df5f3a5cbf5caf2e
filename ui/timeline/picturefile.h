// Pictures as files; a run's has its format by suffix: .png, .svg or .pdf. Window and command line write
// pictures through here. Needs a QGuiApplication; any thread, while the trace does not change.
#pragma once

#include "core/io/embeddedrun.h"
#include "ui/timeline/picture.h"

#include <QString>

namespace Interleave {

/// Whether a file of that name is a picture.
bool isPictureName(const QString &path);
/// As what it can carry its run inside: PNG or SVG.
std::optional<PictureKind> carryingKind(const QString &path);

/// Draws it and writes it whole or not at all. With `carried` the picture has the run inside, under
/// this description. Usage error for another suffix, or one that cannot carry a run.
Result<void> writePicture(const Trace &trace, const PictureOptions &options, const QString &path,
                          const RunInfo *carried = nullptr, const std::stop_token &stop = {});

/// Writes what is drawn already, whole or not at all. Cancelled when told to stop.
Result<void> writePng(const QImage &picture, const QString &path, const std::stop_token &stop = {});

} // namespace Interleave
