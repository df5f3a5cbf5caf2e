#include "ui/timeline/timeticks.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

struct Step {
    Nanos major;
    int parts; // into how many the minor ticks cut it
};

constexpr int gapInChars = 3;

/// From a second up a clock's steps, then whole hours 1-2-5.
constexpr std::array<Step, 13> clockSteps{{{1s, 5}, {2s, 4}, {5s, 5}, {10s, 5}, {15s, 3}, {30s, 3}, {60s, 6},
                                           {120s, 4}, {300s, 5}, {600s, 5}, {900s, 3}, {1800s, 3}, {3600s, 4}}};

std::optional<Step> nextStep(Step step)
{
    if (step.major < 1s) {
        const std::int64_t count = step.major.count();
        std::int64_t power = 1;
        while (count / power >= 10)
            power *= 10;
        const std::int64_t digit = count / power;
        const std::int64_t next = digit == 1 ? 2 * power : digit == 2 ? 5 * power : 10 * power;
        return Step{Nanos(next), next < 10 ? int(next) : digit == 1 ? 4 : 5};
    }
    for (const Step &candidate : clockSteps) {
        if (candidate.major > step.major)
            return candidate;
    }
    return step.major > 10000h ? std::nullopt : std::optional(Step{step.major * 2, 4});
}

struct Unit {
    Nanos size;
    const char *name;
    int digits; // decimal places that a nanosecond takes in it
};

Unit unitFor(Nanos largest)
{
    if (largest >= 1s)
        return {1s, "s", 9};
    if (largest >= 1ms)
        return {1ms, "ms", 6};
    return largest >= 1us ? Unit{1us, "µs", 3} : Unit{1ns, "ns", 0};
}

/// Decimal places needed so that times one step apart differ.
int placesFor(Nanos step, Unit unit)
{
    int places = unit.digits;
    for (std::int64_t count = step.count(); places > 0 && count % 10 == 0; count /= 10)
        --places;
    return places;
}

std::string padded(std::int64_t number, std::size_t digits)
{
    std::string text = std::to_string(number);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string fraction(Nanos rest, Unit unit, int places)
{
    return places == 0 ? std::string()
                       : "." + padded(rest.count(), std::size_t(unit.digits)).substr(0, std::size_t(places));
}

Step stepFor(TimeRange range, int width, Nanos origin, int charWidth)
{
    const Nanos largest = std::max(std::chrono::abs(range.begin - origin), std::chrono::abs(range.end - origin));
    Step step{1ns, 1};
    while (true) {
        const std::size_t chars = tickLabel(largest, step.major, largest).size() + gapInChars;
        const double pixels = double(step.major.count()) * width / double(range.length().count());
        const std::optional<Step> next = nextStep(step);
        if (pixels >= double(chars) * charWidth || !next)
            return step;
        step = *next;
    }
}

} // namespace

std::string tickLabel(Nanos time, Nanos step, Nanos largest)
{
    const std::string sign = time < 0ns ? "−" : "";
    const Nanos size = std::chrono::abs(time);
    if (largest >= 2min) {
        const Unit unit = unitFor(1s);
        const std::int64_t seconds = size / 1s;
        const std::string clock = std::to_string(seconds / 60) + ":" + padded(seconds % 60, 2);
        return sign + clock + fraction(size % 1s, unit, placesFor(step, unit)) + " min";
    }
    const Unit unit = unitFor(largest);
    return sign + std::to_string(size / unit.size) + fraction(size % unit.size, unit, placesFor(step, unit)) + " "
        + unit.name;
}

std::vector<TimeTick> timeTicks(TimeRange range, int width, Nanos origin, int charWidth)
{
    if (range.length() <= 0ns || width <= 0)
        return {};
    const Step step = stepFor(range, width, origin, charWidth);
    const Nanos largest = std::max(std::chrono::abs(range.begin - origin), std::chrono::abs(range.end - origin));
    const Nanos minor = step.major / step.parts;
    const Nanos offset = range.begin - origin;
    std::int64_t index = offset / minor;
    if (minor * index < offset)
        ++index;
    std::vector<TimeTick> ticks;
    for (; origin + minor * index <= range.end; ++index) {
        const Nanos time = minor * index;
        const bool major = index % step.parts == 0;
        ticks.push_back({origin + time, major ? tickLabel(time, step.major, largest) : std::string()});
    }
    return ticks;
}

} // namespace Interleave
