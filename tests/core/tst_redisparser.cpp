// Redis's replies out of bytes, whole, in pieces, and wrong ones.
#include "core/redis/redisreply.h"

#include <QTest>

using namespace Interleave;

namespace {

/// "[1 'text' nil !error]"
std::string textOf(const RedisReply &reply)
{
    switch (reply.type) {
    case RedisReply::Type::Nil: return "nil";
    case RedisReply::Type::Integer: return std::to_string(reply.integer);
    case RedisReply::Type::Text: return "'" + reply.text + "'";
    case RedisReply::Type::Error: return "!" + reply.text;
    case RedisReply::Type::Array: break;
    }
    std::string all;
    for (const RedisReply &element : reply.elements)
        all += (all.empty() ? "" : " ") + textOf(element);
    return "[" + all + "]";
}

const std::string nested = "*3\r\n$5\r\nqu\r\ne\r\n*2\r\n:-7\r\n*0\r\n*-1\r\n+OK\r\n-ERR no\r\n$-1\r\n";
const std::string nestedText = "['qu\r\ne' [-7 []] nil] 'OK' !ERR no nil";

std::string allOf(RedisParser &parser)
{
    std::string all;
    while (const std::optional<RedisReply> reply = parser.next())
        all += (all.empty() ? "" : " ") + textOf(*reply);
    return all;
}

} // namespace

class TestRedisParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfReplyIsUnderstood()
    {
        RedisParser parser;
        QVERIFY(parser.feed(nested));
        QCOMPARE(allOf(parser), nestedText);
        QVERIFY(!parser.isFaulty());
    }

    void repliesMayBeCutAnywhere()
    {
        for (std::size_t cut = 0; cut <= nested.size(); ++cut) {
            RedisParser parser;
            parser.feed(std::string_view(nested).substr(0, cut));
            std::string all = allOf(parser);
            parser.feed(std::string_view(nested).substr(cut));
            const std::string rest = allOf(parser);
            all += (all.empty() || rest.empty() ? "" : " ") + rest;
            QCOMPARE(all, nestedText);
        }
    }

    void whatIsNoReplyIsAFault_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a web server") << QByteArray("HTTP/1.1 400 Bad Request\r\n");
        QTest::newRow("zeros") << QByteArray(100, '\0');
        QTest::newRow("no number") << QByteArray("$x\r\n");
        QTest::newRow("a length below none") << QByteArray("$-2\r\n");
        QTest::newRow("more elements than there are numbers") << QByteArray("*99999999999999999999\r\n");
        QTest::newRow("nested a million deep") << QByteArray("*1\r\n").repeated(1'000'000);
        QTest::newRow("two thousand million elements") << QByteArray("*2147483647\r\n");
        QTest::newRow("arrays in arrays") << QByteArray("*100000\r\n").repeated(5);
    }

    void whatIsNoReplyIsAFault()
    {
        QFETCH(QByteArray, bytes);
        RedisParser parser;
        parser.feed(std::string_view(bytes.data(), std::size_t(bytes.size())));
        QVERIFY(!parser.next());
        QVERIFY(parser.isFaulty());
        QVERIFY(!parser.fault().empty());
        QVERIFY(!parser.feed("+OK\r\n"));
        QVERIFY(!parser.next());
    }

    void aTextWithoutEndIsGivenUp()
    {
        RedisParser parser;
        QVERIFY(parser.feed("$2147483648\r\n"));
        QVERIFY(!parser.next());
        const std::string megabyte(1 << 20, 'x');
        int fed = 0;
        while (parser.feed(megabyte) && fed < 1000)
            ++fed;
        QVERIFY(parser.isFaulty());
        QVERIFY(fed <= int(RedisParser::mostBytes >> 20));
    }

    void theLimitIsForOneReplyNotForAll()
    {
        RedisParser parser;
        QByteArray reply("*100000\r\n");
        reply += QByteArray(":1\r\n").repeated(100'000);
        for (int time = 0; time < 5; ++time) {
            QVERIFY(parser.feed(std::string_view(reply.data(), std::size_t(reply.size()))));
            QCOMPARE(parser.next()->elements.size(), std::size_t(100'000));
        }
    }

    void anAnswerOfAnotherShapeIsNil()
    {
        RedisParser parser;
        parser.feed("*4\r\n+a\r\n:1\r\n+b\r\n+2\r\n");
        const RedisReply reply = *parser.next();
        QCOMPARE(reply["a"].integer, 1);
        QCOMPARE(reply["b"].text, std::string("2"));
        QVERIFY(reply["c"].isNil());
        QVERIFY(reply[9][9]["x"].isNil());
    }

    void theFirstWordOfAnErrorIsItsCode()
    {
        RedisParser parser;
        parser.feed("-LOADING Redis is loading\r\n-OOM\r\n");
        QVERIFY(parser.next()->errorCode() == "LOADING");
        QVERIFY(parser.next()->errorCode() == "OOM");
    }
};

QTEST_GUILESS_MAIN(TestRedisParser)
#include "tst_redisparser.moc"
