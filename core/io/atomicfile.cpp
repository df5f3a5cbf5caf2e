#include "core/io/atomicfile.h"

#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
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

/// What the system said last. QSaveFile itself has but "Unknown error" for a full disk.
std::string lastError(const QSaveFile &file)
{
    return errno != 0 ? std::strerror(errno) : file.errorString().toStdString();
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
bool reachDisk(QSaveFile &file)
{
    return file.flush() && ::fsync(file.handle()) == 0;
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
    std::optional<std::string> why;
    const bool produced = produce([&](QByteArrayView bytes) {
        errno = 0;
        if (!why && !writeBlocks(file, bytes))
            why = lastError(file);
        return !why;
    });
    errno = 0;
    if (!why && !produced)
        why = "its content could not be made";
    else if (!why && !reachDisk(file))
        why = lastError(file);
    if (why) {
        file.cancelWriting();
        return cannotWrite(path, *why);
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
