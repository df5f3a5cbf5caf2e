// How a foreign trace's slices become rows, lanes and arrows, and what counts as a problem of it.
#include "core/analysis/laws.h"
#include "core/analysis/slicearrows.h"
#include "core/io/foreignlanes.h"
#include "core/io/tracefile.h"
#include "core/trace/slicetext.h"
#include "tests/support/foreignfile.h"

#include <QTest>

using namespace Interleave;

class TestForeignRows : public QObject, private ForeignFile
{
    Q_OBJECT

private Q_SLOTS:
    void deepNestingHangsBelowTheLastOpenLevel()
    {
        QByteArray bytes("[");
        for (int depth = 0; depth < 40; ++depth)
            bytes += R"({"ph":"X","name":"f","pid":1,"tid":1,"ts":)" + QByteArray::number(depth) + R"(,"dur":)"
                     + QByteArray::number(100 - 2 * depth) + "},";
        Result<Trace> read = reread(bytes + "{}]");
        QVERIFY(read.hasValue());
        const Trace &trace = read.value();
        const LaneId thread(3), last(std::uint32_t(3 + ForeignLanes::openLevels - 1));
        QCOMPARE(trace.children(thread).size(), std::size_t(ForeignLanes::openLevels - 1));
        QCOMPARE(trace.children(last).size(), std::size_t(40 - ForeignLanes::openLevels));
        QCOMPARE(trace.lane(last)->name, std::string("level 8 of thread 1"));
        QCOMPARE(trace.lane(last)->kind, LaneKind::Track);
        QVERIFY(!isIncomplete(trace));
    }

    void asynchronousThingsOfOneNameShareRowsWhereTheyCan()
    {
        const auto pair = [](int id, int from, int to) {
            const QByteArray common = "\"cat\":\"net\",\"name\":\"load\",\"pid\":1,\"tid\":1,\"id\":" + QByteArray::number(id);
            return "{\"ph\":\"b\"," + common + ",\"ts\":" + QByteArray::number(from) + "},{\"ph\":\"e\"," + common
                   + ",\"ts\":" + QByteArray::number(to) + "},";
        };
        Result<Trace> read = reread("[" + pair(1, 0, 10) + pair(2, 5, 15) + pair(3, 20, 30) + "{}]");
        QVERIFY(read.hasValue());
        const Trace &trace = read.value();
        QCOMPARE(trace.lanes().size(), std::size_t(4)); // host, process, two rows
        QCOMPARE(trace.lane(LaneId(3))->name, std::string("load"));
        QCOMPARE(trace.lane(LaneId(3))->events.size(), std::size_t(4));
        QCOMPARE(trace.lane(LaneId(4))->name, std::string("row 2 of load"));
        QCOMPARE(trace.lane(LaneId(4))->parent, std::optional(LaneId(3)));
        QCOMPARE(trace.lane(LaneId(4))->events.size(), std::size_t(2));
    }

    void anArrowJoinsTheInnermostSlicesOfBothItsEnds()
    {
        Result<Trace> read = reread(R"([{"ph":"X","name":"outer","pid":1,"tid":1,"ts":0,"dur":10},
            {"ph":"X","name":"post","pid":1,"tid":1,"ts":2,"dur":2},{"ph":"s","id":1,"name":"x","pid":1,"tid":1,"ts":3},
            {"ph":"f","id":1,"name":"x","pid":1,"tid":2,"ts":20,"bp":"e"},
            {"ph":"X","name":"task","pid":1,"tid":2,"ts":19,"dur":5}])");
        QVERIFY(read.hasValue());
        const Trace &trace = read.value();
        const std::vector<SliceArrow> expected{{LaneId(4), LaneId(5), Nanos(3'000), Nanos(20'000)}};
        for (const LaneId lane : {LaneId(4), LaneId(5)}) {
            const std::optional<Segment> slice = segmentAt(*trace.lane(lane), trace.end(), trace.lane(lane)->events.front().time());
            QVERIFY(slice.has_value());
            QVERIFY(arrowsOfSlice(trace, *slice, 10) == expected);
            QVERIFY(arrowsOfSlice(trace, *slice, 0).empty());
        }
        const std::optional<Segment> outer = segmentAt(*trace.lane(LaneId(3)), trace.end(), Nanos(500));
        QVERIFY(arrowsOfSlice(trace, *outer, 10).empty());
        QVERIFY(trace.info.notes.empty());
    }

    void anArrowThatIsNotOfTheSliceAroundItWaitsForTheNext()
    {
        const std::string text = textFrom(R"([{"ph":"X","name":"a","pid":1,"tid":1,"ts":0,"dur":9},{"ph":"s","id":1,"pid":1,"tid":1,"ts":1},
            {"ph":"X","name":"b","pid":1,"tid":2,"ts":0,"dur":9},{"ph":"f","id":1,"pid":1,"tid":2,"ts":2},
            {"ph":"X","name":"c","pid":1,"tid":2,"ts":12,"dur":9}])");
        QVERIFY2(text.find("12000 start c\n  12000 wake by thread 1\n") != std::string::npos, text.c_str());
    }

    void whatASliceSaysIsKept()
    {
        Result<Trace> read = reread(R"([{"ph":"X","name":"load","cat":"net","pid":1,"tid":1,"ts":0,"dur":5,
            "args":{"url":"a\u0041b","n":[1, 2],"o":{"x":"y"}}}])");
        QVERIFY(read.hasValue());
        const Trace &trace = read.value();
        const std::optional<Segment> slice = segmentAt(*trace.lane(LaneId(3)), trace.end(), Nanos(0));
        QCOMPARE(std::string(sliceName(workText(trace, *slice))), std::string("load"));
        QCOMPARE(doingText(trace, *slice), std::string("load"));
        QCOMPARE(std::string(sliceDetails(workText(trace, *slice))),
                 std::string("category: net\nurl: aAb\nn: [1, 2]\no: {\"x\":\"y\"}"));
        QVERIFY(!isIncomplete(trace));
    }

    void aSoundFileHasNotesButNoProblems()
    {
        for (const char *name : {"chromium.json", "viztracer.json"}) {
            Result<Trace> read = reread(dataFile(QString::fromLatin1(name)));
            QVERIFY(read.hasValue());
            QVERIFY(!read.value().info.notes.empty());
            QVERIFY(!isIncomplete(read.value()));
            QVERIFY(violatedLaws(read.value()).empty());
        }
    }

    void aRecorderThatOverflowedIsAProblem()
    {
        QVERIFY(isIncomplete(reread(R"([{"ph":"i","name":"x","pid":1,"tid":1,"ts":1},
            {"ph":"M","name":"trace_buffer_overflowed","pid":1,"tid":1,"ts":0,"args":{"overflowed_at_ts":1}}])").value()));
    }

    void nothingOfAnUnknownKindIsLost()
    {
        const std::string text = textFrom(R"([{"ph":"Z","name":"odd","pid":1,"tid":1,"ts":1,"args":{"x":1}},{"name":"none","ts":2}])");
        QVERIFY2(text.find("start odd | ph: Z | x: 1\n") != std::string::npos, text.c_str());
        QVERIFY2(text.find("start none | ph: \n") != std::string::npos, text.c_str());
        QVERIFY(text.find("note: 2 records are of kinds") != std::string::npos);
    }

    void anImportedTraceIsTheSameThroughOurOwnFiles_data()
    {
        QTest::addColumn<QString>("suffix");
        for (const char *suffix : {"ilv", "json", "json.gz"})
            QTest::newRow(suffix) << QString::fromLatin1(suffix);
    }

    void anImportedTraceIsTheSameThroughOurOwnFiles()
    {
        QFETCH(QString, suffix);
        QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("copy.") + suffix);
        for (const char *name : {"chromium.json", "perfetto.json", "viztracer.json"}) {
            Result<Trace> read = reread(dataFile(QString::fromLatin1(name)));
            QVERIFY(read.hasValue() && writeTraceFile(read.value(), copy).hasValue());
            Result<Trace> again = readTraceFile(copy);
            QVERIFY(again.hasValue());
            QCOMPARE(QString::fromStdString(textOf(again.value())), QString::fromStdString(textOf(read.value())));
        }
    }
};

QTEST_GUILESS_MAIN(TestForeignRows)
#include "tst_foreignrows.moc"
