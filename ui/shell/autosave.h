// Where the runs of the window are kept while and after they happen: the state directory, the
// latest few of them.
#pragma once

#include "core/base/result.h"

#include <QString>

namespace Interleave {

/// A path for the next run's file, in a folder that exists and only the user can read; CannotWrite
/// when the folder cannot be made. Removes the oldest runs beyond the number that is kept.
Result<QString> nextAutosaveFile(const QString &scenario);

} // namespace Interleave
