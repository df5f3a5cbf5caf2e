#include "ui/timeline/picturefile.h"

#include "core/io/atomicfile.h"

namespace Interleave {

namespace {

Result<QByteArray> renderPng(const Trace &trace, const PictureOptions &options, const std::stop_token &stop)
{
    const Result<QImage> image = renderPicture(trace, options);
    if (!image.hasValue())
        return image.error();
    return encodePng(image.value(), stop);
}

/// Formats that are written in one go, too quickly to be stopped.
template<Result<QByteArray> (*render)(const Trace &, const PictureOptions &)>
Result<QByteArray> renderWith(const Trace &trace, const PictureOptions &options, const std::stop_token &)
{
    return render(trace, options);
}

struct Format {
    QLatin1String suffix;
    Result<QByteArray> (*render)(const Trace &, const PictureOptions &, const std::stop_token &stop);
    std::optional<PictureKind> carries;
};

const Format formats[] = {
    {QLatin1String(".png"), renderPng, PictureKind::Png},
    {QLatin1String(".svg"), renderWith<renderSvg>, PictureKind::Svg},
    {QLatin1String(".pdf"), renderWith<renderPdf>, std::nullopt},
};

const Format *formatOf(const QString &path)
{
    for (const Format &format : formats) {
        if (path.endsWith(format.suffix, Qt::CaseInsensitive))
            return &format;
    }
    return nullptr;
}

} // namespace

bool isPictureName(const QString &path)
{
    return formatOf(path) != nullptr;
}

std::optional<PictureKind> carryingKind(const QString &path)
{
    const Format *format = formatOf(path);
    return format ? format->carries : std::nullopt;
}

Result<void> writePicture(const Trace &trace, const PictureOptions &options, const QString &path, const RunInfo *carried,
                          const std::stop_token &stop)
{
    const Format *format = formatOf(path);
    if (!format)
        return Error(ErrorCode::Usage, "A picture is written as .png, .svg or .pdf, which " + path.toStdString() + " is not.");
    if (carried && !format->carries)
        return Error(ErrorCode::Usage, "A .png or .svg can carry its run inside, " + path.toStdString() + " cannot.");
    Result<QByteArray> picture = format->render(trace, options, stop);
    if (picture.hasValue() && carried)
        picture = withRun(picture.value(), *format->carries, trace, *carried, stop);
    if (!picture.hasValue())
        return picture.error();
    return writeFileAtomically(path, QByteArrayView(picture.value()));
}

Result<void> writePng(const QImage &picture, const QString &path, const std::stop_token &stop)
{
    const Result<QByteArray> bytes = encodePng(picture, stop);
    return bytes.hasValue() ? writeFileAtomically(path, bytes.value()) : Result<void>(bytes.error());
}

} // namespace Interleave
