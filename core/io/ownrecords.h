// The meaning of the records that Interleave itself wrote (chromewriter.h): those that carry the
// run, a lane or an event in their args. All others only serve viewers and are passed over.
#pragma once

#include "core/io/tracegatherer.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace Interleave {

class OwnRecords
{
public:
    void take(const nlohmann::json &record);
    /// Takes the record that `text` is, if it is an event or serves viewers alone, as nearly all are.
    /// False for any other, and for one that is odd: it is to be parsed and taken whole. `text` is
    /// followed by scanPadding bytes.
    bool takeQuickly(std::string_view text);

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
    bool takeEventQuickly(std::string_view arguments);
    void addEvent(Event event, std::optional<std::int64_t> value, const std::function<std::string()> &text);

    TraceGatherer m_gathered;
    bool m_hasHeader = false, m_hasFooter = false, m_totalsDiffer = false;
    std::uint32_t m_checksum = 0;
    std::uint64_t m_malformed = 0;
    std::vector<bool> m_hasText; // by number: several events may share a text
};

} // namespace Interleave
