#include "core/io/eventcodes.h"

#include "core/trace/names.h"

#include <array>
#include <bitset>

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

using KnownCodes = std::array<std::bitset<codes>, kinds>;

/// Asked once for each code, as there may be millions of events.
KnownCodes makeKnownCodes()
{
    KnownCodes known;
    for (int kind = 0; kind < kinds; ++kind) {
        for (int detail = 0; detail < codes; ++detail)
            known[std::size_t(kind)][std::size_t(detail)] = isKnown(EventKind(kind), std::uint8_t(detail));
    }
    return known;
}

} // namespace

bool isKnownEvent(const Event &event)
{
    static const KnownCodes known = makeKnownCodes();
    return known[std::size_t(event.kind())][event.detail()];
}

bool isKnownLaneKind(std::uint8_t code)
{
    return hasWord(laneKindName(LaneKind(code)));
}

} // namespace Interleave
