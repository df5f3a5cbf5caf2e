// What tells the asynchronous things, arrows and counters of a foreign trace apart: ids that are
// global, local to a process or of a scope, arrows bound to slices, and values of any size.
#include "core/io/jsonnumber.h"
#include "core/trace/slicetext.h"
#include "tests/support/foreignfile.h"

#include <QTest>

using namespace Interleave;

class TestForeignIds : public QObject, private ForeignFile
{
    Q_OBJECT

    static QByteArray async(char phase, const QByteArray &id, int pid, int ts, const QByteArray &name)
    {
        return QByteArray("{\"ph\":\"") + phase + "\",\"cat\":\"net\"," + id + ",\"name\":\"" + name + "\",\"pid\":" + QByteArray::number(pid)
               + ",\"tid\":1,\"ts\":" + QByteArray::number(ts) + "},";
    }

    static std::string lengthsIn(const Trace &trace)
    {
        std::string text;
        for (const Lane &lane : trace.lanes()) {
            for (std::size_t i = 0; i + 1 < lane.events.size(); ++i) {
                const Event &begin = lane.events[i];
                if (begin.kind() == EventKind::Start && begin.carriesText())
                    text += std::string(sliceName(trace.text(begin))) + " " + std::to_string((lane.events[i + 1].time() - begin.time()).count()) + "; ";
            }
        }
        return text;
    }

private Q_SLOTS:
    void aGlobalThingMayEndInAnotherProcess_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("id2 global") << QByteArray(R"("id2":{"global":"0x7"})");
        QTest::newRow("id") << QByteArray(R"("id":"0x7")");
        QTest::newRow("number") << QByteArray(R"("id":7)");
        QTest::newRow("scope") << QByteArray(R"("id":7,"scope":"s")");
    }

    void aGlobalThingMayEndInAnotherProcess()
    {
        QFETCH(QByteArray, id);
        const QByteArray begin = async('b', id, 1, 100, "go"), end = async('e', id, 2, 300, "go");
        const QByteArray others = async('b', R"("id":1)", 2, 0, "other") + async('e', R"("id":1)", 2, 5, "other");
        for (const QByteArray &records : {begin + end + others, others + end + begin}) {
            const Result<Trace> read = reread("[" + records + "{}]");
            QVERIFY(read.hasValue());
            QVERIFY(read.value().problems.empty() && read.value().info.notes.empty());
            QVERIFY2(lengthsIn(read.value()).find("go 200000; ") != std::string::npos, lengthsIn(read.value()).c_str());
        }
    }

    void whereBothProcessesBeginItEachEndsItsOwn()
    {
        const QByteArray id = R"("id":"0x7")";
        const Result<Trace> read = reread("[" + async('b', id, 1, 0, "one") + async('b', id, 2, 10, "two") + async('e', id, 1, 40, "one")
                                          + async('e', id, 2, 90, "two") + "{}]");
        QVERIFY(read.hasValue() && read.value().problems.empty());
        QCOMPARE(lengthsIn(read.value()), std::string("one 40000; two 80000; "));
    }

    void aLocalIdStaysWithinItsProcess()
    {
        const QByteArray id = R"("id2":{"local":"0x7"})";
        const Result<Trace> read = reread("[" + async('b', id, 1, 0, "one") + async('b', R"("id":1)", 2, 10, "two")
                                          + async('e', R"("id":1)", 2, 50, "two") + async('e', id, 2, 90, "one") + "{}]");
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().problems, std::vector<std::string>{"1 end of a slice has no beginning and was left out."});
        QCOMPARE(read.value().info.notes, std::vector<std::string>{"1 slice has no end; it is shown up to the end of the trace."});
    }

    void scopesTellIdsApart()
    {
        const QByteArray a = R"("id":"5","scope":"a")", b = R"("id":"5","scope":"b")";
        const Result<Trace> read = reread("[" + async('b', a, 1, 0, "one") + async('b', b, 1, 10, "two") + async('e', a, 1, 20, "")
                                          + async('e', b, 1, 40, "") + "{}]");
        QVERIFY(read.hasValue() && read.value().problems.empty());
        QCOMPARE(lengthsIn(read.value()), std::string("one 20000; two 30000; "));
    }

    void boundSlicesAreJoinedByArrows()
    {
        const std::string text = textFrom(R"([
            {"ph":"X","name":"out","pid":1,"tid":1,"ts":0,"dur":20,"bind_id":"0x5","flow_out":true},
            {"ph":"X","name":"mid","pid":2,"tid":1,"ts":40,"dur":20,"bind_id":"0x5","flow_in":true,"flow_out":true},
            {"ph":"X","name":"in","pid":1,"tid":2,"ts":70,"dur":20,"bind_id":"0x5","flow_in":true},
            {"ph":"X","name":"other","pid":1,"tid":2,"ts":100,"dur":5,"bind_id":"0x6"}])");
        QVERIFY2(text.find("0 start out\n  0 send to thread 1") != std::string::npos, text.c_str());
        QVERIFY(text.find("40000 start mid\n  40000 wake by thread 1\n  40000 send to thread 2") != std::string::npos);
        QVERIFY(text.find("70000 start in\n  70000 wake by thread 1\n") != std::string::npos);
        QVERIFY(text.find("problem") == std::string::npos && text.find("arrow") == std::string::npos);
    }

    void hugeCountersAreKept()
    {
        const auto counter = [](const char *value) {
            return QByteArray(R"({"ph":"C","name":"c","pid":1,"ts":1,"args":{"v":)") + value + "}},";
        };
        const std::string text = textFrom("[" + counter("9223372036854775807") + counter("-9223372036854775808") + counter("9.1e18")
                                          + counter("18446744073709551615") + counter("-1e300") + counter("{}") + "{}]");
        for (const char *value : {"= 9223372036854775807\n", "= -9223372036854775808\n", "= 9100000000000000000\n"})
            QVERIFY2(text.find(value) != std::string::npos, text.c_str());
        QVERIFY(text.find("note: 2 counter values are larger than 64 bits hold and are shown as the largest.") != std::string::npos);
        QVERIFY(text.find("problem: 1 counter value is no number and was left out.") != std::string::npos);
        QVERIFY(!wholeNumberFrom("inf") && !wholeNumberFrom("nan") && !wholeNumberFrom("") && !wholeNumberFrom("1x"));
    }
};

QTEST_GUILESS_MAIN(TestForeignIds)
#include "tst_foreignids.moc"
