#include "ui/timeline/pngencoder.h"

#include <QImage>
#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <new>
#include <thread>
#include <vector>

#include <zlib.h>

namespace Interleave {

namespace {

constexpr int bytesPerPixel = 3;
constexpr int compression = 1;     // the lines are nearly nothing but zeros
constexpr unsigned threads = 2;
constexpr int linesAtOnce = 16;    // filtered, then compressed while they are in the cache
constexpr char upFilter = 2;       // differences to the line above

/// So many lines of the image as one part of a deflate stream.
struct Part {
    int firstLine = 0, endLine = 0;
    QByteArray deflated;
    uLong checksum = adler32(0, nullptr, 0);
    z_off_t bytes = 0;
    bool ok = false;
};

void packLine(const QImage &image, int y, uchar *rgb)
{
    const QRgb *pixel = reinterpret_cast<const QRgb *>(image.constScanLine(y));
    for (int x = 0; x < image.width(); ++x, rgb += bytesPerPixel) {
        rgb[0] = uchar(qRed(pixel[x]));
        rgb[1] = uchar(qGreen(pixel[x]));
        rgb[2] = uchar(qBlue(pixel[x]));
    }
}

/// The filter's number and the difference of line y to the one above.
void filterLine(const QImage &image, int y, std::vector<uchar> &above, std::vector<uchar> &line, uchar *filtered)
{
    const std::size_t bytes = line.size();
    *filtered = upFilter;
    const std::size_t stride = std::size_t(image.width()) * sizeof(QRgb);
    if (y > 0 && std::memcmp(image.constScanLine(y), image.constScanLine(y - 1), stride) == 0) {
        std::memset(filtered + 1, 0, bytes);
        return;
    }
    packLine(image, y, line.data());
    if (y > 0)
        packLine(image, y - 1, above.data());
    else
        std::fill(above.begin(), above.end(), uchar(0));
    for (std::size_t index = 0; index < bytes; ++index)
        filtered[index + 1] = uchar(line[index] - above[index]);
}

/// Appends what deflate gives for the input; `flush` as zlib knows it.
bool deflateInto(z_stream &stream, QByteArray &output, int flush)
{
    uchar buffer[1 << 16];
    do {
        stream.next_out = buffer;
        stream.avail_out = sizeof buffer;
        if (deflate(&stream, flush) == Z_STREAM_ERROR)
            return false;
        output.append(reinterpret_cast<const char *>(buffer), qsizetype(sizeof buffer - stream.avail_out));
    } while (stream.avail_out == 0);
    return true;
}

void compressPart(const QImage &image, Part &part, const std::stop_token &stop)
try {
    const std::size_t lineBytes = std::size_t(image.width()) * bytesPerPixel;
    std::vector<uchar> above(lineBytes), line(lineBytes), filtered((lineBytes + 1) * linesAtOnce);
    z_stream stream{};
    if (deflateInit2(&stream, compression, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    part.ok = true;
    for (int y = part.firstLine; part.ok && y < part.endLine; y += linesAtOnce) {
        const int end = std::min(part.endLine, y + linesAtOnce);
        for (int at = y; at < end; ++at)
            filterLine(image, at, above, line, filtered.data() + std::size_t(at - y) * (lineBytes + 1));
        stream.next_in = filtered.data();
        stream.avail_in = uInt(std::size_t(end - y) * (lineBytes + 1));
        part.checksum = adler32(part.checksum, stream.next_in, stream.avail_in);
        part.bytes += stream.avail_in;
        part.ok = !stop.stop_requested() && deflateInto(stream, part.deflated, Z_NO_FLUSH);
    }
    part.ok = part.ok && deflateInto(stream, part.deflated, part.endLine == image.height() ? Z_FINISH : Z_SYNC_FLUSH);
    deflateEnd(&stream);
} catch (const std::bad_alloc &) {
    part.ok = false;
}

void appendNumber(QByteArray &bytes, quint32 number)
{
    const quint32 bigEndian = qToBigEndian(number);
    bytes.append(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian);
}

void appendChunk(QByteArray &png, const char *type, const QByteArray &content)
{
    appendNumber(png, quint32(content.size()));
    const qsizetype from = png.size();
    png.append(type, 4).append(content);
    appendNumber(png, quint32(crc32(0, reinterpret_cast<const Bytef *>(png.constData() + from), uInt(png.size() - from))));
}

QByteArray header(const QImage &image)
{
    QByteArray header;
    appendNumber(header, quint32(image.width()));
    appendNumber(header, quint32(image.height()));
    return header.append(QByteArray::fromHex("0802000000")); // 8 bits, RGB; the only methods there are
}

/// A zlib stream of all parts.
QByteArray joined(const std::vector<Part> &parts)
{
    QByteArray data = QByteArray::fromHex("7801");
    uLong checksum = adler32(0, nullptr, 0);
    for (const Part &part : parts) {
        data.append(part.deflated);
        checksum = adler32_combine(checksum, part.checksum, part.bytes);
    }
    appendNumber(data, quint32(checksum));
    return data;
}

} // namespace

QByteArray pngBytes(const QImage &source, const std::stop_token &stop)
{
    const QImage image = source.convertToFormat(QImage::Format_RGB32);
    if (image.isNull())
        return {};
    std::vector<Part> parts(std::min<unsigned>(threads, unsigned(image.height())));
    for (std::size_t index = 0; index < parts.size(); ++index) {
        parts[index].firstLine = int(qint64(image.height()) * qint64(index) / qint64(parts.size()));
        parts[index].endLine = int(qint64(image.height()) * qint64(index + 1) / qint64(parts.size()));
    }
    std::vector<std::thread> others;
    for (std::size_t index = 1; index < parts.size(); ++index)
        others.emplace_back([&image, &stop, &part = parts[index]] { compressPart(image, part, stop); });
    compressPart(image, parts.front(), stop);
    for (std::thread &other : others)
        other.join();
    if (std::any_of(parts.begin(), parts.end(), [](const Part &part) { return !part.ok; }))
        return {};
    QByteArray png("\x89PNG\r\n\x1a\n", 8), resolution;
    appendNumber(resolution, quint32(image.dotsPerMeterX()));
    appendNumber(resolution, quint32(image.dotsPerMeterY()));
    appendChunk(png, "IHDR", header(image));
    appendChunk(png, "pHYs", resolution.append('\x01'));
    appendChunk(png, "IDAT", joined(parts));
    appendChunk(png, "IEND", {});
    return png;
}

} // namespace Interleave
