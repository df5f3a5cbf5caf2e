#include "app/output.h"

#include "app/options.h"
#include "core/io/atomicfile.h"
#include "core/io/tracefile.h"

namespace Interleave {

Result<PictureOptions> pictureOptions(const Options &options)
{
    PictureOptions picture;
    Result<QSize> size = options.size(QStringLiteral("size"));
    if (!size.hasValue())
        return size.error();
    Result<int> scale = options.integer(QStringLiteral("scale"), 1, 1, 4);
    if (!scale.hasValue())
        return scale.error();
    const QString theme = options.value(QStringLiteral("theme")).value_or(QStringLiteral("light"));
    if (theme != QLatin1String("light") && theme != QLatin1String("dark"))
        return Error(ErrorCode::Usage, "The option --theme takes light or dark.");
    picture.size = size.value();
    picture.scale = scale.value();
    picture.dark = theme == QLatin1String("dark");
    if (Result<void> possible = checkPicture(picture); !possible.hasValue())
        return possible.error();
    return picture;
}

namespace {

Result<QByteArray> renderPng(const Trace &trace, const PictureOptions &picture)
{
    Result<QImage> image = renderPicture(trace, picture);
    if (!image.hasValue())
        return image.error();
    return encodePng(image.value());
}

} // namespace

Result<void> writeRun(const Trace &trace, const QString &path, const PictureOptions &picture)
{
    const auto endsIn = [&path](const char *suffix) {
        return path.endsWith(QLatin1String(suffix), Qt::CaseInsensitive);
    };
    const auto write = [&path](Result<QByteArray> bytes) -> Result<void> {
        if (!bytes.hasValue())
            return bytes.error();
        return writeFileAtomically(path, QByteArrayView(bytes.value()));
    };
    if (endsIn(".png"))
        return write(renderPng(trace, picture));
    if (endsIn(".svg"))
        return write(renderSvg(trace, picture));
    if (endsIn(".pdf"))
        return write(renderPdf(trace, picture));
    return writeTraceFile(trace, path);
}

} // namespace Interleave
