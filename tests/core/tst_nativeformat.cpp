// How the native format is written and read back, whole and damaged. stress_nativeformat does
// the same damage at every bit and in many rounds.
#include "tests/support/nativebytes.h"
#include "tests/support/sampletrace.h"

#include <QTest>

#include <string>

using namespace Interleave;

class TestNativeFormat : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("run.ilv"));

    Result<Trace> reread(QByteArrayView bytes)
    {
        putBytes(m_path, bytes);
        return readTraceFile(m_path);
    }

private Q_SLOTS:
    void bothChecksumsAgreeWithTheStandard()
    {
        QCOMPARE(crc32c("123456789"), 0xe3069283u); // RFC 3720, B.4's polynomial; the usual check value
        std::string bytes;
        std::mt19937 random(1);
        for (int length = 0; length < 100; ++length, bytes += char(random()))
            QCOMPARE(crc32c(bytes), crc32cByTable(bytes));
        QCOMPARE(crc32c("6789", crc32c("12345")), crc32c("123456789"));
    }

    void whatIsWrittenReadsBackTheSame_data()
    {
        QTest::addColumn<int>("lanes");
        QTest::addColumn<int>("events");
        QTest::addColumn<unsigned>("seeds");
        QTest::newRow("small") << 5 << 20 << 3u;
        QTest::newRow("middling") << 12 << 2'000 << 2u;
        QTest::newRow("several chunks of everything") << 1'500 << 6'000 << 1u;
    }

    void whatIsWrittenReadsBackTheSame()
    {
        QFETCH(int, lanes);
        QFETCH(int, events);
        QFETCH(unsigned, seeds);
        for (unsigned seed = 1; seed <= seeds; ++seed) {
            const Trace trace = sampleTrace(seed, lanes, events);
            Result<Trace> read = reread(fileContent(trace, QStringLiteral(".ilv")));
            QVERIFY2(read.hasValue(), read.hasValue() ? "" : read.error().message.c_str());
            QCOMPARE(difference(trace, read.value()), std::string());
            QVERIFY(!isIncomplete(read.value()));
        }
    }

    void anEmptyTraceReadsBack()
    {
        Result<Trace> read = reread(fileContent(Trace(), QStringLiteral(".ilv")));
        QVERIFY(read.hasValue());
        QCOMPARE(difference(Trace(), read.value()), std::string());
    }

    void lostRecordsProblemsAndUndeclaredLanesSurvive()
    {
        Trace trace = sampleTrace(4);
        trace.rings.push_back({4711, 4712, 100, 90, 10});
        trace.problems.push_back("something was odd");
        trace.append(Event(5'000'000, EventKind::Lost, 0, LaneId(40), 10));
        Result<Trace> read = reread(fileContent(trace, QStringLiteral(".ilv")));
        QVERIFY(read.hasValue());
        QCOMPARE(difference(trace, read.value()), std::string());
        QVERIFY(isIncomplete(read.value()));
    }

    void longTextsAndNamesAreBounded()
    {
        Trace trace;
        const std::string longText(Trace::maxTextBytes, 'x');
        trace.declareLane(LaneId(1), std::nullopt, LaneKind::Host, std::string(100'000, 'n'), 0, 0,
                          Event(0, EventKind::Lane, 0, LaneId(1)));
        trace.appendText(Event(1, EventKind::Output, 0, LaneId(1)), longText + "more");
        Result<Trace> read = reread(fileContent(trace, QStringLiteral(".ilv")));
        QVERIFY(read.hasValue());
        QVERIFY(read.value().problems.empty());
        QCOMPARE(read.value().text(read.value().outputs()[0]).size(), longText.size());
        QCOMPARE(read.value().lanes()[0].name.size(), Native::longestName);
    }

    void aFileCutAtAnyByteGivesWhatIsWholeAndSaysSo() { everyCutGivesWhatIsWhole(m_path, sampleTrace(5, 4, 20)); }

    void aFlippedBitOfAnyByteIsNoticed() { flippedBitsAreNoticed(m_path, sampleTrace(6, 5, 5), 1); }

    void aDamagedChunkCostsThatChunkAlone()
    {
        const Trace trace = sampleTrace(7, 8, 10'000); // several chunks of events
        QByteArray bytes = fileContent(trace, QStringLiteral(".ilv"));
        const qsizetype first = bytes.indexOf("EVNT");
        QVERIFY(bytes.count("EVNT") > 2);
        bytes[first + 100] = char(bytes[first + 100] ^ 1); // in its payload
        const std::uint64_t chunkEvents = lengthOfChunk(bytes, first) / sizeof(Event);
        QVERIFY(chunkEvents > 100 && chunkEvents < trace.eventCount() / 2);
        Result<Trace> read = reread(bytes);
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), trace.eventCount() - chunkEvents);
        bytes[first + 100] = char(bytes[first + 100] ^ 1);

        bytes[first + 5] = char(bytes[first + 5] ^ 1); // in its length
        read = reread(bytes);
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), trace.eventCount() - chunkEvents);
        QVERIFY(read.value().problems[0].starts_with("1 damaged part"));
    }

    void aLostChunkOfTextsDoesNotShiftTheOthers()
    {
        Trace trace;
        for (int i = 0; i < 200; ++i)
            trace.appendText(Event(std::uint64_t(i), EventKind::Output, 0, LaneId(1)),
                             std::to_string(i) + std::string(1'000, '.'));
        QByteArray bytes = fileContent(trace, QStringLiteral(".ilv"));
        const qsizetype first = bytes.indexOf("TEXT");
        bytes[first + 100] = char(bytes[first + 100] ^ 1);
        Result<Trace> read = reread(bytes);
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), trace.eventCount());
        QCOMPARE(read.value().text(read.value().outputs()[0]), std::string_view());
        QCOMPARE(read.value().text(read.value().outputs()[199]), trace.text(trace.outputs()[199]));
    }

    void aMissingChunkIsNoticedByTheFooter()
    {
        QByteArray bytes = fileContent(sampleTrace(8), QStringLiteral(".ilv"));
        const qsizetype texts = bytes.indexOf("TEXT"), counters = bytes.indexOf("CNTR");
        bytes.remove(texts, counters - texts);
        Result<Trace> read = reread(bytes);
        QVERIFY(read.hasValue());
        QVERIFY(isIncomplete(read.value()));
    }

    void somethingBehindTheFooterIsNoticed()
    {
        QByteArray bytes = fileContent(sampleTrace(8), QStringLiteral(".ilv"));
        bytes += nativeChunk(Native::ChunkKind::Events, eventBytes(Event(1, EventKind::Wake, 0, LaneId(1))));
        Result<Trace> read = reread(bytes);
        QVERIFY(read.hasValue());
        QVERIFY(isIncomplete(read.value()));
    }

    void hostileContentIsCountedAndLeftOut_data()
    {
        using Native::ChunkKind;
        QTest::addColumn<QByteArray>("chunk");
        const std::string most(4, '\xff');
        QTest::newRow("lane 0") << nativeChunk(ChunkKind::Events, eventBytes(Event(1, EventKind::Start, 0, LaneId(0))));
        QTest::newRow("lane 2^24") << nativeChunk(ChunkKind::Events,
                                            eventBytes(Event(1, EventKind::Start, 0, LaneId(0xffffff))));
        QTest::newRow("kind 100") << nativeChunk(ChunkKind::Events, eventBytes(Event(1, EventKind(100), 0, LaneId(1))));
        QTest::newRow("reason 200") << nativeChunk(ChunkKind::Events,
                                             eventBytes(Event(1, EventKind::Suspend, 200, LaneId(1))));
        QTest::newRow("text that is not there")
            << nativeChunk(ChunkKind::Events, eventBytes(Event(1, EventKind::Output, 0, LaneId(1), 0xfffffe)));
        QTest::newRow("sample that is not there")
            << nativeChunk(ChunkKind::Events, eventBytes(Event(1, EventKind::Counter, 0, LaneId(1), 7)));
        QTest::newRow("half an event") << nativeChunk(ChunkKind::Events, "12345678");
        QTest::newRow("text of 4 GB") << nativeChunk(ChunkKind::Texts, std::string(4, '\0') + most + "abc");
        QTest::newRow("no first number") << nativeChunk(ChunkKind::Texts, "ab");
        QTest::newRow("sample's name of 4 GB") << nativeChunk(ChunkKind::Counters, std::string(12, '\0') + most);
        QTest::newRow("lane's name of 4 GB")
            << nativeChunk(ChunkKind::Lanes, eventBytes(Event(1, EventKind::Lane, 0, LaneId(1))) + std::string(8, '1') + most);
        QTest::newRow("lane under itself")
            << nativeChunk(ChunkKind::Lanes,
                     eventBytes(Event(1, EventKind::Lane, 4, LaneId(3), 3)) + std::string(12, '\0'));
        QTest::newRow("lane of kind 99")
            << nativeChunk(ChunkKind::Lanes, eventBytes(Event(1, EventKind::Lane, 99, LaneId(3))) + std::string(12, '\0'));
        QTest::newRow("a quarter of a ring") << nativeChunk(ChunkKind::Rings, std::string(8, '1'));
        QTest::newRow("name without value") << nativeChunk(ChunkKind::Info, std::string("\1\0\0\0x", 5));
        QTest::newRow("unknown chunk") << nativeChunk(ChunkKind(0x21212121), "?");
        QTest::newRow("length beyond the end") << nativeChunk(ChunkKind::Texts, std::string(100, '\0')).first(40);
        QTest::newRow("zeros") << QByteArray(4096, '\0');
    }

    void hostileContentIsCountedAndLeftOut()
    {
        QFETCH(QByteArray, chunk);
        const Trace trace = sampleTrace(9);
        const QByteArray good = fileContent(trace, QStringLiteral(".ilv"));
        const qsizetype footer = good.indexOf("FOOT");
        Result<Trace> read = reread(good.first(footer) + chunk + good.sliced(footer));
        QVERIFY(read.hasValue());
        QVERIFY(isIncomplete(read.value()));
        QVERIFY(read.value().eventCount() >= trace.eventCount());
    }

    void aHugeLengthInAWholeHeadIsNotBelieved()
    {
        std::string head;
        putNumber(head, std::uint32_t(Native::ChunkKind::Events));
        putNumber(head, 0xfffffff0u);
        putNumber(head, 0u);
        putNumber(head, crc32c(head));
        Result<Trace> read = reread(nativeHeader() + QByteArray::fromStdString(head) + QByteArray(64, 'x'));
        QVERIFY(read.hasValue());
        QVERIFY(isIncomplete(read.value()));
    }

    void eventsInReverseOrderAreSortedAtOnce()
    {
        std::string payload;
        for (std::uint64_t i = 0; i < 300'000; ++i)
            payload += eventBytes(Event(300'000 - i, EventKind::Wake, 0, LaneId(1)));
        Result<Trace> read = reread(nativeHeader() + nativeChunk(Native::ChunkKind::Events, payload));
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().events(LaneId(1)).front().rawTime(), std::uint64_t(1));
        QCOMPARE(read.value().events(LaneId(1)).back().rawTime(), std::uint64_t(300'000));
    }

    void version1IsStillRead()
    {
        const QString data = QStringLiteral(INTERLEAVE_TEST_DATA "/");
        Result<Trace> whole = readTraceFile(data + QStringLiteral("version1.ilv"));
        QVERIFY(whole.hasValue());
        QCOMPARE(whole.value().problems, std::vector<std::string>{"a worker was slow"});
        QCOMPARE(whole.value().rings.size(), std::size_t(2));
        QCOMPARE(fileContent(whole.value(), QStringLiteral(".csv")), bytesOf(data + QStringLiteral("version1.csv")));
        Result<Trace> live = readTraceFile(data + QStringLiteral("version1-live.ilv"));
        QVERIFY(live.hasValue());
        QCOMPARE(live.value().eventCount(), whole.value().eventCount());
        QCOMPARE(live.value().problems.size(), std::size_t(1));
        QVERIFY(live.value().problems[0].starts_with("The file has no end"));
        for (const Lane &lane : whole.value().lanes())
            QVERIFY(std::equal(lane.events.begin(), lane.events.end(), live.value().events(lane.id).begin(),
                               [](const Event &a, const Event &b) { return a.low == b.low && a.line() == b.line(); }));
    }

    void aFinishedFileIsLookedIntoAndNotCopied()
    {
        const Trace &trace = largeTrace();
        const QByteArray bytes = fileContent(trace, QStringLiteral(".ilv"));
        QVERIFY(bytes.size() <= 20 * qsizetype(trace.eventCount()));
        const OpenedTrace opened = openedFrom(m_path, bytes);
        QVERIFY(opened.verify);
        QVERIFY(opened.trace.lanes()[0].events.isMapped());
        QVERIFY(opened.verify(opened.trace, {}));
        QCOMPARE(difference(trace, opened.trace), std::string());
        QCOMPARE(opened.trace.recordCount(), trace.recordCount());
        for (std::size_t lane = 0; lane < 4; ++lane) {
            const Lane &a = trace.lanes()[lane], &b = opened.trace.lanes()[lane];
            QCOMPARE(b.grid.blocks().size(), b.events.blockCount()); // the last one, too
            QVERIFY(a.grid.totals(a.events, trace.end()) == b.grid.totals(b.events, trace.end()));
        }
        const Result<Trace> verified = readTraceFile(m_path);
        QVERIFY(verified.hasValue() && verified.value().events(LaneId(1)).isMapped());
    }

    void withoutItsIndexItIsStillNotCopied()
    {
        const Trace &trace = largeTrace();
        const QByteArray whole = fileContent(trace, QStringLiteral(".ilv"));
        const Result<Trace> read = reread(whole.first(whole.lastIndexOf("INDX")));
        QVERIFY(read.hasValue());
        Trace cut = read.value();
        QCOMPARE(cut.problems.size(), trace.problems.size() + 1); // that it has no end
        cut.problems = trace.problems;
        QCOMPARE(difference(trace, cut), std::string());
        QCOMPARE(cut.recordCount(), trace.recordCount());
        for (const Lane &lane : cut.lanes()) {
            QVERIFY(lane.events.empty() || lane.events.isMapped());
            const Lane &same = *trace.lane(lane.id);
            QVERIFY(same.grid.totals(same.events, trace.end()) == lane.grid.totals(lane.events, trace.end()));
        }
    }

    void whatLiesInAnotherOrderIsCopiedAndSorted()
    {
        std::string inOrder, late;
        for (std::uint64_t i = 0; i < 3 * EventSequence::blockEvents; ++i)
            inOrder += eventBytes(Event(1'000 + i, EventKind::Resume, 0, LaneId(1)));
        late = eventBytes(Event(5, EventKind::Start, 0, LaneId(1)));
        const QByteArray blocks = nativeHeader() + nativeChunk(Native::ChunkKind::Events, inOrder);
        Result<Trace> read = reread(blocks);
        QVERIFY(read.hasValue() && read.value().events(LaneId(1)).isMapped());
        read = reread(blocks + nativeChunk(Native::ChunkKind::Events, late));
        QVERIFY(read.hasValue());
        const EventSequence &events = read.value().events(LaneId(1));
        QVERIFY(!events.isMapped());
        QCOMPARE(events.size(), 3 * EventSequence::blockEvents + 1);
        QCOMPARE(events.front().rawTime(), std::uint64_t(5));
        QCOMPARE(read.value().begin(), Nanos(5));
    }

    void textsThatComeLateStillBelongToTheirEvents()
    {
        const std::string first = std::string(4, '\0') + std::string("\1\0\0\0a", 5);
        const std::string third = std::string("\2\0\0\0", 4) + std::string("\1\0\0\0c", 5);
        Result<Trace> read = reread(nativeHeader() + nativeChunk(Native::ChunkKind::Texts, first)
                                    + nativeChunk(Native::ChunkKind::Events, eventBytes(Event(1, EventKind::Output, 0, LaneId(1), 0)))
                                    + nativeChunk(Native::ChunkKind::Texts, third)
                                    + nativeChunk(Native::ChunkKind::Events, eventBytes(Event(2, EventKind::Output, 0, LaneId(2), 2))));
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().text(read.value().outputs()[0]), std::string_view("a"));
        QCOMPARE(read.value().text(read.value().outputs()[1]), std::string_view("c"));
    }

    void anOpenedTraceGoesOnWithoutItsFile()
    {
        OpenedTrace opened = openedFrom(m_path, fileContent(largeTrace(), QStringLiteral(".ilv")));
        QVERIFY(QFile::remove(m_path));
        const std::uint64_t end = std::uint64_t(opened.trace.end().count());
        const std::size_t before = opened.trace.events(LaneId(1)).size();
        for (std::uint64_t i = 1; i <= 10'000; ++i)
            opened.trace.append(Event(end + i, EventKind::Resume, 0, LaneId(1)));
        const Lane &lane = opened.trace.lanes()[0];
        QCOMPARE(lane.events.size(), before + 10'000);
        QVERIFY(!lane.events.isMapped());
        StateWalk walk;
        for (const Event &event : lane.events)
            walk.take(event);
        QVERIFY(lane.grid.totals(lane.events, opened.trace.end()) == walk.sums());
    }

    void damageOfEventsIsFoundAfterOpeningAndLeftOutByReading()
    {
        const Trace &trace = largeTrace();
        const QByteArray whole = fileContent(trace, QStringLiteral(".ilv"));
        for (const char *kind : {"EVNT", "GRID"}) {
            QByteArray bytes = whole;
            const qsizetype chunk = bytes.lastIndexOf(kind);
            bytes[chunk + 40] = char(bytes[chunk + 40] ^ 4);
            const OpenedTrace opened = openedFrom(m_path, bytes);
            QVERIFY(opened.verify && opened.trace.problems.empty());
            QVERIFY(!opened.verify(opened.trace, {}));
            const Result<Trace> read = readTraceFile(m_path);
            QVERIFY(read.hasValue() && isIncomplete(read.value()));
        }
    }

    void whatIsNeededToOpenIsVerifiedAtOnce()
    {
        const QByteArray whole = fileContent(largeTrace(), QStringLiteral(".ilv"));
        for (const char *kind : {"LANE", "TEXT", "INDX", "OUTP", "FOOT"}) {
            QByteArray bytes = whole;
            const qsizetype chunk = bytes.lastIndexOf(kind);
            bytes[chunk + 20] = char(bytes[chunk + 20] ^ 4);
            const OpenedTrace opened = openedFrom(m_path, bytes);
            QVERIFY2(!opened.verify && isIncomplete(opened.trace), kind);
        }
    }

    void anIndexThatLiesDoesNoHarmAndIsFound() { liesOfTheIndexAreFound(m_path, 12); }

    void eventsThatLieDoNoHarm() { liesOfEventsDoNoHarm(m_path, 8); }

    void anEventsLaneThatLiesIsFound()
    {
        QByteArray bytes = fileContent(largeTrace(), QStringLiteral(".ilv"));
        const qsizetype chunk = bytes.indexOf("EVNT");
        bytes[chunk + 24] = char(3);
        correctChecksums(bytes, chunk);
        const OpenedTrace opened = openedFrom(m_path, bytes);
        QVERIFY(opened.verify && !opened.verify(opened.trace, {}));
    }

    void aMappedFileThatIsCutOffGivesNothingMoreButNoCrash()
    {
        const OpenedTrace opened = openedFrom(m_path, fileContent(largeTrace(), QStringLiteral(".ilv")));
        QVERIFY(opened.verify);
        QVERIFY(QFile::resize(m_path, 500'000));
        lookAt(opened.trace);
        QVERIFY(opened.trace.events(LaneId(4)).back().kind() == EventKind::None);
        QVERIFY(!opened.verify(opened.trace, {}));
    }

    void verifyingStopsWhenItIsTold()
    {
        const OpenedTrace opened = openedFrom(m_path, fileContent(largeTrace(), QStringLiteral(".ilv")));
        std::stop_source source;
        source.request_stop();
        QVERIFY(opened.verify(opened.trace, source.get_token()));
    }

    void aLaterVersionIsRefused()
    {
        std::string bytes(Native::magic);
        putNumber(bytes, Native::version + 1);
        putNumber(bytes, crc32c(bytes));
        Result<Trace> read = reread(QByteArray::fromStdString(bytes));
        QVERIFY(!read.hasValue());
        QVERIFY(read.error().message.find("later version") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestNativeFormat)
#include "tst_nativeformat.moc"
