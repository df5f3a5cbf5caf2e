#include "core/io/chromerecord.h"

namespace Interleave {

namespace {

ChromeMember memberNamed(std::string_view key)
{
    using enum ChromeMember;
    switch (key.size()) {
    case 1:
        return key == "s" ? InstantScope : Other;
    case 2:
        return key == "ph" ? Phase : key == "ts" ? Time : key == "id" ? Id : Other;
    case 3:
        return key == "pid" ? Pid : key == "tid" ? Tid : key == "cat" ? Category : key == "dur" ? Duration
               : key == "id2" ? Id2 : Other;
    case 4:
        return key == "name" ? Name : key == "args" ? Arguments : Other;
    case 5:
        return key == "scope" ? IdScope : Other;
    case 7:
        return key == "bind_id" ? BindId : key == "flow_in" ? FlowIn : Other;
    case 8:
        return key == "flow_out" ? FlowOut : Other;
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
