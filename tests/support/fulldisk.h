// A disk that is soon full: a small tmpfs, mounted while it lives where the test may do so. Tests
// skip where it is not. Never /dev/full, which a saving program may replace.
#pragma once

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <string>
#include <sys/mount.h>

namespace Interleave {

class FullDisk
{
public:
    explicit FullDisk(int bytes)
    {
        const std::string options = "size=" + std::to_string(bytes);
        m_mounted = ::mount("none", QFile::encodeName(path()).constData(), "tmpfs", 0, options.c_str()) == 0;
    }
    ~FullDisk()
    {
        if (m_mounted)
            ::umount2(QFile::encodeName(path()).constData(), MNT_DETACH);
    }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

    bool isMounted() const { return m_mounted; }
    QString path() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
    bool m_mounted = false;
};

} // namespace Interleave
