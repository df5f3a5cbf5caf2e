#include "core/io/gzip.h"
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "tests/support/thorough.h"
#include "tests/support/tracedifference.h"

#include <QTest>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/stat.h>
#include <utility>
#include <vector>

using namespace Interleave;
using nlohmann::json;

class TestChromeJson : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("run.json"));

    Result<Trace> reread(QByteArrayView bytes)
    {
        putBytes(m_path, bytes);
        return readTraceFile(m_path);
    }

    static Trace tinyTrace()
    {
        Trace trace;
        trace.declareLane(LaneId(1), std::nullopt, LaneKind::Thread, "main", 7, 7,
                          Event(10, EventKind::Lane, std::uint8_t(LaneKind::Thread), LaneId(1)));
        trace.append(Event(15, EventKind::Start, 0, LaneId(1)));
        trace.appendText(Event(20, EventKind::Output, 0, LaneId(1)), "One");
        return trace;
    }

    static json parsed(const QByteArray &bytes) { return json::parse(bytes.begin(), bytes.end(), nullptr, false); }

    static bool says(const Trace &trace, const char *words)
    {
        for (const std::string &problem : trace.problems) {
            if (problem.find(words) != std::string::npos)
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void whatIsExportedReadsBackTheSame_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::newRow("plain") << QStringLiteral(".json");
        QTest::newRow("gzip") << QStringLiteral(".json.gz");
    }

    void whatIsExportedReadsBackTheSame()
    {
        QFETCH(QString, suffix);
        for (unsigned seed = 1; seed <= 3; ++seed) {
            Trace trace = sampleTrace(seed, 12, 500);
            if (seed == 2) {
                trace.rings.push_back({4711, 4712, 100, 90, 10});
                trace.problems.push_back("something \xff was odd");
                trace.append(Event(5'000'000, EventKind::Lost, 0, LaneId(40), 10));
            }
            Result<Trace> read = reread(fileContent(trace, suffix));
            QVERIFY2(read.hasValue(), read.hasValue() ? "" : read.error().message.c_str());
            QCOMPARE(difference(trace, read.value()), std::string());
        }
    }

    void anEmptyTraceReadsBack()
    {
        Result<Trace> read = reread(fileContent(Trace(), QStringLiteral(".json")));
        QVERIFY(read.hasValue());
        QCOMPARE(difference(Trace(), read.value()), std::string());
    }

    void theExportIsStrictJsonWithOneRecordALine()
    {
        const QByteArray bytes = fileContent(sampleTrace(1), QStringLiteral(".json"));
        const json records = parsed(bytes);
        QVERIFY(records.is_array());
        QCOMPARE(qsizetype(records.size()), bytes.count('\n') + 1);
        QCOMPARE(records.front()["name"], json("interleave_header"));
        QCOMPARE(records.back()["name"], json("interleave_footer"));
        for (const json &record : records)
            QVERIFY(record["ph"].is_string() && record["pid"].is_number() && record["tid"].is_number());
    }

    void slicesNestAndFlowsPair()
    {
        std::map<std::pair<int, int>, std::vector<json>> open;
        std::map<int, int> flows;
        for (const json &record : parsed(fileContent(sampleTrace(2, 10, 1'000), QStringLiteral(".json")))) {
            std::vector<json> &slices = open[{record["pid"].get<int>(), record["tid"].get<int>()}];
            const std::string phase = record["ph"].get<std::string>();
            if (phase == "B") {
                QVERIFY(slices.empty()); // one state at a time
                slices.push_back(record);
            } else if (phase == "E") {
                QVERIFY(!slices.empty());
                QCOMPARE(slices.back()["name"], record["name"]);
                QVERIFY(slices.back()["ts"].get<double>() <= record["ts"].get<double>());
                slices.pop_back();
            } else if (phase == "s" || phase == "f") {
                QVERIFY(!slices.empty()); // viewers bind an arrow to the slice around it
                flows[record["id"].get<int>()] += phase == "s" ? 1 : 16;
            }
        }
        for (const auto &[track, slices] : open)
            QVERIFY(slices.empty());
        QVERIFY(!flows.empty());
        for (const auto &[id, ends] : flows)
            QCOMPARE(ends, 17);
    }

    void timesAreMicrosecondsWithThreeDecimals()
    {
        Trace trace;
        trace.append(Event(1'000, EventKind::Start, 0, LaneId(1)));
        trace.append(Event(1'234'567'005, EventKind::Finish, 0, LaneId(1)));
        const QByteArray bytes = fileContent(trace, QStringLiteral(".json"));
        QVERIFY(bytes.contains("\"ts\":0.000,"));
        QVERIFY(bytes.contains("\"ts\":1234566.005,"));
    }

    void aFileCutAtAnyByteGivesItsWholeLinesAndSaysSo()
    {
        const QByteArray whole = fileContent(tinyTrace(), QStringLiteral(".json"));
        putBytes(m_path, whole);
        for (qsizetype size = whole.size() - 1; size >= 0; --size) {
            QVERIFY(QFile::resize(m_path, size));
            Result<Trace> read = readTraceFile(m_path);
            const QByteArray lines = whole.first(size);
            if (!lines.contains(",\n") && !lines.endsWith("}},")) {
                QVERIFY(!read.hasValue() || isIncomplete(read.value()));
                continue;
            }
            QVERIFY(read.hasValue());
            QVERIFY(isIncomplete(read.value()));
            const bool commaIsThere = lines.endsWith("}},");
            const qsizetype wholeLines = lines.lastIndexOf('\n') + 1;
            const QByteArray kept = commaIsThere ? lines : lines.first(wholeLines);
            QCOMPARE(qsizetype(read.value().eventCount()), kept.count("\"event\":["));
        }
    }

    void aCompressedFileCutAnywhereGivesWhatInflates()
    {
        const QByteArray whole = fileContent(sampleTrace(5, 6, 40), QStringLiteral(".json.gz"));
        putBytes(m_path, whole);
        std::uint64_t mostRecovered = 0;
        for (qsizetype size = whole.size() - 1; size >= 0; size -= 23) {
            QVERIFY(QFile::resize(m_path, size));
            Result<Trace> read = readTraceFile(m_path);
            QVERIFY(!read.hasValue() || isIncomplete(read.value()));
            if (read.hasValue())
                mostRecovered = std::max(mostRecovered, read.value().eventCount());
        }
        QVERIFY(mostRecovered > 20);
    }

    void everyFlippedBitThatChangesTheRunIsNoticed()
    {
        const Trace trace = tinyTrace();
        putBytes(m_path, fileContent(trace, QStringLiteral(".json")));
        const qint64 size = QFile(m_path).size();
        for (qint64 at = 0; at < size; ++at) {
            for (int turn = 0; turn < thorough(1, 8); ++turn) {
                const int bit = int((at + turn) % 8);
                flipBit(m_path, at, bit);
                Result<Trace> read = readTraceFile(m_path);
                QVERIFY(!read.hasValue() || isIncomplete(read.value()) || difference(trace, read.value()).empty());
                flipBit(m_path, at, bit);
            }
        }
    }

    void aDamagedLineCostsThatLineAlone()
    {
        const Trace trace = sampleTrace(3);
        QByteArray bytes = fileContent(trace, QStringLiteral(".json"));
        bytes[bytes.indexOf("\"event\":[")] = '\''; // an unmatched quote
        Result<Trace> read = reread(bytes);
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), trace.eventCount() - 1);
        QVERIFY(says(read.value(), "1 damaged record"));
        QVERIFY(says(read.value(), "checksum"));
    }

    void anExportThatWasPrettyPrintedStillReadsAndSaysSo()
    {
        const Trace trace = sampleTrace(3);
        const std::string pretty = parsed(fileContent(trace, QStringLiteral(".json"))).dump(2);
        Result<Trace> read = reread(QByteArray::fromStdString(pretty));
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().problems.size(), std::size_t(1));
        read.value().problems.clear();
        QCOMPARE(difference(trace, read.value()), std::string());
    }

    void aForeignTraceBecomesLanesThatRun()
    {
        Result<Trace> read = reread(R"({"otherData": {"x": [1, {"y": 2}]}, "traceEvents": [
            {"ph":"M","name":"process_name","pid":1,"tid":1,"args":{"name":"app"}},
            {"ph":"M","name":"thread_name","pid":1,"tid":2,"args":{"name":"worker <b>"}},
            {"ph":"B","name":"outer","pid":1,"tid":2,"ts":1000.5},
            {"ph":"X","name":"inner","pid":1,"tid":2,"ts":1001,"dur":2},
            {"ph":"E","name":"outer","pid":1,"tid":2,"ts":1010},
            {"ph":"s","id":5,"name":"f","pid":1,"tid":2,"ts":1005},
            {"ph":"X","name":"later","pid":1,"tid":"x","ts":1020,"dur":10},
            {"ph":"f","id":5,"name":"f","pid":1,"tid":"x","ts":1021},
            {"ph":"C","name":"depth","pid":1,"tid":2,"ts":1003,"args":{"value":42}},
            {"ph":"i","name":"tick","pid":1,"tid":2,"ts":1004},
            {"ph":"Q","name":"?"}, {"ph":"E","pid":1,"tid":3,"ts":1000.5}
        ], "displayTimeUnit": "ms"})");
        QVERIFY(read.hasValue());
        const Trace &trace = read.value();
        QCOMPARE(trace.lanes().size(), std::size_t(6)); // host, process, two threads, what nests in one of them, a counter
        QCOMPARE(trace.lanes()[1].name, std::string("app"));
        const Lane &worker = trace.lanes()[2];
        QCOMPARE(worker.name, std::string("worker <b>"));
        QCOMPARE(worker.events.front().kind(), EventKind::Start);
        QCOMPARE(worker.events.back().kind(), EventKind::Finish);
        QCOMPARE(worker.events.back().rawTime(), std::uint64_t(9'500));
        const Lane *other = trace.lane(LaneId(5));
        QCOMPARE(other->name, std::string("thread x"));
        const bool isWoken = std::any_of(other->events.begin(), other->events.end(), [](const Event &event) {
            return event.kind() == EventKind::Wake && event.peer() == LaneId(3);
        });
        QVERIFY(isWoken);
        QCOMPARE(trace.counters()[0].value, std::int64_t(42));
        QVERIFY(says(trace, "1 record has no time"));
        QVERIFY(says(trace, "1 end of a slice has no beginning"));
        QCOMPARE(trace.problems.size(), std::size_t(2));
    }

    void hostileRecordsAreCountedNeverFatal_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("deep") << QByteArray("[{\"a\":" + QByteArray(200'000, '[') + QByteArray(200'000, ']') + "}]");
        QTest::newRow("deep and open") << QByteArray("[{\"ph\":\"B\",\"args\":" + QByteArray(200'000, '['));
        QTest::newRow("time 1e308") << QByteArray(R"([{"ph":"B","name":"x","pid":1,"tid":1,"ts":1e308}])");
        QTest::newRow("times far apart")
            << QByteArray(R"([{"ph":"i","pid":1,"tid":1,"ts":-3e15},{"ph":"i","pid":1,"tid":1,"ts":3e15}])");
        QTest::newRow("times further apart than a signed number reaches") // what a sanitizer sees
            << QByteArray(R"([{"ph":"i","pid":1,"tid":1,"ts":-3.9e15},{"ph":"X","pid":1,"tid":1,"ts":3.9e15,"dur":3.9e15}])");
        QTest::newRow("no time") << QByteArray(R"([{"ph":"B","name":"x","pid":1,"tid":1,"ts":"soon"}])");
        QTest::newRow("E without B") << QByteArray(R"([{"ph":"E","pid":9223372036854775808,"tid":1,"ts":1}])");
        QTest::newRow("numbers where words belong") << QByteArray(R"([{"ph":7,"name":[],"pid":{},"args":3}])");
        QTest::newRow("no end") << QByteArray(R"([{"ph":"i","name":"x","pid":1,"tid":1,"ts":1},)");
    }

    void hostileRecordsAreCountedNeverFatal()
    {
        QFETCH(QByteArray, content);
        Result<Trace> read = reread(content);
        QVERIFY(!read.hasValue() || isIncomplete(read.value()));
    }

    void ownRecordsWithImpossibleNumbersAreCounted_data()
    {
        QTest::addColumn<QByteArray>("line");
        const QByteArray beginning = R"({"ph":"M","name":"x","pid":0,"tid":0,"args":{)";
        for (const char *arguments : {R"("event":[-1,1,"start",0,0,0,0])", R"("event":[1,99999999,"start",0,0,0,0])",
                                      R"("event":[1,1,"start",0,0,0])", R"("event":{"time":1})",
                                      R"("event":[1,1,"dance",0,0,0,0])", R"("event":[1,1,"output",0,77,0,0])",
                                      R"("event":[1.5,1,"start",0,0,0,0])", R"("lane":[1,2,3])",
                                      R"("lane":[1,3,0,3,0,0,0,0])"})
            QTest::newRow(arguments) << beginning + arguments + "}},\n";
    }

    void ownRecordsWithImpossibleNumbersAreCounted()
    {
        QFETCH(QByteArray, line);
        QByteArray bytes = fileContent(Trace(), QStringLiteral(".json"));
        bytes.insert(bytes.indexOf('\n') + 1, line);
        Result<Trace> read = reread(bytes);
        QVERIFY(read.hasValue());
        QVERIFY(read.value().problems.size() >= 2); // the record and the checksum
    }

    void aGzipBombIsGivenUp()
    {
        QByteArray bomb;
        const QByteArray blanks(1 << 20, ' ');
        QVERIFY(compressGzip([&](const auto &write) {
            bool good = write("[");
            for (int i = 0; i < 70 && good; ++i)
                good = write(blanks);
            return good;
        }, [&](QByteArrayView bytes) { bomb += bytes.toByteArray(); return true; }));
        Result<Trace> read = reread(bomb);
        QVERIFY(!read.hasValue());
    }

    void whatIsNoRunIsRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("word");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
        QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n....") << QStringLiteral("PNG");
        QTest::newRow("ELF") << QByteArray("\x7f" "ELF\2\1\1") << QStringLiteral("ELF");
        QTest::newRow("HTML") << QByteArray("\n<!DOCTYPE html><html>") << QStringLiteral("HTML");
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe[\0", 4) << QStringLiteral("UTF-16");
        QTest::newRow("text") << QByteArray("hello\n") << QStringLiteral("text");
        QTest::newRow("binary") << QByteArray("\1\2\3\0", 4) << QStringLiteral("binary");
        QTest::newRow("other JSON") << QByteArray(R"({"a":[1,2,{"b":3}]})") << QStringLiteral("no trace");
        QTest::newRow("no gzip") << QByteArray("\x1f\x8bxxxxxxxxxxxx") << QStringLiteral("compressed");
        QTest::newRow("our table") << fileContent(sampleTrace(1), QStringLiteral(".csv")) << QStringLiteral("table");
    }

    void whatIsNoRunIsRefusedByName()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, word);
        Result<Trace> read = reread(content);
        QVERIFY(!read.hasValue());
        QCOMPARE(read.error().code, ErrorCode::CannotRead);
        QVERIFY2(QString::fromStdString(read.error().message).contains(word), read.error().message.c_str());
    }

    void pipesFoldersAndMissingFilesAreRefused()
    {
        const QString pipe = m_folder.filePath(QStringLiteral("pipe.json"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        for (const QString &path : {pipe, m_folder.path(), m_folder.filePath(QStringLiteral("none.ilv"))}) {
            Result<Trace> read = readTraceFile(path);
            QVERIFY(!read.hasValue());
            QCOMPARE(read.error().code, ErrorCode::CannotRead);
        }
    }
};

QTEST_GUILESS_MAIN(TestChromeJson)
#include "tst_chromejson.moc"
