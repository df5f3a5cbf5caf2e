// The head of one HTTP/1.1 request, taken apart, and whether the server may answer it: a pure
// function from bytes to a decision, so that every hostile head can be tried without a socket.
#pragma once

#include <QByteArray>

namespace Interleave {

struct Request {
    int refusal = 0;         // the status with which it is refused; 0: it may be answered
    QByteArray path;         // behind the token, "/r/python/top.json"
    QByteArray query;        // without its question mark
    bool keepsAlive = false; // the connection stays open for another request
};

/// The most that a request's head may measure, its empty line included.
inline constexpr qsizetype longestRequestHead = 8192;

/// `head` is everything before the empty line. Only GET by HTTP/1.1 or 1.0, without a body, with
/// exactly one Host, which must be `host`, and a target below "/" + token.
Request parseRequest(const QByteArray &head, const QByteArray &host, const QByteArray &token);

/// "Not Found"
QByteArray reasonPhrase(int status);

} // namespace Interleave
