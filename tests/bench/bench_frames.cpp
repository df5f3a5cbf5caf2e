// Frames of the real timeline, zoomed and moved at random over runs of 10 and 100 million events
// on 64 lanes, of 2 000 lanes and of one loop with 10 000 tasks; the truth of its pixels; export;
// and the first frame of a file. Beside each stands a limit: the same lanes read from their grids
// and written as one colour a pixel. Times are the window thread's processor time where one core
// is asked for, else the clock's, whichever platform Qt draws on (offscreen unless it is set).
#include "core/analysis/states.h"
#include "core/analysis/stateshares.h"
#include "core/io/tracefile.h"
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

/// A lane that runs, waits, is woken and goes on, with pauses from 50 ns to 0.4 ms.
EventSequence randomLane(LaneId id, std::size_t count, std::uint64_t scale)
{
    static constexpr EventKind kinds[] = {EventKind::Start, EventKind::Suspend, EventKind::Wake, EventKind::Resume};
    EventSequence events;
    std::mt19937 random(id.value());
    std::uint64_t time = 100 * id.value();
    for (std::size_t i = 0; i < count; ++i) {
        events.push_back(Event(time, kinds[i == 0 ? 0 : 1 + (i - 1) % 3], std::uint8_t(i % 3 == 1 ? Reason::Await : Reason::None), id, i % 3 ? 1 : 0));
        const std::uint32_t bits = random();
        std::uint64_t pause = 50 + (bits & 1023);
        pause *= (bits >> 10 & 15) == 0 ? 20 : 1;
        pause *= (bits >> 14 & 255) == 0 ? 400 : 1;
        time += pause * scale;
    }
    return events;
}

Trace threads(std::size_t events, std::uint32_t lanes)
{
    Trace trace;
    TraceContent content;
    for (std::uint32_t lane = 1; lane <= lanes; ++lane) {
        trace.declareLane(LaneId(lane), std::nullopt, LaneKind::Thread, "worker " + std::to_string(lane), 1, lane,
                          Event(0, EventKind::Lane, std::uint8_t(LaneKind::Thread), LaneId(lane)));
        content.events.push_back(randomLane(LaneId(lane), events / lanes, 1));
    }
    trace.load(std::move(content));
    return trace;
}

/// One loop whose tasks take turns.
Trace loop(std::size_t events, std::uint32_t tasks)
{
    Trace trace;
    const auto declare = [&](std::uint32_t id, std::optional<LaneId> parent, LaneKind kind, std::string name) {
        trace.declareLane(LaneId(id), parent, kind, std::move(name), 1, 1,
                          Event(0, EventKind::Lane, std::uint8_t(kind), LaneId(id), parent ? parent->value() : 0));
    };
    declare(1, std::nullopt, LaneKind::Thread, "thread");
    declare(2, LaneId(1), LaneKind::EventLoop, "event loop");
    for (std::uint32_t task = 0; task < tasks; ++task)
        declare(3 + task, LaneId(2), LaneKind::Task, "task " + std::to_string(task));
    TraceContent content;
    content.events.resize(tasks + 2);
    for (const std::uint32_t lane : {1u, 2u})
        content.events[lane - 1].push_back(Event(0, EventKind::Start, 0, LaneId(lane)));
    std::mt19937 random(5);
    std::uint64_t time = 0;
    for (std::size_t turn = 0; turn < events / 2; ++turn) {
        const LaneId lane(3 + random() % tasks);
        content.events[lane.value() - 1].push_back(Event(time, EventKind::Resume, 0, lane));
        time += 50 + random() % 2000;
        content.events[lane.value() - 1].push_back(Event(time, EventKind::Suspend, std::uint8_t(Reason::Await), lane));
        time += random() % 50;
    }
    trace.load(std::move(content));
    return trace;
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
    std::vector<double> bars, whole, limit;
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
    view.setTrace(trace);
    for (int i = 0; i < 2000; ++i)
        QCoreApplication::processEvents(); // what a big run still has to put together
    LanePainter painter(Theme::light());
    const LaneColours colours(*trace);
    const auto rows = std::make_shared<const LaneRows>(laneRows(*trace, colours, {}, RowMetrics(), trace->end()));
    TurnIndex turns(true);
    QImage image(size, QImage::Format_RGB32);
    Frames frames;
    for (const TimeRange range : views(*trace, zooms)) {
        frames.whole.push_back(timeOf(clock, [&] {
            state.zoom->setVisible(range);
            QCoreApplication::processEvents();
        }));
        LayoutRequest request;
        request.range = range;
        request.width = size.width() - LaneCanvas::usualHeader - 3 * LaneCanvas::padding;
        request.margin = LaneCanvas::padding;
        request.liveEdge = trace->end();
        request.bottom = size.height() - LaneCanvas::rulerHeight - 44;
        frames.bars.push_back(timeOf(clock, [&] {
            QPainter onImage(&image);
            painter.paintBars(onImage, layOutLanes(*trace, colours, rows, request, &turns));
        }));
        frames.limit.push_back(timeOf(clock, [&] { paintLimit(image, *trace, range); }));
    }
    return frames;
}

void addFrames(RowWriter &rows, const std::string &name, const std::shared_ptr<const Trace> &trace, QSize size, int zooms,
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
}

void addSizes(RowWriter &rows, const std::string &name, const std::shared_ptr<const Trace> &trace, int zooms)
{
    addFrames(rows, name, trace, hd, zooms, 6, 8);
    addFrames(rows, name, trace, uhd, zooms, 8, 11);
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

double residentMegabytes()
{
    std::ifstream statm("/proc/self/statm");
    long pages = 0, resident = 0;
    statm >> pages >> resident;
    return double(resident) * double(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// In a process of its own: opens the file in a window that has shown its empty self, and says how
/// long it was to the first frame and how much memory that took.
int openFile(const QString &path)
{
    QObject models;
    const ViewState state(&models);
    TimelineView view(state);
    view.resize(hd);
    view.show();
    QCoreApplication::processEvents();
    const double before = residentMegabytes();
    std::shared_ptr<const Trace> trace;
    const double time = timeOf(CLOCK_MONOTONIC, [&] {
        auto opened = openTraceFile(path);
        trace = std::make_shared<const Trace>(std::move(opened.takeValue().trace));
        view.setTrace(trace);
        QCoreApplication::processEvents();
    });
    std::cout << time << ' ' << residentMegabytes() - before << std::endl;
    return 0;
}

void addOpening(RowWriter &rows, const std::string &name, const QString &path)
{
    std::vector<double> times, memory;
    for (int round = 0; round < 5; ++round) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--open"), path});
        process.waitForFinished(60'000);
        const QList<QByteArray> said = process.readAllStandardOutput().trimmed().split(' ');
        times.push_back(said.value(0).toDouble());
        memory.push_back(said.value(1).toDouble());
    }
    rows.add({"open a saved run: " + name + ": first correct frame", quantile(times, 0.5), "ms", {}, {Goal::AtMost, 10}});
    rows.add({"open a saved run: " + name + ": resident", quantile(memory, 0.5), "MB", {}, {Goal::AtMost, 64}});
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
    addBigRun(rows, 10);
    addSizes(rows, "2 000 lanes, 10 M events", std::make_shared<const Trace>(threads(10'000'000, 2000)), 20);
    addSizes(rows, "a loop with 10 000 tasks, 4 M events", std::make_shared<const Trace>(loop(4'000'000, 10'000)), 20);
    if (!rows.isQuick())
        addBigRun(rows, 100);
    return 0;
}
