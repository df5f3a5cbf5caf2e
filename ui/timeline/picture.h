// The timeline as a picture: title, legend, axis and lanes by the same painter that draws the
// window. Needs a QGuiApplication (offscreen will do).
#pragma once

#include "core/base/result.h"
#include "core/trace/trace.h"
#include "ui/models/lanearrangement.h"
#include "ui/models/zoomstate.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <optional>
#include <set>
#include <stop_token>

namespace Interleave {

/// The lanes of a picture: as they are arranged, and of those all or some.
struct PictureRows {
    LaneChoices arranged;
    std::optional<std::set<LaneId>> only;
};

struct PictureOptions {
    std::optional<TimeRange> range; // the whole run when absent
    QSize size;                     // logical pixels; empty: 1440 wide, as high as the lanes need,
                                    // or as an image can be: its last line then counts the others
    int scale = 1;                  // 1 to 4: device pixels per logical pixel
    bool dark = false;
    ColourBy colourBy = ColourBy::Lane;
    PictureRows rows;
    QString caption; // a few sentences below the lanes
};

/// The pixels that renderPicture() gives, without drawing them: the size times the scale.
QSize pictureSize(const Trace &trace, const PictureOptions &options);

/// Usage error for sizes or scales beyond what an image can hold.
Result<QImage> renderPicture(const Trace &trace, const PictureOptions &options);

/// Whether a picture of that size and scale can be: what does not depend on the run. Usage error
/// otherwise.
Result<void> checkPicture(const PictureOptions &options);

/// The image as PNG bytes with its resolution set. NoResources when it cannot be encoded, Failed when
/// it was told to stop.
Result<QByteArray> encodePng(const QImage &image, const std::stop_token &stop = {});

/// The same picture as vectors. The scale does not matter to them; errors as renderPicture() at 1.
Result<QByteArray> renderSvg(const Trace &trace, const PictureOptions &options);
/// One page, as large as the picture.
Result<QByteArray> renderPdf(const Trace &trace, const PictureOptions &options);

} // namespace Interleave
