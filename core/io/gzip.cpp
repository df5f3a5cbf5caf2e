#include "core/io/gzip.h"

#include <array>
#include <zlib.h>

namespace Interleave {

namespace {

constexpr int gzipWindow = MAX_WBITS + 16;
constexpr std::size_t blockBytes = 256 << 10;
constexpr std::uint64_t bombBytes = 64 << 20;

using Block = std::array<char, blockBytes>;

Bytef *inputOf(QByteArrayView bytes)
{
    return reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data())); // zlib only reads it
}

/// Compresses one block; with Z_FINISH everything that is left.
bool deflateBlock(z_stream &stream, QByteArrayView bytes, int flush, Block &block,
                  const std::function<bool(QByteArrayView)> &write)
{
    stream.next_in = inputOf(bytes);
    stream.avail_in = uInt(bytes.size());
    do {
        stream.next_out = reinterpret_cast<Bytef *>(block.data());
        stream.avail_out = uInt(block.size());
        if (deflate(&stream, flush) == Z_STREAM_ERROR)
            return false;
        const qsizetype made = qsizetype(block.size() - stream.avail_out);
        if (made > 0 && !write(QByteArrayView(block.data(), made)))
            return false;
    } while (stream.avail_out == 0);
    return true;
}

} // namespace

bool compressGzip(const std::function<bool(const std::function<bool(QByteArrayView)> &write)> &produce,
                  const std::function<bool(QByteArrayView)> &write)
{
    constexpr int memoryLevel = 8; // zlib's own choice
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzipWindow, memoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    const auto block = std::make_unique<Block>();
    const bool good = produce([&](QByteArrayView bytes) {
        return deflateBlock(stream, bytes, Z_NO_FLUSH, *block, write);
    }) && deflateBlock(stream, {}, Z_FINISH, *block, write);
    deflateEnd(&stream);
    return good;
}

class Inflater::Private
{
public:
    z_stream stream{};
    Block block;
    State state = State::Within;
    std::uint64_t in = 0, out = 0;

    bool isTooMuch() const { return out > mostBytes || (out > bombBytes && out / highestRatio > in); }
    State inflateBlock(const std::function<bool(QByteArrayView)> &take);
};

Inflater::State Inflater::Private::inflateBlock(const std::function<bool(QByteArrayView)> &take)
{
    stream.next_out = reinterpret_cast<Bytef *>(block.data());
    stream.avail_out = uInt(block.size());
    const uInt before = stream.avail_in;
    const int result = inflate(&stream, Z_NO_FLUSH);
    const qsizetype made = qsizetype(block.size() - stream.avail_out);
    in += before - stream.avail_in;
    out += std::uint64_t(made);
    if (made > 0 && !take(QByteArrayView(block.data(), made)))
        return State::Stopped;
    if (isTooMuch())
        return State::TooMuch;
    if (result == Z_STREAM_END)
        return State::AtEnd;
    return result == Z_OK || result == Z_BUF_ERROR ? State::Within : State::Damaged;
}

Inflater::Inflater() : d(std::make_unique<Private>())
{
    if (inflateInit2(&d->stream, gzipWindow) != Z_OK)
        d->state = State::Damaged;
}

Inflater::~Inflater()
{
    inflateEnd(&d->stream);
}

Inflater::State Inflater::feed(QByteArrayView compressed, const std::function<bool(QByteArrayView)> &take)
{
    d->stream.next_in = inputOf(compressed);
    d->stream.avail_in = uInt(compressed.size());
    bool outputFull = false;
    while (d->stream.avail_in > 0 || outputFull) {
        if (d->state == State::AtEnd)
            d->state = inflateReset(&d->stream) == Z_OK ? State::Within : State::Damaged;
        if (d->state != State::Within)
            break;
        d->state = d->inflateBlock(take);
        outputFull = d->state == State::Within && d->stream.avail_out == 0;
    }
    return d->state;
}

} // namespace Interleave
