#include "core/executors/jobs.h"

#include <algorithm>

namespace Interleave {

std::string_view jobStateName(JobState state)
{
    switch (state) {
    case JobState::Deferred: return "deferred";
    case JobState::Queued: return "queued";
    case JobState::Started: return "started";
    case JobState::Scheduled: return "scheduled";
    case JobState::Finished: return "finished";
    case JobState::Failed: return "failed";
    case JobState::Lost: return "lost";
    }
    return {};
}

std::string_view jobNewsName(JobNews::Kind kind)
{
    switch (kind) {
    case JobNews::Kind::Started: return "started";
    case JobNews::Kind::Finished: return "finished";
    case JobNews::Kind::Raised: return "raised";
    case JobNews::Kind::Failed: return "failed";
    }
    return {};
}

std::chrono::milliseconds pauseAfter(std::chrono::milliseconds backoff, int failures)
{
    return backoff * (1 << std::clamp(failures - 1, 0, 10));
}

} // namespace Interleave
