#include "core/io/atomicfile.h"

#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace Interleave {

namespace {

constexpr qsizetype blockBytes = 1 << 20;

Error cannotWrite(const QString &path, const std::string &why)
{
    return {ErrorCode::CannotWrite, "Cannot write " + path.toStdString() + ": " + why + "."};
}

/// Renaming would replace a device node or a pipe by a plain file.
Result<void> checkTarget(const QString &path)
{
    struct stat status{};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0 || S_ISREG(status.st_mode))
        return Success();
    return cannotWrite(path, S_ISDIR(status.st_mode) ? "it is a folder" : "it is not a regular file");
}

bool writeBlocks(QSaveFile &file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const QByteArrayView block = bytes.first(std::min(bytes.size(), blockBytes));
        if (file.write(block.data(), block.size()) != block.size())
            return false;
        bytes = bytes.sliced(block.size());
    }
    return true;
}

/// Everything that was written lies on the disk, by the kernel's word.
bool reachDisk(QSaveFile &file, std::string &why)
{
    if (!file.flush()) {
        why = file.errorString().toStdString();
        return false;
    }
    if (::fsync(file.handle()) != 0) {
        why = std::strerror(errno);
        return false;
    }
    return true;
}

} // namespace

Result<void> writeFileAtomically(const QString &path,
                                 const std::function<bool(const std::function<bool(QByteArrayView)> &write)> &produce)
{
    if (Result<void> target = checkTarget(path); !target.hasValue())
        return target;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(path, file.errorString().toStdString());
    std::string why = "its content could not be made";
    bool written = true;
    const bool produced = produce([&](QByteArrayView bytes) {
        if (written && !writeBlocks(file, bytes)) {
            written = false;
            why = file.errorString().toStdString();
        }
        return written;
    });
    if (!produced || !written || !reachDisk(file, why)) {
        file.cancelWriting();
        return cannotWrite(path, why);
    }
    if (!file.commit())
        return cannotWrite(path, file.errorString().toStdString());
    return Success();
}

Result<void> writeFileAtomically(const QString &path, QByteArrayView content)
{
    return writeFileAtomically(path, [&](const auto &write) { return write(content); });
}

} // namespace Interleave
