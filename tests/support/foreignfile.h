// What tests of foreign traces share: bytes written to a file, read back, and compared as text.
#pragma once

#include "core/io/gzip.h"
#include "tests/support/testfiles.h"
#include "tests/support/tracetext.h"

#include <QTemporaryDir>
#include <QTest>

namespace Interleave {

class ForeignFile
{
public:
    Result<Trace> reread(QByteArrayView bytes)
    {
        putBytes(m_path, bytes);
        return readTraceFile(m_path);
    }

    std::string textFrom(QByteArrayView bytes)
    {
        Result<Trace> read = reread(bytes);
        return read.hasValue() ? textOf(read.value()) : read.error().message;
    }

    static QByteArray dataFile(const QString &name)
    {
        return bytesOf(QStringLiteral(INTERLEAVE_TEST_DATA "/chrome/") + name);
    }

    static QByteArray gzip(QByteArrayView bytes)
    {
        QByteArray packed;
        compressGzip([&](const auto &write) { return write(bytes); },
                     [&](QByteArrayView block) { packed += block.toByteArray(); return true; });
        return packed;
    }

    /// `count` records, one a line, on four threads.
    static QByteArray manyLines(int count)
    {
        QByteArray bytes("[\n");
        for (int i = 0; i < count; ++i) {
            const QByteArray number = QByteArray::number(i);
            bytes += "{\"name\":\"n" + QByteArray::number(i % 7) + "\",\"ph\":\"X\",\"ts\":" + number
                     + ",\"dur\":1,\"pid\":1,\"tid\":" + QByteArray::number(i % 4) + (i + 1 < count ? "},\n" : "}\n]\n");
        }
        return bytes;
    }

    bool says(QByteArrayView bytes, const char *words)
    {
        Result<Trace> read = reread(bytes);
        if (!read.hasValue())
            return false;
        for (const auto *sentences : {&read.value().problems, &read.value().info.notes}) {
            for (const std::string &sentence : *sentences) {
                if (sentence.find(words) != std::string::npos)
                    return true;
            }
        }
        qWarning("%s", textOf(read.value()).substr(0, 2'000).c_str());
        return false;
    }
    const QString &path() const { return m_path; }

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("trace.json"));
};

} // namespace Interleave
