#include "core/io/csvwriter.h"
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;

class TestCsv : public QObject
{
    Q_OBJECT

private:
    static QByteArray csv(const Trace &trace) { return fileContent(trace, QStringLiteral(".csv")); }

    static QByteArray rowWithText(std::string_view text)
    {
        Trace trace;
        trace.appendText(Event(5, EventKind::Output, 0, LaneId(1)), text);
        const QByteArray table = csv(trace);
        return table.sliced(table.indexOf("\r\n") + 2);
    }

private Q_SLOTS:
    void everyKindOfEventHasItsColumns()
    {
        Trace trace;
        const LaneId host(1), task(2);
        trace.declareLane(host, std::nullopt, LaneKind::Host, "host", 0, 0, Event(900, EventKind::Lane, 0, host));
        trace.declareLane(task, host, LaneKind::EventLoop, "a loop", 0, 0, Event(1'000, EventKind::Lane, 3, task, 1));
        trace.append(Event(1'000, EventKind::Start, 0, task, 1));
        trace.appendText(Event(1'001, EventKind::Output, 0, task, 0, 7), "One");
        trace.append(Event(1'002, EventKind::Suspend, std::uint8_t(Reason::Sleep), task, packDuration(Nanos(250'000)), 8));
        trace.append(Event(1'003, EventKind::Wake, 0, task, 1));
        trace.append(Event(1'004, EventKind::Resume, 0, task));
        trace.append(Event(1'005, EventKind::Suspend, std::uint8_t(Reason::QueueEmpty), task, 1));
        trace.appendCounter(Event(1'006, EventKind::Counter, 0, task), -3, "depth");
        trace.append(Event(1'007, EventKind::Finish, std::uint8_t(Outcome::Killed), task, 9));
        trace.append(Event(1'008, EventKind::Lost, 0, host, 12));
        QCOMPARE(csv(trace), QByteArray("time_ns,lane,kind,reason,peer,value,text,line\r\n"
                                        "0,1,lane,host,,,host,\r\n"
                                        "0,2,lane,event loop,1,,a loop,\r\n"
                                        "0,2,start,,1,,,\r\n"
                                        "1,2,output,,,,One,7\r\n"
                                        "2,2,suspend,sleep,,250000,,8\r\n"
                                        "3,2,wake,,1,,,\r\n"
                                        "4,2,resume,,,,,\r\n"
                                        "5,2,suspend,queue empty,1,,,\r\n"
                                        "6,2,counter,,,-3,depth,\r\n"
                                        "7,2,finish,killed,,9,,\r\n"
                                        "8,1,lost,,,12,,\r\n"));
    }

    void cellsAreQuotedWhereTheyMustBe()
    {
        QCOMPARE(rowWithText("a,b"), QByteArray("0,1,output,,,,\"a,b\",\r\n"));
        QCOMPARE(rowWithText("say \"x\""), QByteArray("0,1,output,,,,\"say \"\"x\"\"\",\r\n"));
        QCOMPARE(rowWithText("two\nlines"), QByteArray("0,1,output,,,,\"two\nlines\",\r\n"));
    }

    void formulasAreDisarmed()
    {
        QCOMPARE(rowWithText("=cmd()"), QByteArray("0,1,output,,,,'=cmd(),\r\n"));
        QCOMPARE(rowWithText("+1"), QByteArray("0,1,output,,,,'+1,\r\n"));
        QCOMPARE(rowWithText("-1"), QByteArray("0,1,output,,,,'-1,\r\n"));
        QCOMPARE(rowWithText("@x"), QByteArray("0,1,output,,,,'@x,\r\n"));
        QCOMPARE(rowWithText("1=1"), QByteArray("0,1,output,,,,1=1,\r\n"));
    }

    void rowsComeInOrderOfTimeAndNoneIsMissing()
    {
        const Trace trace = sampleTrace(1, 10, 2'000);
        QByteArray table;
        QVERIFY(writeCsv(trace, [&](QByteArrayView block) { table += block.toByteArray(); return true; }));
        qint64 last = INT64_MIN;
        std::uint64_t rows = 0;
        for (const QByteArray &row : table.split('\n')) {
            bool isTime = false; // not the header, nor the rest of a text with a line feed
            const qint64 time = row.left(row.indexOf(',')).toLongLong(&isTime);
            if (!isTime)
                continue;
            QVERIFY(time >= last);
            last = time;
            ++rows;
        }
        QCOMPARE(rows, trace.eventCount() + trace.lanes().size());
    }

    void aSwitchReadsAsSuspendThenResume()
    {
        TraceBuilder builder; // lane 1 goes on at the nanosecond in which lane 2 waits
        const LaneId first = builder.lane(LaneKind::Task, "first"), second = builder.lane(LaneKind::Task, "second");
        builder.start(second, Nanos(0));
        builder.suspend(second, Nanos(5), Reason::Turn);
        builder.start(first, Nanos(5));
        const QByteArray table = csv(builder.trace);
        QVERIFY(table.indexOf("5,2,suspend") < table.indexOf("5,1,start"));
    }

    void aFailedWriteStopsTheTable()
    {
        int calls = 0;
        QVERIFY(!writeCsv(sampleTrace(1, 10, 5'000), [&](QByteArrayView) { ++calls; return false; }));
        QCOMPARE(calls, 1);
    }
};

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"
