#include "core/analysis/wording.h"

#include <algorithm>
#include <array>

namespace Interleave {

std::string listText(std::vector<std::string> words, std::size_t most)
{
    if (words.size() > most) {
        const std::size_t left = words.size() - most;
        words.resize(most);
        words.push_back(std::to_string(left) + " more");
    }
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return text;
}

std::string numberText(std::uint64_t number)
{
    static constexpr std::array words{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                                      "eleven", "twelve"};
    return number < words.size() ? words[number] : std::to_string(number);
}

std::string clockText(const Trace &trace, Nanos time)
{
    struct Unit {
        std::int64_t ns;
        const char *name;
    };
    static constexpr std::array units{Unit{1'000'000'000, " s"}, Unit{1'000'000, " ms"}, Unit{1'000, " µs"}};
    const std::int64_t ns = std::max<std::int64_t>((time - trace.begin()).count(), 0);
    for (const Unit &unit : units) {
        if (ns < unit.ns)
            continue;
        const std::int64_t thousandths = ns / (unit.ns / 1000);
        return std::to_string(thousandths / 1000) + "." + std::to_string(1000 + thousandths % 1000).substr(1) + unit.name;
    }
    return std::to_string(ns) + " ns";
}

} // namespace Interleave
