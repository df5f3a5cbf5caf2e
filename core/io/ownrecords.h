// The meaning of the records that Interleave itself wrote (chromewriter.h): those that carry the
// run, a lane or an event in their args. All others only serve viewers and are passed over.
#pragma once

#include "core/io/tracegatherer.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>

namespace Interleave {

class OwnRecords
{
public:
    void take(const nlohmann::json &record);

    bool hasHeader() const { return m_hasHeader; }
    bool hasFooter() const { return m_hasFooter; }
    /// The footer's checksum of all bytes before it.
    std::uint32_t checksum() const { return m_checksum; }

    /// What was found so far, for adding problems, and for finish().
    TraceGatherer &gathered() { return m_gathered; }
    /// Says what is missing, then gives the trace.
    Trace finish();

private:
    void takeHeader(const nlohmann::json &arguments);
    void takeFooter(const nlohmann::json &arguments);
    void takeLane(const nlohmann::json &arguments);
    void takeEvent(const nlohmann::json &arguments);

    TraceGatherer m_gathered;
    bool m_hasHeader = false, m_hasFooter = false, m_totalsDiffer = false;
    std::uint32_t m_checksum = 0;
    std::uint64_t m_malformed = 0;
};

} // namespace Interleave
