#include "core/executors/httpclient.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>

#include <qcoro/qcoronetworkreply.h>
#include <qcoro/qcorotask.h>

namespace Interleave {

using namespace std::chrono_literals;

/// One request under way, as the future of its answer. Settled by the gate, by its timer or by a
/// cancel; in the last two cases the reply is aborted, whose end then finds nobody waiting.
class HttpClient::Request final : public Future<HttpResponse>
{
public:
    Request(EventLoop &owner, QNetworkReply *reply) : Future<HttpResponse>(owner), m_reply(reply) {}

    void begin(const std::shared_ptr<Request> &self, Nanos timeout)
    {
        m_timer = loop().callLater(timeout, [weak = std::weak_ptr(self)] {
            if (const auto request = weak.lock())
                request->fail("no answer in time");
        });
        QObject::connect(m_reply, &QNetworkReply::readyRead, m_reply, [weak = std::weak_ptr(self)] {
            if (const auto request = weak.lock(); request && request->m_reply->bytesAvailable() > longestBody)
                request->fail("answer too long");
        });
        gate(m_reply, self);
    }

    bool cancel() override
    {
        if (!FutureBase::cancel())
            return false;
        release();
        return true;
    }

    void fail(const char *why)
    {
        if (isDone())
            return;
        setException(std::make_exception_ptr(HttpError(why)));
        release();
    }

private:
    /// As qtawait.h's: Qt and QCoro touch this frame alone, never one of ours.
    static QCoro::Task<void> gate(QNetworkReply *reply, std::shared_ptr<Request> request)
    {
        co_await reply;
        request->replyFinished();
    }

    void replyFinished()
    {
        if (isDone())
            return;
        const QVariant status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
        const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
        const QByteArray body = m_reply->readAll();
        if (m_reply->error() == QNetworkReply::ConnectionRefusedError) {
            fail("connection refused");
        } else if (!status.isValid() || isCutOff(length, body)) {
            fail("connection lost");
        } else {
            setResult(HttpResponse(status.toInt(), body.toStdString()));
            release();
        }
    }

    /// An error status is an error for Qt, but an answer for us; anything else is not.
    bool isCutOff(const QVariant &announced, const QByteArray &body) const
    {
        const int error = m_reply->error();
        const bool isAnswer = error == QNetworkReply::NoError || error > QNetworkReply::UnknownProxyError;
        return !isAnswer || (announced.isValid() && announced.toLongLong() != body.size());
    }

    /// The reply and the timer are not needed any more.
    void release()
    {
        m_timer->cancelled = true;
        QNetworkReply *reply = m_reply;
        if (!reply->isFinished())
            reply->abort();
        // Not now: it may be the reply that calls us. Without a loop it goes with its manager.
        if (EventLoop::running())
            loop().callSoon([guarded = QPointer(reply)] { delete guarded.data(); });
    }

    QNetworkReply *m_reply;
    EventLoop::HandlePtr m_timer;
};

HttpClient::HttpClient(Nanos timeout) : m_timeout(timeout) {}

HttpClient::~HttpClient() { close(); }

void HttpClient::close()
{
    m_isClosed = true;
    if (m_looking)
        m_looking->cancelled = true;
    for (const std::weak_ptr<Request> &slot : std::exchange(m_slots, {})) {
        if (const auto request = slot.lock())
            request->fail("client closed");
    }
    if (m_thread)
        m_thread->find(); // however short its life was
    m_manager.reset(); // waits until its thread has ended
    m_thread.reset();
}

/// Qt opens six connections to a host and lets further requests wait. Requests that differ in the name
/// by which the peer would be verified, which plain HTTP never does, have connections of their own: so
/// each request under way has a number, as small as possible, so that connections are used again.
std::size_t HttpClient::takeSlot()
{
    std::size_t number = 0;
    for (; number < m_slots.size(); ++number) {
        const auto request = m_slots[number].lock();
        if (!request || request->isDone())
            return number;
    }
    m_slots.emplace_back();
    return number;
}

Awaitable<HttpResponse> HttpClient::get(const std::string &url)
{
    const QUrl address(QString::fromStdString(url));
    if (QHostAddress(address.host()).isNull())
        throw std::invalid_argument("not an address in figures: " + url);
    if (m_isClosed)
        throw std::logic_error("the client is closed");
    if (!m_manager) {
        m_thread.emplace("QNetworkAccessManager thread", "Qt's HTTP thread");
        m_manager.emplace();
        m_manager->setProxy(QNetworkProxy::NoProxy);
    }
    QNetworkRequest request(address);
    const std::size_t slot = takeSlot();
    request.setPeerVerifyName(QStringLiteral("connection %1").arg(slot));
    request.setRawHeader("Accept-Encoding", "identity"); // a body is as long as it is said to be
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    auto underWay = std::make_shared<Request>(*EventLoop::running(), m_manager->get(request));
    m_slots[slot] = underWay;
    underWay->begin(underWay, m_timeout);
    findThread();
    return Awaitable<HttpResponse>(underWay, Reason::Io);
}

/// It takes its name a moment after it has begun.
void HttpClient::findThread()
{
    const bool isLooking = m_looking && !m_looking->cancelled;
    if (isLooking || m_thread->look())
        return;
    m_looking = EventLoop::running()->callLater(1ms, [this] {
        m_looking.reset();
        findThread();
    });
}

} // namespace Interleave
