#include "app/output.h"

#include "app/options.h"
#include "core/io/tracefile.h"
#include "ui/timeline/picturefile.h"

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

Result<void> writeRun(const Trace &trace, const QString &path, const PictureOptions &picture, bool carriesRun)
{
    if (isPictureName(path))
        return writePicture(trace, picture, path, carriesRun && canCarryRun(path) ? &trace.info : nullptr);
    return writeTraceFile(trace, path);
}

} // namespace Interleave
