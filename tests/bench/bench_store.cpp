// What keeping, saving and opening a big run costs, each row beside a limit measured in the same
// run: copying, reading or touching the same bytes. One argument: how many millions of events; without
// it 10 and then 100 (--quick: 10 alone), each in a process of its own. 100 needs some 5 GB of memory and
// 2 GB in the temporary folder. The page cache is warm.
#include "core/analysis/stateshares.h"
#include "core/io/crc32c.h"
#include "core/io/indexedfile.h"
#include "core/io/inputfile.h"
#include "core/io/liveappender.h"
#include "core/io/nativereader.h"
#include "core/io/tracefile.h"
#include "tests/bench/row.h"

#include <QTemporaryDir>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <malloc.h>
#include <random>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

using namespace Interleave;

namespace {

constexpr std::uint32_t laneCount = 64;
constexpr int columns = 1920;
constexpr double million = 1e6;

double secondsFor(const std::function<void()> &work)
{
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

/// The best of several, for what is short.
double bestSecondsFor(int rounds, const std::function<void()> &work)
{
    double best = secondsFor(work);
    for (int round = 1; round < rounds; ++round)
        best = std::min(best, secondsFor(work));
    return best;
}

double residentBytes()
{
    std::ifstream statm("/proc/self/statm");
    long pages = 0, resident = 0;
    statm >> pages >> resident;
    return double(resident) * double(sysconf(_SC_PAGESIZE));
}

double allocatedBytes()
{
    const struct mallinfo2 info = mallinfo2();
    return double(info.uordblks) + double(info.hblkhd);
}

/// A detail that is none of the design's rows.
void row(std::string_view name, double value, std::string_view unit, double limit, std::string_view limitName,
         double goal = 0)
{
    std::cout << std::left << std::setw(46) << name << std::right << std::setw(10) << value << ' ' << std::left
              << std::setw(9) << unit;
    if (limit > 0)
        std::cout << std::right << std::setw(10) << limit << ' ' << std::left << std::setw(26) << limitName
                  << std::right << std::setw(8) << value / limit << " x";
    if (goal > 0)
        std::cout << "  <= " << goal << (value <= goal ? ": met" : ": NOT MET");
    std::cout << std::endl;
}

/// Tasks on 64 lanes that run, wait, are woken and go on, with pauses from 10 ns to milliseconds.
std::vector<Event> randomEvents(std::size_t count)
{
    static constexpr EventKind kinds[] = {EventKind::Suspend, EventKind::Wake, EventKind::Resume};
    std::vector<Event> events;
    events.reserve(count);
    std::mt19937 random(1);
    std::uint32_t steps[laneCount] = {};
    std::uint64_t time = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t bits = random();
        const std::uint32_t lane = bits % laneCount;
        time += bits >> 12 & 63;
        if (bits >> 20 == 0)
            time += 1'000'000;
        events.emplace_back(time, kinds[steps[lane]++ % 3], std::uint8_t(Reason::Await), LaneId(lane + 1), 1 + lane);
    }
    return events;
}

void declareLanes(Trace &trace)
{
    for (std::uint32_t lane = 1; lane <= laneCount; ++lane)
        trace.declareLane(LaneId(lane), std::nullopt, LaneKind::Thread, "lane " + std::to_string(lane), 1, lane,
                          Event(0, EventKind::Lane, std::uint8_t(LaneKind::Thread), LaneId(lane)));
}

Trace recorded(const std::vector<Event> &events)
{
    Trace trace;
    declareLanes(trace);
    for (const Event &event : events)
        trace.append(event);
    return trace;
}

/// What a picture of this stretch asks for; returns something that depends on all of it.
double readFrame(const Trace &trace, Nanos from, Nanos to)
{
    const Nanos width = (to - from) / columns;
    double sum = 0;
    for (const Lane &lane : trace.lanes()) {
        ColumnReader reader(lane, trace.end(), from, width);
        for (int column = 1; column <= columns; ++column)
            sum += double(reader.upTo(from + width * column).running.count());
    }
    return sum;
}

/// Milliseconds of 240 frames at zooms from 1 to a million, in order.
std::vector<double> frameTimes(const Trace &trace)
{
    std::vector<double> times;
    const Nanos whole = trace.end() - trace.begin();
    for (int zoom = 0; zoom < 80; ++zoom) {
        const Nanos range(std::max<std::int64_t>(columns, std::int64_t(double(whole.count()) / std::pow(10, zoom * 6.0 / 80))));
        for (const double place : {0.1, 0.5, 0.9}) {
            const Nanos from = trace.begin() + Nanos(std::int64_t(double((whole - range).count()) * place));
            times.push_back(1e3 * bestSecondsFor(2, [&] { readFrame(trace, from, from + range); }));
        }
    }
    std::sort(times.begin(), times.end());
    return times;
}

/// The most that a column's share of any state is off, in parts of the column.
double worstShare(const Trace &trace)
{
    double worst = 0;
    const Nanos whole = trace.end() - trace.begin();
    for (const double zoom : {1.0, 7.0, 90.0, 1300.0}) {
        const Nanos width(std::max<std::int64_t>(1, std::int64_t(double(whole.count()) / zoom / columns)));
        const Nanos from = trace.begin() + whole / 3 * (zoom > 1);
        for (const Lane &lane : trace.lanes().first(4)) {
            ColumnReader reader(lane, trace.end(), from, width);
            for (int column = 0; column < columns; ++column) {
                const Nanos begin = from + width * column;
                const StateSums drawn = reader.upTo(begin + width);
                const StateSums exact = stateSums(lane, trace.end(), begin, begin + width);
                for (const Nanos StateSums::*state : {&StateSums::running, &StateSums::ready, &StateSums::suspended})
                    worst = std::max(worst, std::abs(double((drawn.*state - exact.*state).count()) / double(width.count())));
            }
        }
    }
    return worst;
}

void timeMemory(const std::vector<Event> &events, Trace &trace, RowWriter *rows)
{
    const double count = double(events.size());
    std::vector<Event> copies;
    const double copy = secondsFor([&] { copies = events; });
    copies = {};
    malloc_trim(0);
    const double before = allocatedBytes();
    const double append = secondsFor([&] { trace = recorded(events); });
    row("append, index included", append * 1e9 / count, "ns/event", copy * 1e9 / count, "copy into new memory");
    if (rows)
        rows->add({.name = "memory per event, index included: live", .value = (allocatedBytes() - before) / count,
                   .unit = "B", .limit = double(sizeof(Event)), .goal = {Goal::AtMost, 22}});
}

void timeQueries(const Trace &trace, const std::string &where)
{
    const std::vector<double> frames = frameTimes(trace);
    const double cells = bestSecondsFor(3, [&] { // the least: one cache line for each column
        volatile std::uint64_t sum = 0;
        for (const Lane &lane : trace.lanes()) {
            for (int column = 0; column < columns; ++column)
                sum = sum + lane.events[lane.events.size() / columns * std::size_t(column)].low;
        }
    });
    row(where + ": columns of a frame, p50", frames[frames.size() / 2], "ms", cells * 1e3, "one load a column");
    row(where + ": columns of a frame, p99", frames[frames.size() * 99 / 100], "ms", cells * 1e3, "one load a column");
    const Nanos part = (trace.end() - trace.begin()) / 7;
    const double range = bestSecondsFor(3, [&] { stateSumsOfLanes(trace, trace.end(), part, 5 * part); });
    row(where + ": time by state of a range, all lanes", range * 1e3, "ms", 0, "", 50);
}

double secondsToRead(const QString &path)
{
    return secondsFor([&] {
        std::ifstream file(path.toStdString(), std::ios::binary);
        std::vector<char> buffer(1 << 20);
        while (file.read(buffer.data(), std::streamsize(buffer.size()))) {}
    });
}

/// Times the opening several times; leaves it open.
OpenedNative timeOpening(const QString &path, const std::string &size, RowWriter &rows)
{
    std::optional<OpenedNative> opened;
    std::vector<double> seconds;
    double resident = 0;
    const auto wholeFrame = [&] { readFrame(opened->trace, opened->trace.begin(), opened->trace.end()); };
    for (int round = 0; round < 5; ++round) {
        opened.reset();
        malloc_trim(0);
        const double before = residentBytes();
        seconds.push_back(secondsFor([&] {
            const auto file = openInput(path);
            opened.emplace(openNative(*file.value(), path).takeValue());
            wholeFrame();
        }));
        resident = residentBytes() - before;
    }
    std::sort(seconds.begin(), seconds.end());
    rows.add({.name = "open a saved run: " + size + ": first correct frame", .value = seconds[2] * 1e3, .unit = "ms",
              .limit = bestSecondsFor(5, wholeFrame) * 1e3, .goal = {Goal::AtMost, 10}});
    rows.add({.name = "open a saved run: " + size + ": resident", .value = resident / million, .unit = "MB",
              .goal = {Goal::AtMost, 64}});
    return std::move(*opened);
}

void timeVerifying(const OpenedNative &opened, double count)
{
    const MappedFile &mapped = *opened.unverified;
    const double touch = bestSecondsFor(2, [&] { static_cast<void>(crc32c(mapped.bytes())); });
    bool whole = false;
    const double verify = secondsFor([&] { whole = isWhole(mapped, opened.trace); });
    row(whole ? "verify all of it" : "verify all of it: DAMAGED", verify * 1e9 / count, "ns/event", touch * 1e9 / count,
        "checksum of the bytes");
}

void timeWithoutIndex(const QString &path, double count, RowWriter &rows)
{
    QFile file(path);
    if (!file.resize(file.size() - 16))
        return;
    const double read = secondsToRead(path);
    Trace trace;
    const double open = secondsFor([&] { trace = readTraceFile(path).takeValue(); });
    rows.add({.name = "open without its index (a cut file)", .value = open * 1e9 / count, .unit = "ns/event",
              .limit = read * 1e9 / count, .goal = {Goal::AtMost, 12}});
    if (trace.eventCount() != std::uint64_t(count))
        std::cout << "events are missing: " << trace.eventCount() << std::endl;
}

/// What a killed program leaves: the lanes mixed, in the order of recording, without end.
void timeCrashLog(const std::vector<Event> &events, const QString &path)
{
    constexpr std::size_t atOnce = 100'000;
    {
        Trace trace;
        LiveAppender log;
        trace.keepJournal();
        declareLanes(trace);
        bool good = log.open(path, trace).hasValue();
        for (std::size_t from = 0; good && from < events.size(); from += atOnce) {
            for (std::size_t i = from; i < std::min(events.size(), from + atOnce); ++i)
                trace.append(events[i]);
            good = log.append(trace).hasValue();
        }
        if (!good)
            std::cout << "the crash log could not be written" << std::endl;
    }
    const double read = secondsToRead(path), count = double(events.size());
    Trace trace;
    const double open = secondsFor([&] { trace = readTraceFile(path).takeValue(); });
    row("open a crash log", open * 1e9 / count, "ns/event", read * 1e9 / count, "read(2)", 12);
    if (trace.eventCount() != events.size())
        std::cout << "events are missing: " << trace.eventCount() << std::endl;
}

/// The rows that are said once are those of the smaller size, which every computer can measure.
void measure(std::size_t millions, bool allRows, RowWriter &rows)
{
    const double count = double(millions) * million;
    const std::string size = std::to_string(millions) + " M events";
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.ilv"));
    std::cout << std::fixed << std::setprecision(2) << size << " on " << laneCount << " lanes\n";
    {
        Trace trace;
        timeMemory(randomEvents(millions * 1'000'000), trace, allRows ? &rows : nullptr);
        timeQueries(trace, "live");
        const double write = secondsFor([&] {
            if (!writeTraceFile(trace, path).hasValue())
                std::cout << "the file could not be written" << std::endl;
        });
        row("write the file, to the disk", write, "s", secondsToRead(path), "read(2) of it");
    }
    malloc_trim(0);
    const double heap = allocatedBytes();
    const OpenedNative opened = timeOpening(path, size, rows);
    timeVerifying(opened, count);
    timeQueries(opened.trace, "opened");
    if (!allRows)
        return;
    const double fileBytes = double(QFile(path).size());
    const auto perEvent = [&](const char *name, double bytes) {
        rows.add({.name = name, .value = bytes / count, .unit = "B", .limit = double(sizeof(Event)),
                  .goal = {Goal::AtMost, 20}});
    };
    perEvent("memory per event, index included: opened", allocatedBytes() - heap + fileBytes);
    perEvent("saved file per event, index included", fileBytes);
    rows.add({.name = "truth of a pixel", .value = worstShare(opened.trace), .unit = "of a pixel", .limit = 0.125,
              .goal = {Goal::AtMost, 0.15}}); // what a quarter of a cell at each end can be wrong by
    timeWithoutIndex(path, count, rows);
    timeCrashLog(randomEvents(millions * 1'000'000), path);
}

/// In a process of its own, whose memory nobody else has used.
bool measureApart(std::size_t millions, bool allRows, RowWriter &rows)
{
    const pid_t child = fork();
    if (child == 0) {
        measure(millions, allRows, rows);
        _exit(0);
    }
    int status = 1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

} // namespace

int main(int argc, char **argv)
{
    RowWriter rows(argc, argv);
    std::vector<std::size_t> sizes{10, 100};
    if (rows.isQuick())
        sizes = {10};
    if (argc > 1) {
        const std::string_view given = argv[1];
        sizes = {0};
        const auto parsed = std::from_chars(given.data(), given.data() + given.size(), sizes[0]);
        if (parsed.ec != std::errc() || sizes[0] == 0 || argc > 2) {
            std::cerr << "usage: bench_store [MILLIONS OF EVENTS] [--quick] [--rows FILE]\n";
            return 2;
        }
    }
    bool wentWell = true;
    for (const std::size_t millions : sizes)
        wentWell = measureApart(millions, millions == sizes[0], rows) && wentWell;
    return wentWell ? 0 : 1;
}
