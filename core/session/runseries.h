// Several runs, one after the other: a sweep, a repetition. Each begins when the one before is over
// and its file written, so that none disturbs another's measurement. One that cannot be started is
// reported, and the next begins. Lives in the thread that made it, which needs an event loop.
#pragma once

#include "core/session/session.h"

#include <QObject>

#include <memory>
#include <vector>

namespace Interleave {

class RunSeries : public QObject
{
    Q_OBJECT

public:
    explicit RunSeries(std::vector<RunRequest> requests, QObject *parent = nullptr);
    /// Stops what runs and leaves nothing behind.
    ~RunSeries() override;

    /// Begins the first, once.
    void start();
    /// Ends the run that goes on, as Session::stop(), and begins no other; finished() follows.
    void stop();

    bool isRunning() const { return m_started && !m_over; }
    std::size_t size() const { return m_requests.size(); }
    /// How many are over, refused ones included.
    std::size_t done() const { return m_next - (m_session ? 1 : 0); }
    const RunRequest &request(std::size_t number) const { return m_requests[number]; }

Q_SIGNALS:
    void began(std::size_t number);
    /// That run is over by itself or by stop(), its trace is complete; its file, too, if it could be written.
    void ended(std::size_t number, const std::shared_ptr<const Interleave::Trace> &trace);
    /// That run could not be started.
    void refused(std::size_t number, const Interleave::Error &error);
    void notSaved(const QString &sentence);
    /// All are over, or it was stopped.
    void finished();

private:
    void beginNext();
    void conclude();
    void refuse(const Error &error);

    std::vector<RunRequest> m_requests;
    std::unique_ptr<Session> m_session;
    std::size_t m_next = 0; // to begin
    bool m_started = false, m_stopped = false, m_over = false;
};

} // namespace Interleave
