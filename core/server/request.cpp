#include "core/server/request.h"

#include <QList>

#include <optional>

namespace Interleave {

namespace {

Request refused(int status)
{
    Request request;
    request.refusal = status;
    return request;
}

struct Headers {
    QList<QByteArray> hosts;
    QByteArray connection;
    bool hasBody = false;
};

/// Nothing when a line is no header.
std::optional<Headers> headersOf(const QList<QByteArray> &lines)
{
    Headers headers;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon).toLower();
        if (colon <= 0 || name != name.trimmed()) // a continued line or a blank before the colon
            return std::nullopt;
        const QByteArray value = line.mid(colon + 1).trimmed();
        if (name == "host")
            headers.hosts << value;
        else if (name == "connection")
            headers.connection = value.toLower();
        else if (name == "transfer-encoding" || (name == "content-length" && value != "0"))
            headers.hasBody = true;
    }
    return headers;
}

/// In a time that does not tell how much of it was right.
bool isSame(const QByteArray &one, const QByteArray &other)
{
    if (one.size() != other.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < one.size(); ++i)
        difference |= one[i] ^ other[i];
    return difference == 0;
}

} // namespace

Request parseRequest(const QByteArray &head, const QByteArray &host, const QByteArray &token)
{
    QList<QByteArray> lines = head.split('\n');
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.contains('\r') || line.contains('\0'))
            return refused(400);
    }
    const QList<QByteArray> words = lines.takeFirst().split(' ');
    if (words.size() != 3 || (words[2] != "HTTP/1.1" && words[2] != "HTTP/1.0"))
        return refused(400);
    const std::optional<Headers> headers = headersOf(lines);
    if (!headers)
        return refused(400);
    if (words[0] != "GET")
        return refused(405);
    if (headers->hasBody)
        return refused(400);
    const QByteArray prefix = "/" + token;
    const QByteArray &target = words[1];
    const bool hasToken = isSame(target.left(prefix.size()), prefix) && target.mid(prefix.size(), 1) == "/";
    if (headers->hosts != QList<QByteArray>{host} || !hasToken)
        return refused(403);
    Request request;
    const qsizetype question = target.indexOf('?');
    request.path = target.mid(prefix.size(), question < 0 ? -1 : question - prefix.size());
    request.query = question < 0 ? QByteArray() : target.mid(question + 1);
    request.keepsAlive = words[2] == "HTTP/1.1" ? headers->connection != "close" : headers->connection == "keep-alive";
    return request;
}

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    }
    return "Unknown";
}

} // namespace Interleave
