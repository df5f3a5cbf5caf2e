// The window as a program: one window a file, or an empty one, until the last is closed.
#pragma once

#include <QStringList>

namespace Interleave {

/// Needs a QApplication. Its exit code.
int runWindow(const QStringList &files);

} // namespace Interleave
