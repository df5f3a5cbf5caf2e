// gzip (RFC 1952) in both directions, in blocks, through zlib.
#pragma once

#include <QByteArrayView>

#include <cstdint>
#include <functional>
#include <memory>

namespace Interleave {

/// Hands what `produce` writes to `write`, compressed. False when either says so.
bool compressGzip(const std::function<bool(const std::function<bool(QByteArrayView)> &write)> &produce,
                  const std::function<bool(QByteArrayView)> &write);

/// Inflates one file, fed block by block. Several members behind each other are one stream.
class Inflater
{
public:
    enum class State { Within, AtEnd, Damaged, TooMuch, Stopped };

    static constexpr std::uint64_t mostBytes = std::uint64_t(4) << 30;
    /// More than this, once it is 64 MiB, is no trace but a bomb. Traces come to 10 to 50.
    static constexpr std::uint64_t highestRatio = 200;

    Inflater();
    ~Inflater();

    /// Passes on what inflates; `take` says whether to go on. AtEnd: so far the file is whole.
    State feed(QByteArrayView compressed, const std::function<bool(QByteArrayView)> &take);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Interleave
