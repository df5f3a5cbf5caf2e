// A client session for HTTP on Qt's network stack, awaited from our tasks:
//
//     const HttpResponse response = co_await client.get(url);
//
// The wait is recorded as i/o. Qt works in a thread of its own, whose lane appears with the first
// request. Cancelling the waiting task aborts the request, and so does the client's end. Used in the
// loop's thread; it must outlive the loop. Only addresses in figures, such as 127.0.0.1: looking up a
// name would bring a thread that nobody sees. What Qt does not see is not seen here: a body sent in
// chunks that is cut off between two of them counts as whole.
#pragma once

#include "core/executors/librarythread.h"
#include "core/executors/task.h"

#include <QNetworkAccessManager>

#include <optional>
#include <stdexcept>
#include <string>

class QNetworkReply;

namespace Interleave {

struct HttpResponse {
    int status = 0;
    std::string body;

    HttpResponse(int code, std::string content) : status(code), body(std::move(content)) {}
};

/// No answer, or half of one: what() says why in a few words, "connection lost".
struct HttpError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class HttpClient
{
public:
    /// The most that an answer's body may measure.
    static constexpr qint64 longestBody = 16'000'000;

    /// Each request, from its start to the last byte, may take that long.
    explicit HttpClient(Nanos timeout);
    HttpClient(const HttpClient &) = delete;
    ~HttpClient(); // closes

    /// The answer, whatever its status. Raises HttpError at the co_await; std::invalid_argument at once
    /// for an address that is not in figures.
    Awaitable<HttpResponse> get(const std::string &url);
    /// Aborts what is under way, and ends Qt's thread. std::logic_error for a request after that.
    void close();

private:
    class Request;

    std::size_t takeSlot();
    void findThread();

    Nanos m_timeout;
    std::optional<QNetworkAccessManager> m_manager; // until it is closed
    std::optional<LibraryThread> m_thread;
    std::vector<std::weak_ptr<Request>> m_slots; // by number: who uses it
    EventLoop::HandlePtr m_looking;
    bool m_isClosed = false;
};

} // namespace Interleave
