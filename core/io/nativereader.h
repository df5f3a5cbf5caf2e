// Reads the native format (nativeformat.h), finished or live, whole, cut or damaged.
#pragma once

#include "core/base/result.h"
#include "core/io/mappedfile.h"
#include "core/trace/trace.h"

#include <QFile>

#include <memory>

namespace Interleave {

/// The trace up to the last whole chunk, with what is missing in its problems; everything of it is
/// verified. A finished and whole file is looked into, not copied: the trace keeps it mapped.
/// Error CannotRead when not even the header is there, or when the file was written by a later version.
Result<Trace> readNative(QFile &file, const QString &path);

struct OpenedNative {
    Trace trace;
    std::shared_ptr<const MappedFile> unverified; // null when all of it is; else see isWhole()
};

/// The same within milliseconds where the file has an index, however large it is: then only header,
/// footer, description and index are verified, the rest is for isWhole() in indexedfile.h.
Result<OpenedNative> openNative(QFile &file, const QString &path);

} // namespace Interleave
