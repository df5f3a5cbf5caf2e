#include "core/io/csvwriter.h"

#include "core/io/eventorder.h"
#include "core/trace/names.h"

#include <string>
#include <string_view>

namespace Interleave {

namespace {

constexpr std::size_t blockBytes = 64 << 10;

std::string quoted(std::string_view text)
{
    std::string cell = "\"";
    for (char character : text) {
        cell += character;
        if (character == '"')
            cell += '"';
    }
    return cell + '"';
}

std::string textCell(std::string_view text)
{
    std::string cell(text);
    if (!cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos)
        cell.insert(cell.begin(), '\'');
    const bool needsQuotes = cell.find_first_of(",\"\r\n") != std::string::npos;
    return needsQuotes ? quoted(cell) : cell;
}

std::string_view reasonCell(const Event &event, const Trace &trace)
{
    switch (event.kind()) {
    case EventKind::Lane: return laneKindName(trace.lane(event.lane())->kind);
    case EventKind::Suspend: return reasonName(event.reason());
    case EventKind::Finish: return outcomeName(event.outcome());
    default: return {};
    }
}

bool isSleep(const Event &event)
{
    return event.kind() == EventKind::Suspend && event.reason() == Reason::Sleep;
}

std::string peerCell(const Event &event, const Trace &trace)
{
    std::optional<LaneId> peer;
    if (event.kind() == EventKind::Lane)
        peer = trace.lane(event.lane())->parent;
    else if (event.kind() == EventKind::Start || event.kind() == EventKind::Wake
             || event.kind() == EventKind::Send || event.kind() == EventKind::Resume || (event.kind() == EventKind::Suspend && !isSleep(event)))
        peer = event.peer();
    return peer ? std::to_string(peer->value()) : std::string();
}

std::string valueCell(const Event &event, const Trace &trace)
{
    if (const CounterSample *sample = trace.counter(event))
        return std::to_string(sample->value);
    if (isSleep(event))
        return std::to_string(unpackDuration(event.argument()).count());
    const bool isFinish = event.kind() == EventKind::Finish && event.outcome() != Outcome::Finished;
    return isFinish || event.kind() == EventKind::Lost ? std::to_string(event.argument()) : std::string();
}

std::string_view textOf(const Event &event, const Trace &trace)
{
    if (event.kind() == EventKind::Lane)
        return trace.lane(event.lane())->name;
    const CounterSample *sample = trace.counter(event);
    return sample ? std::string_view(sample->name) : trace.text(event);
}

void appendRow(std::string &rows, const Event &event, const Trace &trace)
{
    // What was declared before the first event, such as the machine, was there at its beginning.
    rows += std::to_string(std::max(Nanos(0), event.time() - trace.begin()).count());
    rows += ',' + std::to_string(event.lane().value()) + ',';
    rows += eventKindName(event.kind());
    rows += ',';
    rows += reasonCell(event, trace);
    rows += ',' + peerCell(event, trace) + ',' + valueCell(event, trace) + ',' + textCell(textOf(event, trace)) + ',';
    const bool isArrow = event.kind() == EventKind::Send || (event.kind() == EventKind::Wake && trace.isForeign());
    if (event.line() != 0 && !isArrow)
        rows += std::to_string(event.line());
    rows += "\r\n";
}

} // namespace

bool writeCsv(const Trace &trace, const std::function<bool(QByteArrayView)> &write)
{
    std::string rows = "time_ns,lane,kind,reason,peer,value,text,line\r\n";
    const bool good = forEachInOrder(trace, [&](const Event &event) {
        appendRow(rows, event, trace);
        if (rows.size() < blockBytes)
            return true;
        const bool written = write(QByteArrayView(rows));
        rows.clear();
        return written;
    });
    return good && write(QByteArrayView(rows));
}

} // namespace Interleave
