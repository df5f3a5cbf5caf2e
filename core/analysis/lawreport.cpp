#include "core/analysis/lawreport.h"

#include "core/analysis/states.h"
#include "core/trace/names.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace Interleave {

namespace {

std::string laneText(const Lane &lane)
{
    return std::string(laneKindName(lane.kind)) + " \"" + lane.name + "\" (lane " + std::to_string(lane.id.value())
           + ")";
}

} // namespace

void LawReport::add(const char *law, const Lane &lane, Nanos time, const std::string &what)
{
    const Nanos since = time - m_begin;
    m_found.push_back({law, lane.id, since, laneText(lane) + " " + what + " at " + durationText(since)});
    if (m_found.size() > 2 * m_limit + 1'000)
        shorten();
}

void LawReport::addTimeless(const char *law, std::string sentence)
{
    m_found.push_back({law, std::nullopt, std::nullopt, std::move(sentence)});
}

std::vector<Violation> LawReport::take()
{
    shorten();
    return std::move(m_found);
}

void LawReport::shorten()
{
    std::stable_sort(m_found.begin(), m_found.end(), [](const Violation &left, const Violation &right) {
        return left.time.value_or(Nanos::max()) < right.time.value_or(Nanos::max());
    });
    if (m_found.size() > m_limit)
        m_found.resize(m_limit);
}

void checkHolds(const Trace &trace, std::vector<Hold> holds, const char *law, const std::string &what,
                LawReport &report)
{
    std::sort(holds.begin(), holds.end(), [](const Hold &left, const Hold &right) {
        return std::tie(left.what, left.begin, left.lane) < std::tie(right.what, right.begin, right.lane);
    });
    const Hold *latest = nullptr;
    for (const Hold &hold : holds) {
        const bool sameThing = latest && latest->what == hold.what;
        if (sameThing && hold.begin < latest->end) {
            report.add(law, *trace.lane(hold.lane), hold.begin,
                       what + " " + laneText(*trace.lane(latest->lane)));
        }
        if (!sameThing || hold.end > latest->end)
            latest = &hold;
    }
}

} // namespace Interleave
