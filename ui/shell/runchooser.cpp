#include "ui/shell/runchooser.h"

#include <QAbstractItemView>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int leastCharacters = 16;

} // namespace

RunChooser::RunChooser(QWidget *parent) : QComboBox(parent)
{
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(leastCharacters);
    connect(OpenRuns::instance(), &OpenRuns::changed, this, &RunChooser::list);
    connect(this, &QComboBox::activated, this, &RunChooser::choose);
    list();
}

void RunChooser::showRun(std::optional<OpenRun> run)
{
    m_shown = std::move(run);
    list();
}

void RunChooser::list()
{
    if (view()->isVisible())
        return; // not under the user's hand
    m_runs = OpenRuns::instance()->runs();
    const auto isShown = [this](const OpenRun &run) { return m_shown && run.trace == m_shown->trace; };
    if (m_shown && std::ranges::none_of(m_runs, isShown))
        m_runs.push_back(*m_shown); // forgotten there since
    clear();
    for (const OpenRun &run : m_runs)
        addItem(run.title());
    addItem(tr("Open File…"));
    const auto shown = std::ranges::find_if(m_runs, isShown);
    setCurrentIndex(shown == m_runs.end() ? -1 : int(shown - m_runs.begin()));
    setToolTip(currentText());
}

void RunChooser::choose(int index)
{
    if (index >= 0 && index < int(m_runs.size()))
        Q_EMIT runChosen(m_runs[std::size_t(index)]);
    else if (index == int(m_runs.size()))
        Q_EMIT fileRequested();
    list();
}

} // namespace Interleave
