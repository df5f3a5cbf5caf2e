// Index spaces as types of their own, so that a lane is never mistaken for a text.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace Interleave {

template<class Tag>
class StrongId
{
public:
    constexpr StrongId() = default;
    constexpr explicit StrongId(std::uint32_t value) : m_value(value) {}
    constexpr std::uint32_t value() const { return m_value; }
    constexpr auto operator<=>(const StrongId &) const = default;

private:
    std::uint32_t m_value = 0;
};

/// A lane of one trace. Real lanes count from 1; 0 stands for "none" inside records only,
/// everywhere else none is std::nullopt.
using LaneId = StrongId<struct LaneTag>;

} // namespace Interleave

template<class Tag>
struct std::hash<Interleave::StrongId<Tag>>
{
    std::size_t operator()(const Interleave::StrongId<Tag> &id) const noexcept { return id.value(); }
};
