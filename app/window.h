// The window, or one sentence why there cannot be one.
#pragma once

#include <QStringList>

namespace Interleave {

/// Opens the files, each in a window, or an empty window. Returns the exit code; ServiceMissing
/// without a display, where Qt itself would abort.
int showWindow(int argc, char **argv, const QStringList &files);

} // namespace Interleave
