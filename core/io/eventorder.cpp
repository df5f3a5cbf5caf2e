#include "core/io/eventorder.h"

#include "core/trace/eventmerge.h"

#include <algorithm>
#include <vector>

namespace Interleave {

namespace {

/// By time, those of one moment by lane.
std::vector<Event> declarations(const Trace &trace)
{
    std::vector<Event> found;
    for (const Lane &lane : trace.lanes()) {
        if (lane.declared.kind() == EventKind::Lane)
            found.push_back(lane.declared);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Event &one, const Event &other) { return one.rawTime() < other.rawTime(); });
    return found;
}

} // namespace

bool forEachInOrder(const Trace &trace, const std::function<bool(const Event &)> &visit)
{
    EventMerge merge;
    for (const Lane &lane : trace.lanes())
        merge.add(lane, 0);
    for (const Event &declaration : declarations(trace)) {
        for (; !merge.atEnd() && merge.event().rawTime() < declaration.rawTime(); merge.advance()) {
            if (!visit(merge.event()))
                return false;
        }
        if (!visit(declaration))
            return false;
    }
    for (; !merge.atEnd(); merge.advance()) {
        if (!visit(merge.event()))
            return false;
    }
    return true;
}

} // namespace Interleave
