#include "core/io/foreigntroubles.h"

#include "core/io/jsonscan.h"

namespace Interleave {

namespace {

constexpr std::size_t mostNames = 50; // of metadata and members; the rest is counted together
constexpr std::size_t longestName = 80;

/// In the order of Trouble: for one, and for several.
constexpr const char *sentenceParts[][2] = {
    {"damaged record left out", "damaged records left out"},
    {"record too long left out", "records too long left out"},
    {"record has no time and was left out", "records have no time and were left out"},
    {"record has a time that is no number or beyond reason and was left out",
     "records have times that are no numbers or beyond reason and were left out"},
    {"record lies too far from the others in time and was left out or cut",
     "records lie too far from the others in time and were left out or cut"},
    {"slice has no duration; it is shown as a moment", "slices have no duration; they are shown as moments"},
    {"slice has a negative duration; it is shown as a moment",
     "slices have a negative duration; they are shown as moments"},
    {"end of a slice has no beginning and was left out", "ends of slices have no beginning and were left out"},
    {"end of a slice bears another name than the slice it was taken for",
     "ends of slices bear other names than the slices they were taken for"},
    {"slice lies too deep or overlaps too many others to get a row; only its name is kept, as a note of its lane",
     "slices lie too deep or overlap too many others to get rows; only their names are kept, as notes of their lanes"},
    {"record belongs to more lanes than can be shown", "records belong to more lanes than can be shown"},
    {"name is more than can be numbered and was left out", "names are more than can be numbered and were left out"},
    {"name is longer than 1 MiB and was cut", "names are longer than 1 MiB and were cut"},
    {"asynchronous record or arrow has no id and was left out",
     "asynchronous records or arrows have no id and were left out"},
    {"counter value is no number and was left out", "counter values are no numbers and were left out"},
    {"counter value is more than can be numbered and was left out",
     "counter values are more than can be numbered and were left out"},
    {"arrow (flow) is more than can be numbered and was left out",
     "arrows (flows) are more than can be numbered and were left out"},
    {"record is Interleave's own, but the file has lost its header",
     "records are Interleave's own, but the file has lost its header"},
    {"record says that its recorder overflowed: there was more than stands in the file",
     "records say that their recorder overflowed: there was more than stands in the file"},

    {"slice has no end; it is shown up to the end of the trace",
     "slices have no end; they are shown up to the end of the trace"},
    {"slice overlaps another of its thread without lying within it; it is shown on a row of its own below the thread",
     "slices overlap others of their thread without lying within them; they are shown on rows of their own below the thread"},
    {"counter value is a fraction and was rounded to a whole number",
     "counter values are fractions and were rounded to whole numbers"},
    {"counter value is larger than 64 bits hold and is shown as the largest",
     "counter values are larger than 64 bits hold and are shown as the largest"},
    {"arrow (flow) has no beginning in the file and is not shown",
     "arrows (flows) have no beginning in the file and are not shown"},
    {"arrow (flow) has no end in the file and is not shown", "arrows (flows) have no end in the file and are not shown"},
    {"arrow (flow) leaves or ends where no slice is and is not shown",
     "arrows (flows) leave or end where no slice is and are not shown"},
    {"record has arguments (args) that would be too much text together; only its name is kept",
     "records have arguments (args) that would be too much text together; only their names are kept"},
    {"end of a slice has arguments (args) of its own, which are not shown",
     "ends of slices have arguments (args) of their own, which are not shown"},
    {"record is of a kind (ph) that is shown only as a moment, with its kind among its details",
     "records are of kinds (ph) that are shown only as moments, with their kinds among their details"},
    {"process or thread is named, but nothing happens there; it has no row",
     "processes or threads are named, but nothing happens there; they have no rows"},
};
static_assert(std::size(sentenceParts) == std::size_t(Trouble::Count));

/// Members beside the records that hold events in a form that is not read.
bool holdsEvents(const std::string &member)
{
    return member == "systemTraceEvents" || member == "samples" || member == "powerTraceAsString"
           || member == "androidProcessDump" || member == "battorLogAsString";
}

std::string counted(std::uint64_t count, const char *one, const char *several)
{
    return std::to_string(count) + " " + (count == 1 ? one : several);
}

std::string quoted(const std::string &name)
{
    return "'" + name.substr(0, longestName) + (name.size() > longestName ? "…" : "") + "'";
}

void addName(std::map<std::string, std::uint64_t> &names, const std::string &name, std::uint64_t times)
{
    const bool hasRoom = names.size() < mostNames || names.contains(name);
    names[hasRoom ? name : "others"] += times;
}

} // namespace

void ForeignTroubles::addMetadata(const std::string &name) { addName(m_metadata, name, 1); }
void ForeignTroubles::addMember(const std::string &name) { addName(m_members, name, 1); }

void ForeignTroubles::add(const ForeignTroubles &others)
{
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += others.m_counts[i];
    for (const auto &[name, times] : others.m_metadata)
        addName(m_metadata, name, times);
    for (const auto &[name, times] : others.m_members)
        addName(m_members, name, times);
}

void ForeignTroubles::say(std::vector<std::string> &sentences, Trouble first, Trouble end) const
{
    for (std::size_t i = std::size_t(first); i < std::size_t(end); ++i) {
        if (m_counts[i] > 0)
            sentences.push_back(counted(m_counts[i], sentenceParts[i][0], sentenceParts[i][1]) + ".");
    }
}

std::vector<std::string> ForeignTroubles::problems() const
{
    std::vector<std::string> sentences;
    say(sentences, Trouble(0), firstNote);
    for (const auto &[name, times] : m_members) {
        if (holdsEvents(name))
            sentences.push_back("The file's member " + quoted(name) + " holds events that are not read.");
    }
    return sentences;
}

std::vector<std::string> ForeignTroubles::notes() const
{
    std::vector<std::string> sentences;
    say(sentences, firstNote, Trouble::Count);
    for (const auto &[name, times] : m_metadata)
        sentences.push_back(counted(times, "metadata record", "metadata records") + " " + quoted(name)
                            + (times == 1 ? " is" : " are") + " not shown.");
    for (const auto &[name, times] : m_members) {
        if (!holdsEvents(name))
            sentences.push_back("The file's member " + quoted(name) + " is not shown.");
    }
    return sentences;
}

} // namespace Interleave
