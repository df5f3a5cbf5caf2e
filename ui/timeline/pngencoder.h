// Writes a picture as PNG (ISO 15948) through zlib, on two threads. The lines of a timeline mostly
// repeat the one above, at a higher scale all but every so many; so each is written as its
// difference to that one, which Qt's writer finds out by trying five filters a line. Ten times as
// fast as that for a large picture, and no larger.
#pragma once

#include <QByteArray>

#include <stop_token>

class QImage;

namespace Interleave {

/// The image's pixels without alpha, with its resolution. Empty when there is no image or not
/// enough memory, or it was told to stop.
QByteArray pngBytes(const QImage &image, const std::stop_token &stop = {});

} // namespace Interleave
