#include "core/io/tracefile.h"

#include "core/io/atomicfile.h"
#include "core/io/chromereader.h"
#include "core/io/chromewriter.h"
#include "core/io/csvwriter.h"
#include "core/io/embeddedrun.h"
#include "core/io/indexedfile.h"
#include "core/io/inputfile.h"
#include "core/io/nativereader.h"
#include "core/io/nativewriter.h"

#include <QTemporaryFile>

#include <algorithm>

namespace Interleave {

namespace {

constexpr qint64 beginningBytes = 512;

using Writer = bool (*)(const Trace &trace, const RunInfo &info, const std::function<bool(QByteArrayView)> &write);

struct Format {
    QLatin1String suffix;
    Writer write;
};

bool writeTable(const Trace &trace, const RunInfo &, const std::function<bool(QByteArrayView)> &write)
{
    return writeCsv(trace, write);
}

constexpr Format formats[] = {
    {QLatin1String(".ilv"), writeNative},
    {QLatin1String(".json"), writeChrome},
    {QLatin1String(".json.gz"), writeChromeGzip},
    {QLatin1String(".csv"), writeTable},
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

Result<OpenedTrace> verified(Result<Trace> read)
{
    if (!read.hasValue())
        return read.error();
    return OpenedTrace{read.takeValue(), {}};
}

Result<OpenedTrace> opened(Result<OpenedNative> native)
{
    if (!native.hasValue())
        return native.error();
    OpenedTrace result{std::move(native.value().trace), {}};
    if (const std::shared_ptr<const MappedFile> file = native.value().unverified) {
        result.verify = [file](const Trace &trace, const std::stop_token &stop) {
            return isWhole(*file, trace, stop);
        };
    }
    return result;
}

/// The run's bytes get a file without a name, since a run is looked into where it lies.
Result<OpenedTrace> openPicture(QFile &picture, PictureKind kind, const QString &path)
{
    QTemporaryFile run;
    if (!run.open())
        return Error(ErrorCode::NoResources, "There is no room for the run that " + path.toStdString() + " carries: "
                                                 + run.errorString().toStdString() + ".");
    if (Result<void> extracted = extractRun(picture, kind, path, run); !extracted.hasValue())
        return extracted.error();
    return verified(readNative(run, path));
}

Result<OpenedTrace> openFile(const QString &path, bool verifyAll, const ReadingProgress &progress)
{
    ReadingWatch watch(progress);
    Result<std::unique_ptr<QFile>> input = openInput(path);
    if (!input.hasValue())
        return input.error();
    QFile &file = *input.value();
    const QByteArray bytes = file.peek(beginningBytes);
    const std::string_view beginning(bytes.constData(), std::size_t(bytes.size()));
    if (beginsLikeNative(beginning))
        return verifyAll ? verified(readNative(file, path)) : opened(openNative(file, path));
    if (beginsLikeChrome(beginning))
        return verified(readChrome(file, path, watch));
    if (const std::optional<PictureKind> picture = pictureKind(beginning))
        return openPicture(file, *picture, path);
    return cannotRead(path, "it is not a run, its content is " + looksLike(bytes));
}

} // namespace

Result<Trace> readTraceFile(const QString &path, const ReadingProgress &progress)
{
    Result<OpenedTrace> read = openFile(path, true, progress);
    if (!read.hasValue())
        return read.error();
    return std::move(read.value().trace);
}

Result<OpenedTrace> openTraceFile(const QString &path, const ReadingProgress &progress)
{
    return openFile(path, false, progress);
}

Result<void> writeTraceFile(const Trace &trace, const QString &path, const WritingProgress &progress)
{
    return writeTraceFile(trace, trace.info, path, progress);
}

Result<void> writeTraceFile(const Trace &trace, const RunInfo &info, const QString &path, const WritingProgress &progress)
{
    std::uint64_t bytes = 0;
    for (const Format &format : formats) {
        if (!path.endsWith(format.suffix, Qt::CaseInsensitive))
            continue;
        return writeFileAtomically(path, [&](const auto &write) {
            return format.write(trace, info, [&](QByteArrayView block) {
                bytes += std::uint64_t(block.size());
                return (!progress || progress(bytes)) && write(block);
            });
        });
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
