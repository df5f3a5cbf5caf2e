#include "core/io/asyncends.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace Interleave {

namespace {

using Ids = std::unordered_set<std::int64_t>;

Ids begunOn(const ForeignTrack &track)
{
    Ids ids;
    for (const Moment &moment : track.moments) {
        if (moment.mark == Mark::Begin)
            ids.insert(moment.value);
    }
    return ids;
}

void bringEndsHome(const std::vector<ForeignTrack *> &ofCategory)
{
    std::vector<Ids> begun;
    std::unordered_map<std::int64_t, ForeignTrack *> homes;
    for (ForeignTrack *track : ofCategory) {
        for (const std::int64_t id : begun.emplace_back(begunOn(*track)))
            homes.try_emplace(id, track); // the file's first process where several have it
    }
    for (std::size_t i = 0; i < ofCategory.size(); ++i) {
        std::erase_if(ofCategory[i]->moments, [&](const Moment &moment) {
            if (moment.mark != Mark::End || begun[i].contains(moment.value))
                return false;
            const auto home = homes.find(moment.value);
            if (home != homes.end())
                home->second->moments.push_back(moment);
            return home != homes.end();
        });
    }
}

} // namespace

void bringEndsHome(std::span<ForeignTrack> tracks)
{
    std::map<std::string_view, std::vector<ForeignTrack *>> categories;
    for (ForeignTrack &track : tracks) {
        if (track.kind == TrackKind::Async)
            categories[track.rest].push_back(&track);
    }
    for (const auto &[category, ofCategory] : categories) {
        if (ofCategory.size() > 1)
            bringEndsHome(ofCategory);
    }
}

} // namespace Interleave
