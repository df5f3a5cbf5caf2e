#include "core/io/eventcodes.h"

#include "core/trace/names.h"

#include <array>

namespace Interleave {

namespace {

constexpr int codes = 256;
constexpr int kinds = 128;

bool hasWord(std::string_view word)
{
    return word != "unknown";
}

bool isKnown(EventKind kind, std::uint8_t detail)
{
    if (kind == EventKind::Lane || !hasWord(eventKindName(kind)))
        return false;
    if (kind == EventKind::Suspend)
        return hasWord(reasonName(Reason(detail)));
    return kind != EventKind::Finish || hasWord(outcomeName(Outcome(detail)));
}

constexpr std::uint8_t unknown = 1, carrying = 2;
using Codes = std::array<std::array<std::uint8_t, codes>, kinds>;

std::uint8_t traitsOf(EventKind kind, std::uint8_t detail)
{
    const bool carries = kind == EventKind::Counter || Event(0, kind, detail, hostLane).carriesText();
    return std::uint8_t((isKnown(kind, detail) ? 0 : unknown) | (carries ? carrying : 0));
}

/// Asked once for each code, as there may be millions of events.
Codes makeCodes()
{
    Codes made;
    for (int kind = 0; kind < kinds; ++kind) {
        for (int detail = 0; detail < codes; ++detail)
            made[std::size_t(kind)][std::size_t(detail)] = traitsOf(EventKind(kind), std::uint8_t(detail));
    }
    return made;
}

const Codes &traits()
{
    static const Codes made = makeCodes();
    return made;
}

} // namespace

bool isKnownEvent(const Event &event)
{
    return !(traits()[std::size_t(event.kind())][event.detail()] & unknown);
}

CodesFound codesOf(std::span<const Event> events)
{
    const Codes &codes = traits();
    std::uint8_t all = 0;
    for (const Event &event : events)
        all |= codes[std::size_t(event.kind())][event.detail()];
    return {(all & unknown) != 0, (all & carrying) != 0};
}

bool isKnownLaneKind(std::uint8_t code)
{
    return hasWord(laneKindName(LaneKind(code)));
}

} // namespace Interleave
