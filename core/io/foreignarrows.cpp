#include "core/io/foreignarrows.h"

#include <algorithm>
#include <tuple>

namespace Interleave {

namespace {

bool isEarlier(const FlowEnd &a, const FlowEnd &b)
{
    const auto keyOf = [](const FlowEnd &flow) {
        return std::tuple(flow.key, flow.ns, flow.phase == 's' ? 0 : flow.phase == 't' ? 1 : 2);
    };
    return keyOf(a) < keyOf(b);
}

class Joining
{
public:
    Joining(std::size_t tracks, ForeignTroubles &troubles) : m_troubles(troubles) { result.ends.resize(tracks); }

    void take(const FlowEnd &flow)
    {
        const bool isOther = m_source && m_source->key != flow.key;
        if (isOther || flow.phase == 's')
            leave();
        if (flow.phase != 's' && m_source)
            join(*m_source, flow);
        m_troubles.add(Trouble::FlowWithoutSource, flow.phase != 's' && !m_source);
        m_source = flow.phase == 'f' ? nullptr : &flow;
    }

    /// What was to be the source of an arrow, if anything, gets none.
    void leave()
    {
        m_troubles.add(Trouble::FlowWithoutTarget, m_source && m_source->phase == 's');
        m_source = nullptr;
    }

    JoinedArrows result;

private:
    void join(const FlowEnd &source, const FlowEnd &target)
    {
        if (result.arrows.size() > Event::idMask) {
            m_troubles.add(Trouble::TooManyArrows);
            return;
        }
        const std::uint32_t number = std::uint32_t(result.arrows.size());
        result.arrows.emplace_back();
        result.ends[source.track].push_back({source.ns, number, true, false});
        result.ends[target.track].push_back({target.ns, number, false, target.waits});
    }

    ForeignTroubles &m_troubles;
    const FlowEnd *m_source = nullptr;
};

} // namespace

JoinedArrows joinArrows(std::vector<FlowEnd> flows, std::size_t tracks, ForeignTroubles &troubles)
{
    std::stable_sort(flows.begin(), flows.end(), isEarlier);
    Joining joining(tracks, troubles);
    for (const FlowEnd &flow : flows)
        joining.take(flow);
    joining.leave();
    return std::move(joining.result);
}

} // namespace Interleave
