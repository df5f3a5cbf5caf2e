#include "core/session/runseries.h"

#include <QMetaObject>

namespace Interleave {

RunSeries::RunSeries(std::vector<RunRequest> requests, QObject *parent)
    : QObject(parent), m_requests(std::move(requests))
{}

RunSeries::~RunSeries() = default;

void RunSeries::start()
{
    if (std::exchange(m_started, true))
        return;
    beginNext();
}

void RunSeries::stop()
{
    m_stopped = true;
    if (m_session)
        m_session->stop();
}

/// The sessions' signals come from within them: nothing of one is deleted, and no next one begun, but
/// from the event loop.
void RunSeries::beginNext()
{
    if (m_stopped || m_next == m_requests.size()) {
        m_over = true;
        Q_EMIT finished();
        return;
    }
    m_session = std::make_unique<Session>(m_requests[m_next++]);
    const auto later = Qt::QueuedConnection;
    Session *session = m_session.get();
    connect(session, &Session::saved, this, &RunSeries::conclude, later); // after finished(), with or without a file
    connect(session, &Session::notSaved, this, &RunSeries::notSaved);
    connect(session, &Session::failed, this, &RunSeries::refuse, later);
    if (const Result<void> begun = session->begin(); begun.hasValue())
        Q_EMIT began(m_next - 1);
    else
        QMetaObject::invokeMethod(this, [this, error = begun.error()] { refuse(error); }, later);
}

void RunSeries::conclude()
{
    const std::shared_ptr<const Trace> trace = m_session->trace();
    m_session.reset();
    Q_EMIT ended(m_next - 1, trace);
    beginNext();
}

void RunSeries::refuse(const Error &error)
{
    m_session.reset();
    Q_EMIT refused(m_next - 1, error);
    beginNext();
}

} // namespace Interleave
