#include "core/io/slicepairing.h"

#include "core/trace/event.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace Interleave {

namespace {

bool isEarlier(const Moment &a, const Moment &b) { return a.ns < b.ns; }

/// Sorts what is almost in order already, as slices are that were written at their ends. False,
/// with some of it done, when that takes more than a few moves for each.
bool sortByInsertion(std::vector<Moment> &moments)
{
    constexpr std::size_t movesForEach = 8;
    std::size_t moves = 0;
    for (std::size_t i = 1; i < moments.size(); ++i) {
        if (!isEarlier(moments[i], moments[i - 1]))
            continue;
        const Moment moment = moments[i];
        std::size_t place = i;
        for (; place > 0 && isEarlier(moment, moments[place - 1]) && moves <= movesForEach * moments.size(); --place) {
            moments[place] = moments[place - 1];
            ++moves;
        }
        moments[place] = moment;
        if (moves > movesForEach * moments.size())
            return false;
    }
    return true;
}

/// Every Begin becomes a Slice, in place; the Ends go.
class Pairing
{
public:
    Pairing(std::vector<Moment> &moments, TimeWindow window, std::span<const std::uint32_t> nameOf, ForeignTroubles &troubles)
        : m_moments(moments), m_window(window), m_nameOf(nameOf), m_troubles(troubles)
    {}

    void pairByOrder()
    {
        Open open;
        forEachKept([&](Moment &moment, std::size_t place) { return take(moment, place, open); });
        endOpen(open);
    }

    void pairById()
    {
        std::unordered_map<std::uint32_t, Open> openById;
        forEachKept([&](Moment &moment, std::size_t place) {
            moment.track = std::uint32_t(moment.value);
            moment.value = 0;
            Open &open = openById[moment.track];
            moment.text = moment.mark == Mark::End ? Moment::noText : moment.text;
            const bool kept = take(moment, place, open);
            if (open.empty())
                openById.erase(moment.track);
            return kept;
        });
        for (const auto &[id, open] : openById)
            endOpen(open);
    }

private:
    using Open = std::vector<std::size_t>; // places of slices that have no end yet, outermost first

    /// Closes the gaps that the others leave. `take` is told where the moment will stand.
    template<class Take>
    void forEachKept(Take take)
    {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_moments.size(); ++i) {
            if (take(m_moments[i], kept)) {
                if (kept != i)
                    m_moments[kept] = m_moments[i];
                ++kept;
            }
        }
        m_moments.resize(kept);
    }

    bool take(Moment &moment, std::size_t place, Open &open)
    {
        if (moment.mark == Mark::Begin) {
            moment.mark = Mark::Slice;
            open.push_back(place);
        } else if (moment.mark == Mark::End && open.empty()) {
            m_troubles.add(Trouble::StrayEnd);
        } else if (moment.mark == Mark::End) {
            const std::size_t which = whichEnds(open, moment);
            Moment &beginning = m_moments[open[which]];
            beginning.value = moment.ns - beginning.ns;
            open.erase(open.begin() + std::ptrdiff_t(which));
        }
        return moment.mark != Mark::End;
    }

    /// The innermost of that name, or else the innermost.
    std::size_t whichEnds(const Open &open, const Moment &end)
    {
        constexpr std::size_t mostLookedAt = 256;
        if (end.text == Moment::noText)
            return open.size() - 1;
        for (std::size_t i = 1; i <= std::min(open.size(), mostLookedAt); ++i) {
            const std::uint32_t text = m_moments[open[open.size() - i]].text;
            if (text == end.text || (text != Moment::noText && m_nameOf[text] == end.text))
                return open.size() - i;
        }
        m_troubles.add(Trouble::OtherName);
        return open.size() - 1;
    }

    void endOpen(const Open &open)
    {
        m_troubles.add(Trouble::NeverEnds, open.size());
        for (const std::size_t place : open)
            m_moments[place].value = std::max(m_window.end, m_moments[place].ns) - m_moments[place].ns;
    }

    std::vector<Moment> &m_moments;
    const TimeWindow m_window;
    const std::span<const std::uint32_t> m_nameOf;
    ForeignTroubles &m_troubles;
};

void leaveOutTooFar(std::vector<Moment> &moments, TimeWindow window, ForeignTroubles &troubles)
{
    const auto isTooFar = [window](const Moment &moment) {
        return std::uint64_t(moment.ns) - std::uint64_t(window.begin) > Event::timeMask;
    };
    const bool none = moments.empty() || (!isTooFar(moments.front()) && !isTooFar(moments.back()));
    troubles.add(Trouble::TooFar, none ? 0 : std::erase_if(moments, isTooFar));
}

void putLongestFirst(std::vector<Moment> &slices)
{
    const auto isLonger = [](const Moment &a, const Moment &b) { return a.value > b.value; };
    for (auto from = slices.begin(); from != slices.end();) {
        const auto to = std::find_if(std::next(from), slices.end(), [&](const Moment &slice) { return slice.ns != from->ns; });
        if (std::distance(from, to) > 1 && !std::is_sorted(from, to, isLonger))
            std::stable_sort(from, to, isLonger);
        from = to;
    }
}

} // namespace

/// Merges pieces of growing size instead of one std::stable_sort, so that it can be stopped within.
void sortByTime(std::vector<Moment> &moments, const ReadingWatch &watch)
{
    if (sortByInsertion(moments))
        return;
    constexpr std::size_t piece = 1 << 15;
    const std::size_t count = moments.size();
    const auto at = [count](std::vector<Moment> &all, std::size_t place) {
        return all.begin() + std::ptrdiff_t(std::min(place, count));
    };
    for (std::size_t from = 0; from < count && !watch.isStopped(); from += piece)
        std::stable_sort(at(moments, from), at(moments, from + piece), isEarlier);
    std::vector<Moment> merged(count);
    for (std::size_t size = piece; size < count; size *= 2) {
        for (std::size_t from = 0; from < count && !watch.isStopped(); from += 2 * size) {
            std::merge(at(moments, from), at(moments, from + size), at(moments, from + size),
                       at(moments, from + 2 * size), at(merged, from), isEarlier);
        }
        moments.swap(merged);
    }
}

void makeSlices(std::vector<Moment> &moments, bool byId, TimeWindow window, std::span<const std::uint32_t> nameOf,
                ForeignTroubles &troubles)
{
    leaveOutTooFar(moments, window, troubles);
    Pairing pairing(moments, window, nameOf, troubles);
    if (byId)
        pairing.pairById();
    else
        pairing.pairByOrder();
    putLongestFirst(moments);
}

} // namespace Interleave
