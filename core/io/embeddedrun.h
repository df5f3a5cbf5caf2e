// A run within a picture of itself: gzip-compressed native format in a private chunk "ilRn" of a PNG
// before its end, or as base64 in the metadata of an SVG. Programs that show pictures pass over it.
// Pure functions over bytes and files; any thread.
//
// Chunks: https://www.w3.org/TR/png-3/#5DataRep
#pragma once

#include "core/base/result.h"
#include "core/trace/trace.h"

#include <QByteArray>
#include <QFile>

#include <optional>
#include <stop_token>
#include <string_view>

namespace Interleave {

/// Pictures that can carry a run.
enum class PictureKind { Png, Svg };

/// What a file that begins so is. An SVG may begin as any XML does.
std::optional<PictureKind> pictureKind(std::string_view beginning);

/// The picture with the run inside. NoResources when the run takes more than a chunk may hold, Failed
/// when it was told to stop.
Result<QByteArray> withRun(const QByteArray &picture, PictureKind kind, const Trace &trace, const RunInfo &info,
                           const std::stop_token &stop = {});

/// By how many bytes a run makes a picture longer.
struct CarriedBytes {
    qsizetype inPng = 0, inSvg = 0;
};

/// Compresses the run to know it. Errors as above.
Result<CarriedBytes> bytesCarried(const Trace &trace, const RunInfo &info, const std::stop_token &stop = {});

/// Writes the run that the picture carries to `run`. CannotRead, naming the picture, when it carries
/// none or its bytes are damaged; NoResources when they cannot be written.
Result<void> extractRun(QFile &picture, PictureKind kind, const QString &path, QFile &run);

} // namespace Interleave
