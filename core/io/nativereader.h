// Reads the native format (nativeformat.h), finished or live, whole, cut or damaged.
#pragma once

#include "core/base/result.h"
#include "core/trace/trace.h"

#include <QFile>

namespace Interleave {

/// The trace up to the last whole chunk, with what is missing in its problems. Error CannotRead
/// when not even the header is there, or when the file was written by a later version.
Result<Trace> readNative(QFile &file, const QString &path);

} // namespace Interleave
