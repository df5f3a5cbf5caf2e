#include "core/trace/event.h"

namespace Interleave {

namespace {
constexpr std::uint32_t mantissaLimit = 1u << 20;
}

std::uint32_t packDuration(Nanos duration)
{
    std::uint64_t mantissa = duration.count() > 0 ? std::uint64_t(duration.count()) : 0;
    std::uint32_t exponent = 0;
    while (mantissa >= mantissaLimit) {
        mantissa = (mantissa + 5) / 10;
        ++exponent;
    }
    return exponent << 20 | std::uint32_t(mantissa);
}

Nanos unpackDuration(std::uint32_t packed)
{
    std::int64_t value = packed & (mantissaLimit - 1);
    for (std::uint32_t exponent = packed >> 20 & 15; exponent > 0; --exponent)
        value = value > INT64_MAX / 10 ? INT64_MAX : value * 10;
    return Nanos(value);
}

} // namespace Interleave
