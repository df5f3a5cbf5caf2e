#include "ui/shell/seriesruns.h"

#include "core/io/tracefile.h"
#include "core/trace/sharedtrace.h"

#include <QFile>

namespace Interleave {

void SeriesRuns::start(std::vector<RunRequest> requests)
{
    if (isRunning())
        return;
    m_traces.assign(requests.size(), nullptr);
    m_folder = std::make_unique<QTemporaryDir>();
    for (std::size_t number = 0; number < requests.size() && m_folder->isValid(); ++number)
        requests[number].autosaveFile = m_folder->filePath(QStringLiteral("%1.ilv").arg(number + 1));
    m_series = std::make_unique<RunSeries>(std::move(requests));
    RunSeries *series = m_series.get();
    connect(series, &RunSeries::ended, this, [this](std::size_t number, const std::shared_ptr<const Trace> &trace) {
        keep(number, trace);
        Q_EMIT ended(number, trace);
        Q_EMIT progressed(number + 1);
    });
    connect(series, &RunSeries::refused, this, [this](std::size_t number, const Error &error) {
        Q_EMIT refused(number, error);
        Q_EMIT progressed(number + 1);
    });
    connect(series, &RunSeries::finished, this, &SeriesRuns::finished);
    series->start();
}

void SeriesRuns::stop()
{
    if (m_series)
        m_series->stop();
}

void SeriesRuns::keep(std::size_t number, const std::shared_ptr<const Trace> &trace)
{
    const bool hasFile = m_folder->isValid() && QFile::exists(m_series->request(number).autosaveFile);
    if (!hasFile || trace->eventCount() <= mostEventsInMemory)
        m_traces[number] = trace;
}

std::shared_ptr<const Trace> SeriesRuns::trace(std::size_t number) const
{
    if (number >= m_traces.size())
        return nullptr;
    if (m_traces[number])
        return m_traces[number];
    Result<OpenedTrace> opened = openTraceFile(m_series->request(number).autosaveFile);
    return opened.hasValue() ? sharedTrace(std::move(opened.value().trace)) : nullptr;
}

} // namespace Interleave
