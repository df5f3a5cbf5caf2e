// A real Redis server for a test, on a Unix socket of its own, without files. Tests skip where none is
// installed.
#pragma once

#include "core/redis/redislink.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace Interleave {

class PrivateRedis
{
public:
    explicit PrivateRedis(const QStringList &options = {})
    {
        const QStringList usual = {QStringLiteral("--port"), QStringLiteral("0"),
                                   QStringLiteral("--unixsocket"), path(),
                                   QStringLiteral("--save"), QString(), QStringLiteral("--appendonly"), QStringLiteral("no"),
                                   QStringLiteral("--dir"), m_folder.path()};
        m_process.start(QStringLiteral("redis-server"), usual + options);
        const auto answers = [this] {
            RedisConnection connection; // a refusal is an answer, too
            return connection.open(address(), std::chrono::seconds(1)).hasValue() || connection.refusal().isError();
        };
        if (m_process.waitForStarted())
            m_isUp = QTest::qWaitFor(answers, 10'000);
    }
    PrivateRedis(const PrivateRedis &) = delete;
    ~PrivateRedis()
    {
        m_process.kill();
        m_process.waitForFinished(-1);
    }

    bool isUp() const { return m_isUp; }
    RedisAddress address() const
    {
        RedisAddress address;
        address.kind = RedisAddress::Kind::Unix;
        address.path = path().toStdString();
        return address;
    }
    /// A link that gives up at the first trouble.
    std::unique_ptr<RedisLink> link() const
    {
        return std::make_unique<RedisLink>(address(), std::chrono::seconds(5), [](auto) { return false; });
    }

private:
    QString path() const { return m_folder.filePath(QStringLiteral("redis")); }

    QTemporaryDir m_folder;
    QProcess m_process;
    bool m_isUp = false;
};

} // namespace Interleave
