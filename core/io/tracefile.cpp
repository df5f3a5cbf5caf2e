#include "core/io/tracefile.h"

#include "core/io/atomicfile.h"
#include "core/io/chromereader.h"
#include "core/io/chromewriter.h"
#include "core/io/csvwriter.h"
#include "core/io/inputfile.h"
#include "core/io/nativereader.h"
#include "core/io/nativewriter.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr qint64 beginningBytes = 512;

using Writer = bool (*)(const Trace &trace, const std::function<bool(QByteArrayView)> &write);

struct Format {
    QLatin1String suffix;
    Writer write;
};

constexpr Format formats[] = {
    {QLatin1String(".ilv"), writeNative},
    {QLatin1String(".json"), writeChrome},
    {QLatin1String(".json.gz"), writeChromeGzip},
    {QLatin1String(".csv"), writeCsv},
};

bool beginsLikeNative(std::string_view beginning)
{
    constexpr std::size_t telling = 4;
    return !beginning.empty() && beginning.starts_with(Native::magic.substr(0, std::min(telling, beginning.size())));
}

bool beginsLikeChrome(std::string_view beginning)
{
    const std::size_t first = beginning.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    const bool isJson = first != std::string_view::npos && (beginning[first] == '[' || beginning[first] == '{');
    return isJson || beginning.starts_with(std::string_view("\x1f\x8b", 2));
}

} // namespace

Result<Trace> readTraceFile(const QString &path, const ReadingProgress &progress)
{
    ReadingWatch watch(progress);
    Result<std::unique_ptr<QFile>> opened = openInput(path);
    if (!opened.hasValue())
        return opened.error();
    QFile &file = *opened.value();
    const QByteArray bytes = file.peek(beginningBytes);
    const std::string_view beginning(bytes.constData(), std::size_t(bytes.size()));
    if (beginsLikeNative(beginning))
        return readNative(file, path);
    if (beginsLikeChrome(beginning))
        return readChrome(file, path, watch);
    return cannotRead(path, "it is not a run, its content is " + looksLike(bytes));
}

Result<void> writeTraceFile(const Trace &trace, const QString &path)
{
    for (const Format &format : formats) {
        if (path.endsWith(format.suffix, Qt::CaseInsensitive))
            return writeFileAtomically(path, [&](const auto &write) { return format.write(trace, write); });
    }
    return Error(ErrorCode::Usage, "A run is written as .ilv, .json, .json.gz or .csv, which " + path.toStdString()
                                       + " is not.");
}

bool isIncomplete(const Trace &trace)
{
    const bool ringsHold = std::all_of(trace.rings.begin(), trace.rings.end(),
                                       [](const RingTotals &ring) { return ring.holds(); });
    return !trace.problems.empty() || trace.lost() > 0 || !ringsHold;
}

} // namespace Interleave
