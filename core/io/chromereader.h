// Reads Chrome Trace Event JSON, plain or through gzip: Interleave's own export without loss, and
// what other programs write as far as Interleave can show it. In blocks, so that neither a large
// file nor a gzip bomb takes memory; cut or damaged, it gives the records that are whole.
#pragma once

#include "core/base/result.h"
#include "core/io/readingwatch.h"
#include "core/trace/trace.h"

#include <QFile>

namespace Interleave {

/// Error CannotRead when there is no trace in the file at all, Failed when the watch stopped it.
Result<Trace> readChrome(QFile &file, const QString &path, ReadingWatch &watch);

} // namespace Interleave
