// What reading a Chrome trace of ten million events costs, in each of the layouts in which programs
// write them, beside the least that it could: reading the same file and counting its lines. Each
// reading happens in a process of its own, so that its peak memory is its own; the files are made
// here, in a temporary directory. --quick: one million events, for which the goals are a tenth.
#include "core/io/tracefile.h"
#include "tests/bench/row.h"

#include <QFile>
#include <QString>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace Interleave;

namespace {

constexpr int laneCount = 64;
constexpr int rounds = 3;
constexpr double mostMegabytes = 850; // half of what Perfetto takes
constexpr double mostMsToStop = 100;

double secondsNow()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What stands around and between the members of a record.
struct Layout {
    std::string name;
    std::string open, beforeMember, afterColon, afterRecord, close;
    bool slices = false; // X, written where they end, instead of B and E
    double goal = 5;
};

const std::vector<Layout> layouts{
    {"one record a line", "[\n", "", "", ",\n", "\n]", false, 1.2},
    {"one record a line, X as they end", "[\n", "", "", ",\n", "\n]", true, 1.2},
    {"object form, one record a line", R"({"displayTimeUnit":"ns","traceEvents":[)" "\n", "", "", ",\n",
     "\n],\"otherData\":{\"version\":\"1\"}}", false, 1.2},
    {"all on one line", "[", "", " ", ", ", "]", false, 5},
    {"pretty-printed", "{\n  \"traceEvents\": [\n    ", "\n      ", " ", ",\n    ", "\n  ]\n}\n", false, 5},
};

/// 64 threads by turns, gaps of uneven length, names of 50 tasks: about 60 bytes a record.
class Generator
{
public:
    Generator(const std::string &path, const Layout &layout) : m_file(path, std::ios::binary), m_layout(layout) {}

    void run(std::uint64_t events)
    {
        m_block = m_layout.open;
        for (std::uint64_t i = 0; i < events; ++i) {
            put(i);
            if (i + 1 < events)
                m_block += m_layout.afterRecord;
            if (m_block.size() > (1 << 20))
                flush();
        }
        m_block += m_layout.close;
        flush();
        if (!m_file.good())
            throw std::runtime_error("cannot write the trace");
    }

private:
    void member(const char *key, const std::string &value, bool last = false)
    {
        m_block += m_layout.beforeMember;
        m_block += key;
        m_block += m_layout.afterColon;
        m_block += value;
        m_block += last ? "" : ",";
    }

    static std::string microseconds(std::uint64_t ns)
    {
        return std::to_string(ns / 1000) + '.' + std::to_string(1000 + ns % 1000).substr(1);
    }

    void put(std::uint64_t i)
    {
        m_random ^= m_random << 13;
        m_random ^= m_random >> 7;
        m_random ^= m_random << 17;
        m_time += 20 + m_random % 100;
        const std::uint64_t lane = i % laneCount;
        const bool begins = i / laneCount % 2 == 0;
        m_block += '{';
        member("\"name\":", "\"task " + std::to_string(i / laneCount / 2 % 50) + '"');
        member("\"ph\":", m_layout.slices ? "\"X\"" : begins ? "\"B\"" : "\"E\"");
        member("\"ts\":", microseconds(m_layout.slices && !begins ? m_time - 8'000 : m_time));
        if (m_layout.slices)
            member("\"dur\":", microseconds(begins ? 2'000 : 5'900));
        member("\"pid\":", "1");
        member("\"tid\":", std::to_string(lane), true);
        m_block += m_layout.beforeMember.empty() ? "}" : "\n    }";
    }

    void flush()
    {
        m_file.write(m_block.data(), std::streamsize(m_block.size()));
        m_block.clear();
    }

    std::ofstream m_file;
    const Layout &m_layout;
    std::string m_block;
    std::uint64_t m_random = 88172645463325252ull;
    std::uint64_t m_time = 1'000'000'000;
};

struct Measured {
    double seconds = 0;
    double cpuSeconds = 0; // of all its threads: what to look at when the machine is busy
    double megabytes = 0; // the process's peak
    std::uint64_t count = 0;
};

/// Runs `work` in a child, so that its memory is its own.
Measured measured(const std::function<std::uint64_t()> &work)
{
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0)
        throw std::runtime_error("no pipe");
    const pid_t child = fork();
    if (child == 0) {
        Measured result;
        const double before = secondsNow();
        result.count = work();
        result.seconds = secondsNow() - before;
        struct rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        result.megabytes = double(usage.ru_maxrss) * 1024 / 1e6;
        for (const timeval &time : {usage.ru_utime, usage.ru_stime})
            result.cpuSeconds += double(time.tv_sec) + double(time.tv_usec) * 1e-6;
        _exit(write(ends[1], &result, sizeof result) == ssize_t(sizeof result) ? 0 : 1);
    }
    close(ends[1]);
    Measured result;
    const bool got = child > 0 && read(ends[0], &result, sizeof result) == ssize_t(sizeof result);
    close(ends[0]);
    if (child > 0)
        waitpid(child, nullptr, 0);
    if (!got)
        throw std::runtime_error("the child failed");
    return result;
}

/// The limit: read(2) the file in blocks and count the line feeds.
std::uint64_t countLines(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    std::vector<char> block(256 << 10);
    std::uint64_t lines = 0;
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        throw std::runtime_error("cannot read the trace");
    for (qint64 got = file.read(block.data(), qint64(block.size())); got > 0; got = file.read(block.data(), qint64(block.size())))
        lines += std::uint64_t(std::count(block.data(), block.data() + got, '\n'));
    return lines;
}

std::uint64_t import(const std::string &path)
{
    Result<Trace> trace = readTraceFile(QString::fromStdString(path));
    return trace.hasValue() ? trace.value().eventCount() : 0;
}

/// Microseconds from telling the reading to stop, so long after its begin, to its return.
std::uint64_t timeToStop(const std::string &path, double afterSeconds)
{
    std::atomic<double> told = 0; // 0: not yet
    std::jthread teller([&](const std::stop_token &over) {
        const double begin = secondsNow();
        while (!over.stop_requested() && secondsNow() - begin < afterSeconds)
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        told = secondsNow();
    });
    const bool stopped = !readTraceFile(QString::fromStdString(path), [&](double) { return told == 0; }).hasValue();
    return stopped ? std::uint64_t((secondsNow() - told) * 1e6) : 0;
}

/// The longest of several moments spread over the whole reading, in ms.
double longestStop(const std::string &path, double readingSeconds)
{
    constexpr int moments = 12;
    std::uint64_t longest = 0;
    for (int i = 1; i < moments; ++i)
        longest = std::max(longest, measured([&] { return timeToStop(path, readingSeconds * i / moments); }).count);
    return double(longest) * 1e-3;
}

Measured best(const std::function<std::uint64_t()> &work)
{
    Measured result = measured(work);
    for (int round = 1; round < rounds; ++round) {
        const Measured next = measured(work);
        result.seconds = std::min(result.seconds, next.seconds);
        result.cpuSeconds = std::min(result.cpuSeconds, next.cpuSeconds);
        result.megabytes = std::max(result.megabytes, next.megabytes);
    }
    return result;
}

/// One layout's measurement; `limit` is reading the file and counting its lines.
struct Import {
    const Layout *layout = nullptr;
    Measured value, limit;
    double goalSeconds = 0;
    double stopMs = 0;
};

void print(const Import &import, double fileMegabytes)
{
    std::cout << std::left << std::setw(34) << import.layout->name << std::right << std::fixed << std::setprecision(0)
              << std::setw(6) << fileMegabytes << " MB" << std::setprecision(2) << std::setw(7) << import.value.seconds
              << " s (CPU" << std::setw(6) << import.value.cpuSeconds << ")" << std::setw(7) << import.limit.seconds
              << " s" << std::setprecision(0) << std::setw(6) << import.value.megabytes << " MB  stops in" << std::setw(4) << import.stopMs << " ms  "
              << import.value.count << " events" << std::defaultfloat << std::endl;
}

/// The slowest of those with that goal stands for its kind of layout.
void addSeconds(RowWriter &rows, const std::vector<Import> &imports, const std::string &name, double layoutGoal)
{
    const Import *slowest = nullptr;
    for (const Import &import : imports) {
        if (import.layout->goal == layoutGoal && (!slowest || import.value.seconds > slowest->value.seconds))
            slowest = &import;
    }
    if (slowest)
        rows.add({.name = name, .value = slowest->value.seconds, .unit = "s", .limit = slowest->limit.seconds,
                  .goal = {Goal::AtMost, slowest->goalSeconds}});
}

void addRows(RowWriter &rows, const std::vector<Import> &imports)
{
    const std::string row = "import Chrome JSON, 10 M events: ";
    addSeconds(rows, imports, row + "one record a line", layouts.front().goal);
    addSeconds(rows, imports, row + "other layouts", layouts.back().goal);
    double megabytes = 0, stopMs = 0;
    for (const Import &import : imports) {
        megabytes = std::max(megabytes, import.value.megabytes);
        stopMs = std::max(stopMs, import.stopMs);
    }
    rows.add({.name = row + "memory", .value = megabytes, .unit = "MB", .goal = {Goal::AtMost, mostMegabytes}});
    rows.add({.name = row + "from Cancel to its end", .value = stopMs, .unit = "ms", .goal = {Goal::AtMost, mostMsToStop}});
}

} // namespace

int main(int argc, char **argv)
{
    RowWriter rows(argc, argv);
    const std::uint64_t events = rows.isQuick() ? 1'000'000 : 10'000'000;
    std::string folder = (std::filesystem::temp_directory_path() / "interleave-import-XXXXXX").string();
    if (!mkdtemp(folder.data()))
        return 1;
    std::cout << "Importing " << events << " records; best of " << rounds
              << ", beside reading the file and counting its lines\n";
    std::vector<Import> imports;
    for (const Layout &layout : layouts) {
        const std::string path = folder + "/trace.json";
        Generator(path, layout).run(events);
        imports.push_back({&layout, best([&] { return import(path); }), best([&] { return countLines(path); }),
                           layout.goal * double(events) / 1e7});
        imports.back().stopMs = longestStop(path, imports.back().value.seconds);
        print(imports.back(), double(std::filesystem::file_size(path)) / 1e6);
    }
    std::filesystem::remove_all(folder);
    addRows(rows, imports);
    return 0;
}
