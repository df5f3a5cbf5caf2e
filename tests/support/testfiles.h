// Files for tests of readers and writers: a folder that vanishes, bytes to and from a path.
#pragma once

#include "core/io/tracefile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

namespace Interleave {

inline QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void putBytes(const QString &path, QByteArrayView bytes)
{
    QFile file(path);
    const bool good = file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)
                      && file.write(bytes.data(), bytes.size()) == bytes.size();
    if (!good)
        qFatal("cannot prepare %s", qPrintable(path));
}

/// Flips one bit of a file where it stands; the second time it is as before.
inline void flipBit(const QString &path, qint64 at, int bit)
{
    QFile file(path);
    char byte = 0;
    const bool good = file.open(QIODevice::ReadWrite | QIODevice::Unbuffered) && file.seek(at) && file.getChar(&byte)
                      && file.seek(at) && file.putChar(char(byte ^ 1 << bit));
    if (!good)
        qFatal("cannot prepare %s", qPrintable(path));
}

/// What a trace's file of this suffix contains.
inline QByteArray fileContent(const Trace &trace, const QString &suffix)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("trace") + suffix);
    const Result<void> written = writeTraceFile(trace, path);
    if (!written.hasValue())
        qFatal("%s", written.error().message.c_str());
    return bytesOf(path);
}

} // namespace Interleave
