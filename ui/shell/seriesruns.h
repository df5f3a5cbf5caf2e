// The runs of a sweep or a repetition in the window: each has a file in a folder that goes when this
// goes, small ones stay in memory, too, and any of them can be shown again. Window thread.
#pragma once

#include "core/session/runseries.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace Interleave {

class SeriesRuns : public QObject
{
    Q_OBJECT

public:
    /// Larger runs are read from their file again, which takes milliseconds.
    static constexpr std::uint64_t mostEventsInMemory = 100'000;

    using QObject::QObject;

    /// Forgets the runs before. Does nothing while some go on.
    void start(std::vector<RunRequest> requests);
    void stop();

    bool isRunning() const { return m_series && m_series->isRunning(); }
    std::size_t size() const { return m_series ? m_series->size() : 0; }
    std::size_t done() const { return m_series ? m_series->done() : 0; }
    /// A run that is over; null where there is none of that number, or its file is gone.
    std::shared_ptr<const Trace> trace(std::size_t number) const;

Q_SIGNALS:
    void ended(std::size_t number, const std::shared_ptr<const Interleave::Trace> &trace);
    void refused(std::size_t number, const Interleave::Error &error);
    /// How many are over.
    void progressed(std::size_t done);
    void finished();

private:
    void keep(std::size_t number, const std::shared_ptr<const Trace> &trace);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RunSeries> m_series;
    std::vector<std::shared_ptr<const Trace>> m_traces; // by number; null where it is in its file alone
};

} // namespace Interleave
