#include "app/output.h"

#include "app/options.h"
#include "core/analysis/runsentence.h"
#include "core/io/tracefile.h"
#include "ui/charts/htmlreport.h"
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

PictureExtras pictureExtras(const Options &options)
{
    return {.carriesRun = options.has(QStringLiteral("embed")), .captioned = options.has(QStringLiteral("caption"))};
}

Result<void> writeRun(const Trace &trace, const QString &path, PictureOptions picture, const PictureExtras &extras)
{
    if (isPictureName(path)) {
        if (extras.captioned)
            picture.caption = QString::fromStdString(runSentence(balanceOf(trace)));
        return writePicture(trace, picture, path, extras.carriesRun && carryingKind(path) ? &trace.info : nullptr);
    }
    if (path.endsWith(QLatin1String(".html"), Qt::CaseInsensitive))
        return writeReport(trace, path);
    return writeTraceFile(trace, path);
}

} // namespace Interleave
