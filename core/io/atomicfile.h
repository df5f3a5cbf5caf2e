// The one way to write a finished file. Blocks, each checked; flush, fsync, then commit: QSaveFile
// alone reports success on a full disk (Qt 6.4) and replaces a good file by an empty one.
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QString>

#include <functional>

namespace Interleave {

/// Hands `produce` a function that writes a block and says whether to go on; commits when
/// everything was written. Error CannotWrite otherwise; the old file is then untouched and no
/// temporary file is left. Refuses a target that exists and is not a regular file.
Result<void> writeFileAtomically(const QString &path,
                                 const std::function<bool(const std::function<bool(QByteArrayView)> &write)> &produce);

/// The same for content that is at hand.
Result<void> writeFileAtomically(const QString &path, QByteArrayView content);

} // namespace Interleave
