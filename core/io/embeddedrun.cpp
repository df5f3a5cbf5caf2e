#include "core/io/embeddedrun.h"

#include "core/io/gzip.h"
#include "core/io/inputfile.h"
#include "core/io/nativewriter.h"

#include <QtEndian>

#include <zlib.h>

#include <array>

namespace Interleave {

namespace {

constexpr std::string_view pngSignature("\x89PNG\r\n\x1a\n", 8);
constexpr QByteArrayView chunkType("ilRn"); // ancillary, private, safe to copy
constexpr QByteArrayView endType("IEND");
constexpr qsizetype lengthBytes = 4, typeBytes = 4, checksumBytes = 4;
constexpr qsizetype mostChunkBytes = 0x7fff'ffff;
constexpr QByteArrayView svgOpening("<metadata id=\"interleave-run\">");
constexpr QByteArrayView svgClosing("</metadata>");
constexpr QByteArrayView svgEnding("</metadata>\n"); // as it is written

/// Hands the compressed run to `take`, block by block; returns how many bytes it has.
Result<qsizetype> compress(const Trace &trace, const RunInfo &info, const std::stop_token &stop,
                           const std::function<void(QByteArrayView)> &take)
{
    qsizetype bytes = 0;
    const auto goesOn = [&](QByteArrayView block) {
        if (block.size() > mostChunkBytes - bytes)
            return false;
        bytes += block.size();
        take(block);
        return true;
    };
    const auto produce = [&](const std::function<bool(QByteArrayView)> &write) {
        return writeNative(trace, info, [&](QByteArrayView chunk) { return !stop.stop_requested() && write(chunk); });
    };
    if (compressGzip(produce, goesOn))
        return bytes;
    if (stop.stop_requested())
        return Error(ErrorCode::Failed, "Putting the run into the picture was stopped.");
    return Error(ErrorCode::NoResources, "The run is too large to be put into a picture; save it as a file of its own.");
}

Result<QByteArray> compressed(const Trace &trace, const RunInfo &info, const std::stop_token &stop)
{
    QByteArray run;
    const Result<qsizetype> bytes = compress(trace, info, stop, [&run](QByteArrayView block) { run.append(block); });
    return bytes.hasValue() ? std::move(run) : Result<QByteArray>(bytes.error());
}

QByteArray bigEndian(quint32 number)
{
    std::array<char, sizeof number> bytes;
    qToBigEndian(number, bytes.data());
    return {bytes.data(), qsizetype(bytes.size())};
}

/// Over type and content, as a chunk's end has it.
quint32 checksumOf(QByteArrayView type, QByteArrayView content)
{
    const auto add = [](uLong checksum, QByteArrayView bytes) {
        return crc32_z(checksum, reinterpret_cast<const Bytef *>(bytes.data()), z_size_t(bytes.size()));
    };
    return quint32(add(add(0, type), content));
}

/// Where the picture's last chunk begins: an encoder of ours writes nothing behind it.
qsizetype endOf(const QByteArray &png)
{
    return png.size() - lengthBytes - typeBytes - checksumBytes;
}

QByteArray withChunk(const QByteArray &png, const QByteArray &run)
{
    QByteArray result = png;
    result.insert(endOf(png), bigEndian(quint32(run.size())) + chunkType.toByteArray() + run + bigEndian(checksumOf(chunkType, run)));
    return result;
}

QByteArray withMetadata(const QByteArray &svg, const QByteArray &run)
{
    QByteArray result = svg;
    result.insert(svg.lastIndexOf("</svg>"), svgOpening.toByteArray() + run.toBase64() + svgEnding.toByteArray());
    return result;
}

Error noRun(const QString &path, const char *kind)
{
    return cannotRead(path, std::string("it is ") + kind + " picture without a run in it");
}

Error damaged(const QString &path)
{
    return cannotRead(path, "the run in this picture is damaged");
}

/// Goes from chunk to chunk, so that only the run is read.
Result<QByteArray> runInPng(QFile &png, const QString &path)
{
    png.seek(qint64(pngSignature.size()));
    while (true) {
        const QByteArray head = png.read(lengthBytes + typeBytes);
        if (head.size() < lengthBytes + typeBytes)
            return noRun(path, "a PNG");
        const quint32 length = qFromBigEndian<quint32>(head.constData());
        const QByteArrayView type = QByteArrayView(head).last(typeBytes);
        if (type == endType || length > mostChunkBytes)
            return noRun(path, "a PNG");
        if (type != chunkType) {
            png.seek(png.pos() + length + checksumBytes);
            continue;
        }
        if (png.size() - png.pos() < qint64(length) + checksumBytes)
            return damaged(path);
        const QByteArray run = png.read(length);
        const QByteArray checksum = png.read(checksumBytes);
        if (run.size() != qsizetype(length) || checksum != bigEndian(checksumOf(chunkType, run)))
            return damaged(path);
        return run;
    }
}

Result<QByteArray> runInSvg(QFile &svg, const QString &path)
{
    svg.seek(0);
    const QByteArray text = svg.readAll();
    const qsizetype opening = text.indexOf(svgOpening);
    if (opening < 0)
        return noRun(path, "an SVG");
    const qsizetype begin = opening + svgOpening.size();
    const qsizetype end = text.indexOf(svgClosing, begin);
    if (end < 0)
        return damaged(path);
    const auto decoded = QByteArray::fromBase64Encoding(text.mid(begin, end - begin),
                                                        QByteArray::Base64Option::AbortOnBase64DecodingErrors);
    return decoded ? Result<QByteArray>(*decoded) : Result<QByteArray>(damaged(path));
}

} // namespace

std::optional<PictureKind> pictureKind(std::string_view beginning)
{
    if (beginning.starts_with(pngSignature))
        return PictureKind::Png;
    if (beginning.starts_with("<?xml") || beginning.starts_with("<svg"))
        return beginning.find("<svg") == std::string_view::npos ? std::nullopt : std::optional(PictureKind::Svg);
    return std::nullopt;
}

Result<QByteArray> withRun(const QByteArray &picture, PictureKind kind, const Trace &trace, const RunInfo &info,
                           const std::stop_token &stop)
{
    Result<QByteArray> run = compressed(trace, info, stop);
    if (!run.hasValue())
        return run.error();
    return kind == PictureKind::Png ? withChunk(picture, run.value()) : withMetadata(picture, run.value());
}

Result<CarriedBytes> bytesCarried(const Trace &trace, const RunInfo &info, const std::stop_token &stop)
{
    const Result<qsizetype> run = compress(trace, info, stop, [](QByteArrayView) {});
    if (!run.hasValue())
        return run.error();
    constexpr qsizetype bytesAtOnce = 3, charactersForThem = 4; // in base64
    const qsizetype characters = (run.value() + bytesAtOnce - 1) / bytesAtOnce * charactersForThem;
    return CarriedBytes{.inPng = lengthBytes + typeBytes + run.value() + checksumBytes,
                        .inSvg = svgOpening.size() + characters + svgEnding.size()};
}

Result<void> extractRun(QFile &picture, PictureKind kind, const QString &path, QFile &run)
{
    Result<QByteArray> found = kind == PictureKind::Png ? runInPng(picture, path) : runInSvg(picture, path);
    if (!found.hasValue())
        return found.error();
    bool isWritten = true;
    Inflater inflater;
    const Inflater::State state = inflater.feed(found.value(), [&](QByteArrayView block) {
        isWritten = run.write(block.data(), block.size()) == block.size();
        return isWritten;
    });
    if (!isWritten || !run.flush())
        return Error(ErrorCode::NoResources, "There is no room for the run that " + path.toStdString() + " carries.");
    return state == Inflater::State::AtEnd ? Result<void>() : Result<void>(damaged(path));
}

} // namespace Interleave
