// Frames of the real timeline, zoomed and moved at random over runs of 10 and 100 million events
// on 64 lanes, of 2 000 lanes and of one loop with 10 000 tasks; the truth of its pixels; export;
// and the first frame of a file. Beside each stands a limit: the same lanes read from their grids
// and written as one colour a pixel. Times are the window thread's processor time where one core
// is asked for, else the clock's, whichever platform Qt draws on (offscreen unless it is set).
#include "core/analysis/states.h"
#include "core/analysis/stateshares.h"
#include "core/io/tracefile.h"
#include "tests/bench/bigtraces.h"
#include "tests/bench/row.h"
#include "ui/models/viewstate.h"
#include "ui/models/zoomstate.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/lanepainter.h"
#include "ui/timeline/picture.h"
#include "ui/timeline/timelinegeometry.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <random>
#include <unistd.h>

using namespace Interleave;

namespace {

constexpr int viewsAZoom = 3;
constexpr QSize hd(1920, 1080), uhd(3840, 2160);

double milliseconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

template<class Work>
double timeOf(clockid_t clock, Work &&work)
{
    const double before = milliseconds(clock);
    work();
    return milliseconds(clock) - before;
}

double quantile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::min(values.size() - 1, std::size_t(double(values.size()) * part))];
}

/// Views at zooms from 1 to a million, each at some places.
std::vector<TimeRange> views(const Trace &trace, int zooms)
{
    std::vector<TimeRange> all;
    std::mt19937 random(3);
    const double whole = double((trace.end() - trace.begin()).count());
    for (int zoom = 0; zoom < zooms; ++zoom) {
        const double length = std::max(1000.0, whole / std::pow(10, zoom * 6.0 / zooms));
        for (int place = 0; place < viewsAZoom; ++place) {
            const double from = (whole - length) * double(random()) / double(std::mt19937::max());
            all.push_back({trace.begin() + Nanos(std::int64_t(from)), trace.begin() + Nanos(std::int64_t(from + length))});
        }
    }
    return all;
}

struct Frames {
    double first = 0, longestTurn = 0;      // once the trace is there
    std::vector<double> bars, whole, limit; // in the order of the views

    /// The worst of each part of the zooms, from the whole run to the nearest.
    static void print(const char *what, const std::vector<double> &times)
    {
        constexpr std::size_t parts = 12;
        std::cout << "    worst by zoom, " << what << ':';
        for (std::size_t part = 0; part < parts; ++part) {
            const auto at = [&](std::size_t number) { return times.begin() + std::ptrdiff_t(times.size() * number / parts); };
            if (at(part) != at(part + 1))
                std::cout << ' ' << *std::max_element(at(part), at(part + 1));
        }
        std::cout << std::endl;
    }
};

/// The lanes in view, read from their grids and written as one colour a pixel.
void paintLimit(QImage &image, const Trace &trace, TimeRange range)
{
    constexpr int row = 30, tall = 22;
    std::vector<QRgb> line(std::size_t(image.width()));
    const Nanos grain = range.length() / image.width();
    for (int lane = 0; lane < std::min(int(trace.lanes().size()), image.height() / row); ++lane) {
        ColumnReader reader(trace.lanes()[std::size_t(lane)], trace.end(), range.begin, grain);
        for (int x = 0; x < image.width(); ++x)
            line[std::size_t(x)] = qRgb(0, int(reader.upTo(range.begin + range.length() * (x + 1) / image.width()).running.count() & 255), 0);
        for (int y = 0; y < tall; ++y)
            std::copy(line.begin(), line.end(), reinterpret_cast<QRgb *>(image.scanLine(lane * row + y)));
    }
}

Frames framesOf(const std::shared_ptr<const Trace> &trace, QSize size, int zooms, clockid_t clock)
{
    QObject models;
    const ViewState state(&models);
    TimelineView view(state);
    view.resize(size);
    view.show();
    QCoreApplication::processEvents();
    Frames frames;
    frames.first = timeOf(CLOCK_MONOTONIC, [&] {
        view.setTrace(trace);
        QCoreApplication::sendPostedEvents(); // up to the picture, which is asked for by one
    });
    for (int i = 0; i < 2000; ++i) { // what a big run still has to put together
        const double turn = timeOf(CLOCK_MONOTONIC, [] { QCoreApplication::processEvents(); });
        frames.longestTurn = std::max(frames.longestTurn, turn);
    }
    LanePainter painter(Theme::light());
    const LaneColours colours(*trace);
    const auto rows = std::make_shared<const LaneRows>(laneRows(*trace, colours, {}, RowMetrics(), trace->end()));
    TurnIndex turns;
    QImage image(size, QImage::Format_RGB32);
    LayoutRequest request;
    request.width = size.width() - LaneCanvas::usualHeader - 3 * LaneCanvas::padding;
    request.margin = LaneCanvas::padding;
    request.liveEdge = trace->end();
    request.bottom = size.height() - LaneCanvas::rulerHeight - 44;
    do
        layOutLanes(*trace, colours, rows, request, &turns);
    while (turns.catchUp(*trace));
    for (const TimeRange range : views(*trace, zooms)) {
        frames.whole.push_back(timeOf(clock, [&] {
            state.zoom->setVisible(range);
            QCoreApplication::processEvents();
        }));
        request.range = range;
        frames.bars.push_back(timeOf(clock, [&] {
            QPainter onImage(&image);
            painter.paintBars(onImage, layOutLanes(*trace, colours, rows, request, &turns));
        }));
        frames.limit.push_back(timeOf(clock, [&] { paintLimit(image, *trace, range); }));
    }
    return frames;
}

Frames addFrames(RowWriter &rows, const std::string &name, const std::shared_ptr<const Trace> &trace, QSize size, int zooms,
                 double barsGoal, double wholeGoal)
{
    const bool isOneCore = size == hd;
    const Frames frames = framesOf(trace, size, zooms, isOneCore ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC);
    const double limit = quantile(frames.limit, 0.99);
    const std::string row = name + ", " + std::to_string(size.width()) + "×" + std::to_string(size.height()) + ": ";
    rows.add({row + "bars", quantile(frames.bars, 0.99), "ms", limit, {Goal::AtMost, barsGoal}});
    rows.add({row + "whole picture", quantile(frames.whole, 0.99), "ms", limit, {Goal::AtMost, wholeGoal}});
    std::cout << "    p50: bars " << quantile(frames.bars, 0.5) << ", whole " << quantile(frames.whole, 0.5) << ", limit "
              << quantile(frames.limit, 0.5) << " ms" << std::endl;
    std::cout << "    first frame " << frames.first << ", longest turn of the event loop behind it " << frames.longestTurn
              << " ms" << std::endl;
    Frames::print("bars", frames.bars);
    Frames::print("whole", frames.whole);
    return frames;
}

void addSizes(RowWriter &rows, const std::string &name, const std::shared_ptr<const Trace> &trace, int zooms)
{
    addFrames(rows, name, trace, hd, zooms, 6, 8);
    addFrames(rows, name, trace, uhd, zooms, 8, 11);
}

/// Its rows of turns are put together bit by bit once it is shown, which must hold nothing up.
void addLoop(RowWriter &rows)
{
    const auto trace = std::make_shared<const Trace>(loop(4'000'000, 10'000));
    const std::string name = "a loop with 10 000 tasks, 4 M events";
    const Frames frames = addFrames(rows, name, trace, hd, 20, 6, 8);
    rows.add({name + ": first frame", frames.first, "ms", {}, {Goal::AtMost, 20}});
    rows.add({name + ": longest turn of the event loop", frames.longestTurn, "ms", {}, {Goal::AtMost, 50}});
    addFrames(rows, name, trace, uhd, 20, 8, 11);
}

/// The worst share of a state in a pixel of several segments, against their exact sums.
double worstError(const Trace &trace)
{
    constexpr int width = 1600;
    double worst = 0;
    const LaneColours colours(trace);
    for (const TimeRange range : views(trace, 10)) {
        LayoutRequest request;
        request.range = range;
        request.width = width;
        request.liveEdge = trace.end();
        request.bottom = 4 * RowMetrics().row;
        const LaneLayout layout = layOutLanes(trace, colours, request);
        for (const Bar &bar : layout.bars) {
            for (int x = 0; bar.shape == BarShape::Stacked && x < bar.width; ++x) {
                const StackedColumn &column = layout.columns[bar.columns + std::size_t(x)];
                if (column.count <= BarMerger::mostInMark || column.height() == 0)
                    continue;
                const Nanos from = timeAt(bar.x + x, range, width), to = timeAt(bar.x + x + 1, range, width);
                const StateSums sums = stateSums(*trace.lane(bar.lane), trace.end(), from, to);
                const double whole = double((to - from).count()), height = bar.height;
                worst = std::max({worst, std::abs(double(sums.running.count()) / whole - column.ran() / height),
                                  std::abs(double(sums.ready.count()) / whole - column.ready / height),
                                  std::abs(double(sums.suspended.count()) / whole - column.suspended / height)});
            }
        }
    }
    return worst;
}

void addExport(RowWriter &rows, const Trace &trace)
{
    PictureOptions options;
    options.scale = 4;
    QSize size;
    const double seconds = timeOf(CLOCK_MONOTONIC, [&] {
        const auto picture = renderPicture(trace, options);
        size = picture.value().size();
        const auto png = encodePng(picture.value());
        if (!png.hasValue())
            std::cerr << "no picture" << std::endl;
    }) / 1e3;
    rows.add({"PNG export of 10 M events at 4×", seconds, "s", {}, {Goal::AtMost, 1}});
    std::cout << "    " << size.width() << "×" << size.height() << " pixels" << std::endl;
}

/// Of this process: what it wrote, and pages of files that it touched, which the system takes back
/// when it needs them.
struct Resident {
    double own = 0, files = 0; // megabytes

    static Resident now()
    {
        Resident resident;
        std::ifstream status("/proc/self/status");
        for (std::string word; status >> word;) {
            double *const part = word == "RssAnon:" ? &resident.own : word == "RssFile:" ? &resident.files : nullptr;
            if (double kibibytes = 0; part && status >> kibibytes)
                *part = kibibytes * 1024 / 1e6;
        }
        return resident;
    }
};

/// In a process of its own: opens the file in a window that has shown its empty self, and says how
/// long it was to the picture of the lanes, how long to that of the overview, which is worked out
/// behind it, and how much memory they took.
int openFile(const QString &path)
{
    QObject models;
    const ViewState state(&models);
    TimelineView view(state);
    view.resize(hd);
    view.show();
    QCoreApplication::processEvents();
    const Resident before = Resident::now();
    std::shared_ptr<const Trace> trace;
    const double lanes = timeOf(CLOCK_MONOTONIC, [&] {
        auto opened = openTraceFile(path);
        trace = std::make_shared<const Trace>(std::move(opened.takeValue().trace));
        view.setTrace(trace);
        QCoreApplication::sendPostedEvents();
    });
    const double overview = timeOf(CLOCK_MONOTONIC, [] { QCoreApplication::processEvents(); });
    const Resident after = Resident::now();
    std::cout << lanes << ' ' << after.own - before.own << ' ' << after.files - before.files << ' ' << lanes + overview
              << std::endl;
    return 0;
}

void addOpening(RowWriter &rows, const std::string &name, const QString &path)
{
    std::vector<double> times, memory, own, whole;
    for (int round = 0; round < 5; ++round) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--open"), path});
        process.waitForFinished(60'000);
        const QList<QByteArray> said = process.readAllStandardOutput().trimmed().split(' ');
        times.push_back(said.value(0).toDouble());
        whole.push_back(said.value(3).toDouble());
        own.push_back(said.value(1).toDouble());
        memory.push_back(own.back() + said.value(2).toDouble());
    }
    rows.add({"open a saved run: " + name + ": first correct frame", quantile(times, 0.5), "ms", {}, {Goal::AtMost, 10}});
    rows.add({"open a saved run: " + name + ": resident", quantile(memory, 0.5), "MB", {}, {Goal::AtMost, 64}});
    std::cout << "    with the overview " << quantile(whole, 0.5) << " ms; of the memory written " << quantile(own, 0.5) << " MB, the rest pages of the file" << std::endl;
}

/// So many millions of events on 64 lanes, from a file as a user would look at them.
void addBigRun(RowWriter &rows, int millions)
{
    const std::string name = std::to_string(millions) + " M events";
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("big.ilv"));
    if (!writeTraceFile(threads(std::size_t(millions) * 1'000'000, 64), path).hasValue()) {
        std::cerr << "cannot write " << path.toStdString() << std::endl;
        return;
    }
    addOpening(rows, name, path);
    const auto trace = std::make_shared<const Trace>(std::move(openTraceFile(path).takeValue().trace));
    addSizes(rows, "any frame, zoom 1 … 10⁶: " + name, trace, 80);
    if (millions > 10)
        return;
    rows.add({"truth of a pixel", worstError(*trace), "", {}, {Goal::AtMost, 0.15}});
    addExport(rows, *trace);
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    RowWriter rows(argc, argv);
    QApplication application(argc, argv);
    if (argc == 3 && QByteArray(argv[1]) == "--open")
        return openFile(QString::fromLocal8Bit(argv[2]));
    // One part alone, as in: bench_frames --only loop
    const QByteArray only = argc == 3 && QByteArray(argv[1]) == "--only" ? QByteArray(argv[2]) : QByteArray();
    const auto wants = [&](const char *part) { return only.isEmpty() || only == part; };
    if (wants("10M"))
        addBigRun(rows, 10);
    if (wants("lanes"))
        addSizes(rows, "2 000 lanes, 10 M events", std::make_shared<const Trace>(threads(10'000'000, 2000)), 20);
    if (wants("loop"))
        addLoop(rows);
    if (wants("100M") && !rows.isQuick())
        addBigRun(rows, 100);
    return 0;
}
