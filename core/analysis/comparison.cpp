#include "core/analysis/comparison.h"

#include "core/analysis/parting.h"
#include "core/analysis/rangestatistics.h"
#include "core/analysis/states.h"
#include "core/trace/names.h"

#include <algorithm>
#include <array>

namespace Interleave {

namespace {

constexpr std::size_t reasons = 256; // whatever an event's detail may be

/// What the table says of one run.
struct Figures {
    std::optional<std::int64_t> wall, cpu, peakMemory;
    std::int64_t processes = 0, threads = 0, tasks = 0, events = 0, lines = 0;
    RangeWaits waits;
    std::array<std::uint64_t, reasons> timesByReason{};
};

std::optional<std::int64_t> known(std::int64_t value)
{
    return value > 0 ? std::optional(value) : std::nullopt;
}

void countWaits(Figures &figures, const Lane &lane)
{
    for (std::size_t block = 0; block < lane.events.blockCount(); ++block) {
        for (const Event &event : lane.events.block(block)) {
            if (event.kind() == EventKind::Suspend)
                ++figures.timesByReason[event.detail()];
        }
    }
}

std::optional<Figures> figuresOf(const Trace &trace, const std::atomic<bool> *cancelled)
{
    Figures figures;
    figures.wall = trace.empty() ? 0 : (trace.end() - trace.begin()).count();
    figures.cpu = known(trace.info.cpuNs);
    figures.peakMemory = known(trace.info.peakRssBytes);
    figures.events = std::int64_t(trace.eventCount());
    figures.lines = std::int64_t(trace.outputs().size());
    for (const Lane &lane : trace.lanes()) {
        figures.processes += lane.kind == LaneKind::Process;
        figures.threads += lane.kind == LaneKind::Thread;
        figures.tasks += lane.kind == LaneKind::Task;
        if (executes(lane.kind))
            countWaits(figures, lane);
        if (cancelled && cancelled->load(std::memory_order_relaxed)) // it only ends the work sooner
            return std::nullopt;
    }
    const auto goesOn = [cancelled](double) { return !cancelled || !cancelled->load(std::memory_order_relaxed); };
    auto waits = rangeWaits(trace, trace.end(), trace.begin(), trace.end() + Nanos(1), goesOn);
    if (!waits)
        return std::nullopt;
    figures.waits = std::move(*waits);
    return figures;
}

std::optional<std::int64_t> waited(const Figures &figures, Reason reason)
{
    const auto found = figures.waits.byReason.find(reason);
    return found == figures.waits.byReason.end() ? 0 : found->second.count();
}

void addWaits(std::vector<Difference> &rows, const Figures &a, const Figures &b)
{
    for (std::size_t code = 0; code < reasons; ++code) {
        if (a.timesByReason[code] == 0 && b.timesByReason[code] == 0)
            continue;
        const std::string_view name = reasonName(Reason(code));
        rows.push_back({.name = std::string(waitRow) + std::string(name.empty() ? "unknown" : name),
                        .unit = Difference::Unit::Time,
                        .a = waited(a, Reason(code)), .b = waited(b, Reason(code)),
                        .timesA = a.timesByReason[code], .timesB = b.timesByReason[code]});
    }
}

std::vector<Difference> differencesOf(const Figures &a, const Figures &b)
{
    using Unit = Difference::Unit;
    std::vector<Difference> rows{
        {"wall", Unit::Time, a.wall, b.wall, {}, {}},
        {"cpu", Unit::Time, a.cpu, b.cpu, {}, {}},
        {"processes", Unit::Count, a.processes, b.processes, {}, {}},
        {"threads", Unit::Count, a.threads, b.threads, {}, {}},
        {"tasks", Unit::Count, a.tasks, b.tasks, {}, {}},
        {"peak memory", Unit::Bytes, a.peakMemory, b.peakMemory, {}, {}},
        {"max running", Unit::Count, a.waits.maxRunning, b.waits.maxRunning, {}, {}},
        {"events", Unit::Count, a.events, b.events, {}, {}},
        {"printed lines", Unit::Count, a.lines, b.lines, {}, {}},
    };
    addWaits(rows, a, b);
    return rows;
}

std::optional<std::size_t> firstDifferentLine(const Trace &a, const Trace &b)
{
    const auto linesA = a.outputs(), linesB = b.outputs();
    for (std::size_t line = 0; line < std::max(linesA.size(), linesB.size()); ++line) {
        if (line >= linesA.size() || line >= linesB.size() || a.text(linesA[line]) != b.text(linesB[line]))
            return line;
    }
    return std::nullopt;
}

std::uint32_t unpaired(const Trace &trace, const std::vector<std::optional<LaneId>> &pairs)
{
    return std::uint32_t(std::ranges::count_if(trace.lanes(), [&](const Lane &lane) {
        return executes(lane.kind) && !pairs[lane.id.value()];
    }));
}

/// "3.0", "0.33", "120": as much as tells two factors apart.
std::string factorText(double factor)
{
    const int decimals = factor < 10 ? 2 : factor < 100 ? 1 : 0;
    const double scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
    const auto rounded = std::uint64_t(factor * scale + 0.5);
    std::string digits = std::to_string(rounded);
    if (decimals == 0)
        return digits;
    digits.insert(0, digits.size() <= std::size_t(decimals) ? std::size_t(decimals) + 1 - digits.size() : 0, '0');
    return digits.insert(digits.size() - std::size_t(decimals), ".");
}

} // namespace

std::string figureText(Difference::Unit unit, std::int64_t value)
{
    constexpr double megabyte = 1e6;
    switch (unit) {
    case Difference::Unit::Time: return durationText(Nanos(value));
    case Difference::Unit::Bytes: return factorText(double(value) / megabyte) + " MB";
    case Difference::Unit::Count: break;
    }
    return std::to_string(value);
}

std::string changeText(const Difference &difference)
{
    if (!difference.a || !difference.b)
        return {};
    const std::int64_t change = *difference.b - *difference.a;
    if (change == 0)
        return "=";
    std::string text = (change > 0 ? "+" : "−") + figureText(difference.unit, change > 0 ? change : -change);
    if (*difference.a > 0 && *difference.b > 0 && difference.unit != Difference::Unit::Count)
        text += " (" + factorText(double(*difference.b) / double(*difference.a)) + " ×)";
    return text;
}

std::optional<Comparison> compared(const Trace &a, const Trace &b, const std::atomic<bool> *cancelled)
{
    const auto figuresA = figuresOf(a, cancelled);
    const auto figuresB = figuresA ? figuresOf(b, cancelled) : std::nullopt;
    const auto parting = figuresB ? partingOf(a, b, cancelled) : std::nullopt;
    if (!parting)
        return std::nullopt;
    Comparison comparison;
    comparison.pairs = LanePairs(a, b);
    comparison.differences = differencesOf(*figuresA, *figuresB);
    comparison.parting = *parting;
    comparison.sentence = partingText(a, b, *parting);
    comparison.firstDifferentLine = firstDifferentLine(a, b);
    comparison.lanesOnlyInA = unpaired(a, comparison.pairs.ofA);
    comparison.lanesOnlyInB = unpaired(b, comparison.pairs.ofB);
    return comparison;
}

} // namespace Interleave
