#include "core/io/chromerecord.h"

#include <cstring>

namespace Interleave {

namespace {

/// Whether a key of that length is `word`; lengths known to the compiler make it one comparison.
template<std::size_t size>
bool is(std::string_view key, const char (&word)[size])
{
    return std::memcmp(key.data(), word, size - 1) == 0;
}

ChromeMember memberNamed(std::string_view key)
{
    using enum ChromeMember;
    switch (key.size()) {
    case 1:
        return is(key, "s") ? InstantScope : Other;
    case 2:
        return is(key, "ph") ? Phase : is(key, "ts") ? Time : is(key, "id") ? Id : is(key, "bp") ? BindPoint : Other;
    case 3:
        return is(key, "pid") ? Pid : is(key, "tid") ? Tid : is(key, "cat") ? Category : is(key, "dur") ? Duration
               : is(key, "id2") ? Id2 : Other;
    case 4:
        return is(key, "name") ? Name : is(key, "args") ? Arguments : Other;
    case 5:
        return is(key, "scope") ? IdScope : Other;
    case 7:
        return is(key, "bind_id") ? BindId : is(key, "flow_in") ? FlowIn : Other;
    case 8:
        return is(key, "flow_out") ? FlowOut : Other;
    default:
        return Other;
    }
}

RecordEnd brokenAt(const char *at, const char *end)
{
    return at >= end ? RecordEnd::Cut : RecordEnd::Damaged;
}

} // namespace

RecordEnd readRecord(const char *&at, const char *end, ChromeRecord &record)
{
    record.clear();
    const char *place = skipBlank(at + 1);
    while (*place != '}') {
        JsonToken key;
        if (*place != '"')
            return brokenAt(place, end);
        place = readValue(place, end, key);
        if (!place)
            return RecordEnd::Cut;
        place = skipBlank(place);
        if (*place != ':')
            return brokenAt(place, end);
        JsonToken &value = record.put(memberNamed(key.bytes));
        place = readValue(skipBlank(place + 1), end, value);
        if (!place)
            return RecordEnd::Cut;
        if (value.bytes.empty() && value.kind == JsonKind::Scalar)
            return RecordEnd::Damaged;
        place = skipBlank(place);
        if (*place == ',')
            place = skipBlank(place + 1);
        else if (*place != '}')
            return brokenAt(place, end);
    }
    if (place >= end)
        return RecordEnd::Cut;
    at = place + 1;
    return RecordEnd::Whole;
}

} // namespace Interleave
