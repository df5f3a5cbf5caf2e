// The language between a pool and its workers: however its stream is cut, the same messages; and
// what is none is refused.
#include "core/executors/poolfunction.h"
#include "core/executors/poolwire.h"

#include <QTest>

#include <stdexcept>

using namespace Interleave;

namespace {

const std::vector<std::string> bodies = {"", "x", packed(TaskMessage{7, LaneId(300), 2, "square", std::string("\0\1ILVP", 6)}),
                                         packed(WorkerMessage{WorkerMessage::Kind::Raised, 7, "oh"}), std::string(70'000, 'y')};

std::string streamOf(const std::vector<std::string> &all)
{
    std::string stream;
    for (const std::string &body : all)
        stream += framed(body);
    return stream;
}

/// All bodies of a stream that arrives in pieces ending at these places.
std::vector<std::string> heard(const std::string &stream, const std::vector<std::size_t> &cuts, FrameSplitter &frames)
{
    std::vector<std::string> found;
    std::size_t begin = 0;
    const auto hear = [&](std::size_t end) {
        frames.append(std::string_view(stream).substr(begin, end - begin));
        begin = end;
        while (const std::optional<std::string> body = frames.next())
            found.push_back(*body);
    };
    for (const std::size_t cut : cuts)
        hear(cut);
    hear(stream.size());
    return found;
}

} // namespace

class PoolWireTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySplitInTwoGivesTheSameBodies()
    {
        const std::vector<std::string> few(bodies.begin(), bodies.end() - 1);
        const std::string stream = streamOf(few);
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            FrameSplitter frames;
            QCOMPARE(heard(stream, {cut}, frames), few);
            QVERIFY(frames.isBetweenFrames() && !frames.isFaulty());
        }
    }

    void everySplitInThreeGivesTheSameBodies()
    {
        const std::vector<std::string> few(bodies.begin(), bodies.end() - 1);
        const std::string stream = streamOf(few);
        for (std::size_t first = 0; first <= stream.size(); ++first) {
            for (std::size_t second = first; second <= stream.size(); ++second) {
                FrameSplitter frames;
                if (heard(stream, {first, second}, frames) != few)
                    QFAIL(qPrintable(QStringLiteral("cut at %1 and %2").arg(first).arg(second)));
            }
        }
    }

    void oneByteAtATimeAndAllAtOnceGiveTheSameBodies()
    {
        const std::string stream = streamOf(bodies);
        std::vector<std::size_t> everywhere;
        for (std::size_t cut = 1; cut < stream.size(); ++cut)
            everywhere.push_back(cut);
        FrameSplitter slow, fast;
        QCOMPARE(heard(stream, everywhere, slow), bodies);
        QCOMPARE(heard(stream, {}, fast), bodies);
    }

    void anIncompleteFrameIsWaitedFor()
    {
        const std::string frame = framed("hello");
        for (std::size_t length = 1; length < frame.size(); ++length) {
            FrameSplitter frames;
            frames.append(frame.substr(0, length));
            QVERIFY(!frames.next());
            QVERIFY(!frames.isFaulty() && !frames.isBetweenFrames());
        }
    }

    void garbageIsFaultyAtItsFirstWrongByte()
    {
        for (const char *garbage : {"G", "IG", "ILG", "ILVG", "GET / HTTP/1.1\r\n"}) {
            FrameSplitter frames;
            frames.append(framed("good"));
            frames.append(garbage);
            QCOMPARE(frames.next(), std::optional<std::string>("good"));
            QVERIFY(!frames.next());
            QVERIFY(frames.isFaulty());
            frames.append(framed("too late"));
            QVERIFY(!frames.next());
        }
    }

    void aLengthThatCannotBeIsFaultyBeforeItsBytesCome()
    {
        for (const std::uint32_t length : {std::uint32_t(longestFrame) + 1, 0x8000'0000u, 0xffff'ffffu}) {
            std::string header = "ILVP";
            putNumber(header, length);
            FrameSplitter frames;
            frames.append(header);
            QVERIFY(!frames.next());
            QVERIFY(frames.isFaulty());
        }
        QVERIFY_THROWS_EXCEPTION(std::length_error, framed(std::string(longestFrame + 1, 'x')));
    }

    void messagesComeBackAsTheyWere()
    {
        const TaskMessage task{0xffff'ffff, LaneId(0xff'ffff), 3, "howmany", std::string("\0\xff", 2)};
        QVERIFY(unpackTask(packed(task)) == task);
        for (const WorkerMessage &message : {WorkerMessage{}, WorkerMessage{WorkerMessage::Kind::Returned, 9, "results"},
                                             WorkerMessage{WorkerMessage::Kind::Raised, 10, ""}})
            QVERIFY(unpackWorkerMessage(packed(message)) == message);
    }

    void aMessageCutShortIsNone()
    {
        const std::string task = packed(TaskMessage{1, LaneId(2), 1, "square", ""});
        for (std::size_t length = 0; length < task.size(); ++length)
            QVERIFY(!unpackTask(task.substr(0, length)));
        const std::string answer = packed(WorkerMessage{WorkerMessage::Kind::Returned, 1, ""});
        for (std::size_t length = 0; length < answer.size(); ++length)
            QVERIFY(!unpackWorkerMessage(answer.substr(0, length)));
    }

    void aMessageOfNoKnownKindIsNone()
    {
        std::string message = packed(WorkerMessage{WorkerMessage::Kind::Returned, 1, "x"});
        for (const int kind : {0, 4, 255}) {
            message[0] = char(kind);
            QVERIFY(!unpackWorkerMessage(message));
        }
        QVERIFY(!unpackWorkerMessage(packed(WorkerMessage{WorkerMessage::Kind::Ready, 0, "not empty"})));
    }

    void valuesComeBackAsTheyWere()
    {
        using Value = std::tuple<std::int64_t, double, std::string, std::vector<std::vector<std::int64_t>>,
                                 std::vector<std::pair<std::string, bool>>>;
        const Value value(-1, 0.1, std::string("a\0b", 3), {{1, 2}, {}, {INT64_MIN}}, {{"x", true}, {"", false}});
        std::string bytes;
        putValue(bytes, value);
        for (std::size_t length = 0; length <= bytes.size(); ++length) {
            Value back;
            ByteCursor cursor(std::string_view(bytes).substr(0, length));
            takeValue(cursor, back);
            QCOMPARE(cursor.failed(), length < bytes.size());
            QVERIFY(length < bytes.size() || (back == value && cursor.atEnd()));
        }
    }

    void aCountThatCannotBeTakesNoMemory()
    {
        std::string bytes;
        putNumber(bytes, 0xffff'ffffu);
        bytes += "few";
        std::vector<std::string> elements;
        ByteCursor cursor(bytes);
        takeValue(cursor, elements);
        QVERIFY(cursor.failed());
        QVERIFY(elements.empty());
    }
};

QTEST_GUILESS_MAIN(PoolWireTest)
#include "tst_poolwire.moc"
