// The only way in which readers open a file: regular files alone, so that no pipe or device can
// keep anybody waiting, and a word for what a file is when it is not a run.
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QFile>
#include <QString>

#include <memory>
#include <string>

namespace Interleave {

/// Open for reading. Error CannotRead for what is missing, unreadable or not a regular file.
Result<std::unique_ptr<QFile>> openInput(const QString &path);

/// CannotRead, naming the file: "Cannot read PATH: WHY."
Error cannotRead(const QString &path, const std::string &why);

/// What a file that begins so looks like: "a PNG picture", "a web page (HTML)", "empty" …
std::string looksLike(QByteArrayView beginning);

} // namespace Interleave
