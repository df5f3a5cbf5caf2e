// Addresses of Redis servers, as people write them.
#include "core/redis/redisaddress.h"
#include "core/redis/redispasswords.h"

#include <QTest>

using namespace Interleave;

class TestRedisAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { qunsetenv(RedisAddress::passwordVariable); }

    void everyPartOfAnAddressIsRead()
    {
        const RedisAddress address = RedisAddress::parse("rediss://ada:s%3Acret@example.org:7000/3").takeValue();
        QVERIFY(address.kind == RedisAddress::Kind::Tls);
        QCOMPARE(address.host, std::string("example.org"));
        QCOMPARE(address.port, 7000);
        QCOMPARE(address.user, std::string("ada"));
        QCOMPARE(address.password, std::string("s:cret"));
        QCOMPARE(address.database, 3);
    }

    void whatIsLeftOutHasRedissOwnDefault()
    {
        const RedisAddress address = RedisAddress::parse("redis://localhost").takeValue();
        QVERIFY(address.kind == RedisAddress::Kind::Tcp);
        QCOMPARE(address.port, 6379);
        QCOMPARE(address.database, 0);
        QCOMPARE(address.password, std::string());
    }

    void aUnixSocketHasAPathAndADatabase()
    {
        const RedisAddress address = RedisAddress::parse("unix:///run/my redis/socket?db=2").takeValue();
        QVERIFY(address.kind == RedisAddress::Kind::Unix);
        QCOMPARE(address.path, std::string("/run/my redis/socket"));
        QCOMPARE(address.database, 2);
    }

    void thePasswordComesFromTheEnvironmentUnlessTheAddressHasOne()
    {
        qputenv(RedisAddress::passwordVariable, "from outside");
        QCOMPARE(RedisAddress::parse("redis://localhost").takeValue().password, std::string("from outside"));
        QCOMPARE(RedisAddress::parse("redis://:own@localhost").takeValue().password, std::string("own"));
    }

    void asATextItIsTheSameAddressWithoutThePassword()
    {
        for (const char *url : {"redis://localhost:6379/0", "rediss://ada@example.org:7000/3", "redis://[::1]:6379/0",
                                "unix:///run/redis", "unix:///run/redis?db=2"})
            QCOMPARE(RedisAddress::parse(url).takeValue().text(), std::string(url));
        QCOMPARE(RedisAddress::parse("redis://ada:secret@h:1/0").takeValue().text(), std::string("redis://ada@h:1/0"));
    }

    void aPasswordIsTakenOutOfWhateverIsTyped()
    {
        const auto taken = [](std::string url) {
            const std::string password = RedisAddress::takePassword(url);
            return QString::fromStdString(url + " " + password);
        };
        QCOMPARE(taken("redis://ada:s3cret@h:1/0"), QStringLiteral("redis://ada@h:1/0 s3cret"));
        QCOMPARE(taken("redis://:s3cret@h"), QStringLiteral("redis://h s3cret"));
        QCOMPARE(taken("redis://:a#b/c?d@e%20f@h"), QStringLiteral("redis://h a#b/c?d@e f"));
        QCOMPARE(taken("ada:s3cret@h"), QStringLiteral("ada@h s3cret"));
        QCOMPARE(taken("redis://h:6379/0"), QStringLiteral("redis://h:6379/0 "));
        QCOMPARE(taken("redis://[::1]:6379"), QStringLiteral("redis://[::1]:6379 "));
        QCOMPARE(taken("unix:///run/a:b@c"), QStringLiteral("unix:///run/a:b@c "));
        QCOMPARE(taken(""), QStringLiteral(" "));
    }

    void aTypedPasswordIsForItsServerAlone()
    {
        RedisPasswords::remember("redis://ada@h", "s3cret");
        QCOMPARE(RedisPasswords::of("redis://ada@h:6379/0"), std::string("s3cret"));
        QCOMPARE(RedisPasswords::of("redis://h"), std::string());
        QCOMPARE(RedisPasswords::of("redis://ada@h:6380"), std::string());
        RedisPasswords::remember("redis://ada@h", "");
        QCOMPARE(RedisPasswords::of("redis://ada@h"), std::string());
    }

    void whatIsNoAddressIsSaidInASentence()
    {
        for (const char *url : {"", "localhost", "http://localhost", "redis://", "redis://h:99999", "redis://h/x",
                                "redis://h/-1", "unix://", "unix:///s?db=x"}) {
            const Result<RedisAddress> address = RedisAddress::parse(url);
            QVERIFY2(!address.hasValue(), url);
            QVERIFY(address.error().code == ErrorCode::Usage);
            QVERIFY(QString::fromStdString(address.error().message).endsWith(u'.'));
        }
    }
};

QTEST_GUILESS_MAIN(TestRedisAddress)
#include "tst_redisaddress.moc"
