// Cuts a Chrome trace into its records, however it is laid out, block by block: the objects of the
// outermost array, or of the member "traceEvents" of the outermost object. It never holds more than
// the bytes that it is given, and what is damaged costs no more than itself.
#pragma once

#include "core/io/chromerecord.h"

namespace Interleave {

/// Who takes what the scanner finds.
class ChromeSink
{
public:
    virtual ~ChromeSink() = default;
    virtual void takeRecord(const ChromeRecord &record) = 0;
    /// Something among the records that is none: damaged, or another value.
    virtual void takeDamage() = 0;
    /// A record or member that is too long to be read.
    virtual void takeRefusal() = 0;
    /// A member of the outermost object, other than the records.
    virtual void takeMember(const JsonToken &key, const JsonToken &value) = 0;
};

class ChromeScanner
{
public:
    static constexpr std::size_t longestRecord = 16 << 20; // more is passed over without being kept

    enum class Place : std::uint8_t { Start, Members, Records, Over, Passing };

    /// Scans what is whole and gives how many bytes that was; the rest is to come again with more
    /// behind it. `bytes` are followed by scanPadding zeros.
    std::size_t scan(std::string_view bytes, ChromeSink &sink);

    Place place() const { return m_place; }
    /// Puts it where a line of a file with one record a line begins.
    void startAmongRecords() { m_place = Place::Records; m_sawRecords = true; }
    bool sawRecords() const { return m_sawRecords; }
    /// The array of records, and what is around it, came to its end.
    bool isWhole() const { return m_sawRecords && m_place == Place::Over; }
    /// It goes on alike, whatever comes.
    bool operator==(const ChromeScanner &) const = default;

private:
    const char *scanStart(const char *at, const char *end);
    const char *scanMember(const char *at, const char *end, ChromeSink &sink);
    const char *scanAmongRecords(const char *at, const char *end, ChromeRecord &record, ChromeSink &sink);
    const char *pass(const char *at, const char *end);
    void beginPassing(ChromeSink &sink);

    Place m_place = Place::Start;
    bool m_inObject = false; // the outermost value is an object
    bool m_sawRecords = false;
    // While passing over something that is too long:
    Place m_placeBehind = Place::Records;
    std::uint64_t m_depth = 0;
    bool m_inText = false, m_escaped = false;
};

} // namespace Interleave
