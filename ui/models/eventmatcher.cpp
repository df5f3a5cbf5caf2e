#include "ui/models/eventmatcher.h"

#include "core/trace/names.h"
#include "ui/models/eventtext.h"

#include <QStringList>

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t labelsKept = 4096; // few lanes wait for few others; a power of two

bool isIn(const std::vector<bool> &entries, std::uint32_t number)
{
    return number < entries.size() && entries[number];
}

/// "line 12", "line 12, 40"; none where the text is of another form.
std::vector<std::uint16_t> linesAskedFor(const QString &text)
{
    const QLatin1String word("line ");
    std::vector<std::uint16_t> lines;
    if (!text.startsWith(word, Qt::CaseInsensitive))
        return lines;
    for (const QString &number : text.mid(word.size()).split(QLatin1Char(','))) {
        if (const std::uint16_t line = number.trimmed().toUShort(); line != 0)
            lines.push_back(line);
    }
    return lines;
}

} // namespace

EventMatcher::EventMatcher(const Trace &trace, const SearchTerm &term)
    : m_trace(&trace), m_term(term), m_lines(linesAskedFor(term.text())), m_labels(labelsKept)
{
    for (std::size_t reason = 1; reason < m_reasons.size(); ++reason) {
        const std::string_view word = reasonName(Reason(reason));
        m_reasons[reason] = word != reasonName(Reason(0xff)) && m_term.isIn(word);
    }
}

bool EventMatcher::learn(std::size_t count)
{
    const auto texts = m_trace->texts();
    for (; count > 0 && m_texts.size() < texts.size(); --count)
        m_texts.push_back(m_term.isIn(texts[m_texts.size()]));
    const auto counters = m_trace->counters();
    for (; count > 0 && m_counters.size() < counters.size(); --count) {
        // A queue's depth is counted again and again under one name.
        const std::size_t number = m_counters.size();
        const bool isSame = number > 0 && counters[number].name == counters[number - 1].name;
        m_counters.push_back(isSame ? m_counters.back() : m_term.isIn(counters[number].name));
    }
    return m_texts.size() < texts.size() || m_counters.size() < counters.size();
}

bool EventMatcher::matches(const Event &event)
{
    const bool asksForLine = !m_lines.empty() && event.kind() == EventKind::Suspend;
    if (asksForLine && std::ranges::find(m_lines, event.line()) != m_lines.end())
        return true;
    switch (event.kind()) {
    case EventKind::Suspend: return m_reasons[event.detail()] || matchesLabel(event);
    case EventKind::Finish: return matchesLabel(event);
    case EventKind::Output:
    case EventKind::Note: return isIn(m_texts, event.argument());
    case EventKind::Counter: return isIn(m_counters, event.argument());
    default: return false;
    }
}

bool EventMatcher::matchesLabel(const Event &event)
{
    const std::uint64_t key = std::uint64_t(event.kind()) << 32 | std::uint64_t(event.detail()) << 24 | event.argument();
    Label &label = m_labels[(key ^ key >> 20) % labelsKept];
    if (label.key != key)
        label = {key, m_term.isIn(eventReasonText(*m_trace, event).toStdString())};
    return label.matches;
}

bool EventMatcher::matchesName(const Lane &lane) const
{
    return m_term.isIn(lane.name);
}

} // namespace Interleave
