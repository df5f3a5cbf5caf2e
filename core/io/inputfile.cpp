#include "core/io/inputfile.h"

#include <QByteArray>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace Interleave {

namespace {

struct Signature {
    std::string_view beginning;
    const char *description;
};

constexpr Signature signatures[] = {
    {{"\x89PNG", 4}, "a PNG picture"},
    {{"\xff\xd8\xff", 3}, "a JPEG picture"},
    {{"\x7f" "ELF", 4}, "an ELF program or library"},
    {{"\x1f\x8b", 2}, "a gzip file of something else than a trace"},
    {{"PK\x03\x04", 4}, "a ZIP archive"},
    {{"\x28\xb5\x2f\xfd", 4}, "a Zstandard file"},
    {{"%PDF", 4}, "a PDF document"},
    {{"SQLite format 3", 15}, "an SQLite database"},
    {{"PERFILE2", 8}, "a recording of perf"},
    {{"\xff\xfe", 2}, "text in UTF-16"},
    {{"\xfe\xff", 2}, "text in UTF-16"},
    {{"time_ns,lane,kind", 17}, "a table that Interleave exported; tables cannot be read back"},
    {{"<?xml", 5}, "an XML file"},
    {{"<svg", 4}, "an SVG picture"},
};

std::string kindOfFile(const struct stat &status)
{
    if (S_ISDIR(status.st_mode))
        return "it is a folder";
    if (S_ISFIFO(status.st_mode))
        return "it is a named pipe, not a regular file";
    return "it is a device or socket, not a regular file";
}

bool isText(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char character) {
        const unsigned char code = static_cast<unsigned char>(character);
        return code >= 0x20 || code == '\n' || code == '\r' || code == '\t' || code == '\f';
    });
}

} // namespace

Error cannotRead(const QString &path, const std::string &why)
{
    return {ErrorCode::CannotRead, "Cannot read " + path.toStdString() + ": " + why + "."};
}

Result<std::unique_ptr<QFile>> openInput(const QString &path)
{
    // Looked at before it is opened, since opening some devices does something; and once more
    // afterwards, in case it was another file by then.
    const QByteArray name = QFile::encodeName(path);
    struct stat status{};
    if (::stat(name.constData(), &status) != 0)
        return cannotRead(path, std::strerror(errno));
    if (!S_ISREG(status.st_mode))
        return cannotRead(path, kindOfFile(status));
    const int descriptor = ::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return cannotRead(path, std::strerror(errno));
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return cannotRead(path, kindOfFile(status));
    }
    auto file = std::make_unique<QFile>(path);
    if (!file->open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered, QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return cannotRead(path, file->errorString().toStdString());
    }
    return file;
}

std::string looksLike(QByteArrayView beginning)
{
    if (beginning.isEmpty())
        return "empty";
    const std::string_view bytes(beginning.data(), std::size_t(beginning.size()));
    for (const Signature &signature : signatures) {
        if (bytes.starts_with(signature.beginning))
            return signature.description;
    }
    const QByteArray lower = beginning.toByteArray().toLower().trimmed();
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html"))
        return "a web page (HTML)";
    return isText(beginning) ? "a text of some other kind" : "binary data of an unknown kind";
}

} // namespace Interleave
