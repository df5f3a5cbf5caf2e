#include "core/redis/redisaddress.h"

#include <QUrl>
#include <QUrlQuery>

#include <optional>

namespace Interleave {

namespace {

Error noAddress(const std::string &why)
{
    return Error(ErrorCode::Usage, "This is no address of a Redis server: " + why
                                       + "; write redis://HOST:6379/0, rediss://HOST:6379/0 or unix:///PATH.");
}

std::optional<int> databaseFrom(const QString &text)
{
    bool ok = false;
    const int number = text.isEmpty() ? 0 : text.toInt(&ok);
    return text.isEmpty() || (ok && number >= 0) ? std::optional(number) : std::nullopt;
}

} // namespace

/// By hand, since passwords have all the characters that end this or that part of a URL.
std::string RedisAddress::takePassword(std::string &url)
{
    const std::size_t scheme = url.find("://");
    const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
    const std::size_t end = url.rfind('@'), colon = url.find(':', begin);
    if (end == std::string::npos || colon == std::string::npos || colon > end || url[begin] == '/') // a path
        return {};
    const std::string password = url.substr(colon + 1, end - colon - 1);
    url.erase(colon, colon == begin ? end + 1 - colon : end - colon);
    return QUrl::fromPercentEncoding(QByteArray::fromStdString(password)).toStdString();
}

Result<RedisAddress> RedisAddress::parse(const std::string &url)
{
    std::string rest = url;
    const std::string password = takePassword(rest);
    const QUrl parsed(QString::fromStdString(rest));
    const QString scheme = parsed.scheme();
    const bool isUnix = scheme == QLatin1String("unix");
    if (!parsed.isValid() || (!isUnix && scheme != QLatin1String("redis") && scheme != QLatin1String("rediss")))
        return noAddress(scheme.isEmpty() ? "it has no scheme" : "its scheme or form is not known");
    RedisAddress address;
    address.kind = isUnix ? Kind::Unix : scheme == QLatin1String("redis") ? Kind::Tcp : Kind::Tls;
    address.host = parsed.host().toStdString();
    address.port = parsed.port(address.port);
    address.user = parsed.userName(QUrl::FullyDecoded).toStdString();
    address.password = password.empty() ? qEnvironmentVariable(passwordVariable).toStdString() : password;
    const QString path = parsed.path(QUrl::FullyDecoded);
    address.path = isUnix ? path.toStdString() : std::string();
    if (isUnix && address.path.empty())
        return noAddress("the path of the socket is missing");
    if (!isUnix && address.host.empty())
        return noAddress("the host is missing");
    const std::optional<int> database =
        databaseFrom(isUnix ? QUrlQuery(parsed).queryItemValue(QStringLiteral("db")) : path.mid(1));
    if (!database)
        return noAddress("the database is no number");
    address.database = *database;
    return address;
}

std::string RedisAddress::text() const
{
    QUrl url;
    if (!user.empty())
        url.setUserName(QString::fromStdString(user));
    if (kind == Kind::Unix) {
        url.setScheme(QStringLiteral("unix"));
        url.setHost(QString());
        url.setPath(QString::fromStdString(path));
        if (database != 0)
            url.setQuery(QStringLiteral("db=%1").arg(database));
        return (user.empty() ? QStringLiteral("unix://") + url.path(QUrl::FullyEncoded)
                                   + (url.hasQuery() ? u'?' + url.query() : QString())
                             : url.toString(QUrl::FullyEncoded)).toStdString();
    }
    url.setScheme(kind == Kind::Tcp ? QStringLiteral("redis") : QStringLiteral("rediss"));
    url.setHost(QString::fromStdString(host));
    url.setPort(port);
    url.setPath(QStringLiteral("/%1").arg(database));
    return url.toString(QUrl::FullyEncoded).toStdString();
}

} // namespace Interleave
