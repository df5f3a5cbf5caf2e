#include "core/io/liveappender.h"
#include "tests/support/fulldisk.h"
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "tests/support/thorough.h"
#include "tests/support/tracedifference.h"

#include <QTest>
#include <QThreadPool>

#include <sys/stat.h>
#include <unistd.h>

using namespace Interleave;

class TestLiveAppender : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("live.ilv"));

    /// Copies a finished trace piece by piece into one that goes on, as a session would, and
    /// appends after every `atOnce` events. Returns what went on.
    static Trace record(const Trace &finished, LiveAppender &appender, const QString &path, std::size_t atOnce)
    {
        Trace live;
        if (!appender.open(path, live).hasValue())
            qFatal("cannot open the live file");
        std::vector<Event> pending;
        for (const Lane &lane : finished.lanes()) {
            live.declareLane(lane.id, lane.parent, lane.kind, lane.name, lane.pid, lane.tid, lane.declared);
            pending.insert(pending.end(), lane.events.begin(), lane.events.end());
        }
        std::stable_sort(pending.begin(), pending.end(),
                         [](const Event &a, const Event &b) { return a.rawTime() < b.rawTime(); });
        for (std::size_t i = 0; i < pending.size(); ++i) {
            add(live, finished, pending[i]);
            if (i % atOnce == 0 && !appended(appender, live).hasValue())
                qFatal("cannot append");
        }
        live.info = finished.info;
        live.rings = finished.rings;
        return live;
    }

    static Result<void> appended(LiveAppender &appender, Trace &live)
    {
        const Result<void> handed = appender.append(live);
        return handed.hasValue() ? appender.wait() : handed;
    }

    static Result<void> finished(LiveAppender &appender, const std::shared_ptr<Trace> &live)
    {
        Result<void> result = Error(ErrorCode::Failed, "it never said how it went");
        appender.finish(live, [&result](const Result<void> &written) { result = written; });
        static_cast<void>(appender.wait());
        return result;
    }

    static Result<void> finished(LiveAppender &appender, const Trace &live)
    {
        return finished(appender, std::make_shared<Trace>(live));
    }

    static void add(Trace &live, const Trace &finished, Event event)
    {
        if (const CounterSample *sample = finished.counter(event))
            live.appendCounter(event, sample->value, sample->name);
        else if (event.kind() == EventKind::Output || event.kind() == EventKind::Note)
            live.appendText(event, finished.text(event));
        else
            live.append(event);
    }

private Q_SLOTS:
    void theLiveFileHoldsWhatWasAppended()
    {
        LiveAppender appender;
        Trace live = record(sampleTrace(1, 8, 1'000), appender, m_path, 10);
        live.problems.push_back("a worker was slow");
        QVERIFY(appended(appender, live).hasValue());
        Result<Trace> read = readTraceFile(m_path);
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().problems.size(), std::size_t(2));
        QVERIFY(read.value().problems[1].find("no end") != std::string::npos);
        read.value().problems.pop_back();
        QCOMPARE(difference(live, read.value()), std::string());
    }

    void theFinishedFileIsWhole()
    {
        LiveAppender appender;
        Trace live = record(sampleTrace(2, 8, 1'000), appender, m_path, 10);
        QVERIFY(finished(appender, live).hasValue());
        Result<Trace> read = readTraceFile(m_path);
        QVERIFY(read.hasValue());
        QCOMPARE(difference(live, read.value()), std::string());
        QVERIFY(!isIncomplete(read.value()));
        QVERIFY(!appended(appender, live).hasValue()); // it is closed
    }

    void aLongRunIsWholeAtOnceAndThenHasItsIndex()
    {
        auto live = std::make_shared<Trace>();
        LiveAppender appender;
        QVERIFY(appender.open(m_path, *live).hasValue());
        live->declareLane(LaneId(1), std::nullopt, LaneKind::Thread, "thread", 1, 1, Event(0, EventKind::Lane, 2, LaneId(1)));
        for (std::uint64_t i = 0; i < 200'000; ++i)
            live->append(Event(i, i % 2 ? EventKind::Suspend : EventKind::Resume, 0, LaneId(1)));
        const QString other = m_folder.filePath(QStringLiteral("asItStood.ilv"));
        // Another name for the file that is there before it is replaced.
        QCOMPARE(::link(QFile::encodeName(m_path).constData(), QFile::encodeName(other).constData()), 0);
        QVERIFY(finished(appender, live).hasValue());
        const Result<Trace> asItStood = readTraceFile(other);
        QVERIFY(asItStood.hasValue() && !isIncomplete(asItStood.value()));
        QCOMPARE(difference(*live, asItStood.value()), std::string());
        const Result<Trace> rewritten = readTraceFile(m_path);
        QVERIFY(rewritten.hasValue() && !isIncomplete(rewritten.value()));
        QVERIFY(rewritten.value().events(LaneId(1)).isMapped()); // so it has an index
        QCOMPARE(difference(*live, rewritten.value()), std::string());
    }

    void anAppendOfNothingWritesNothing()
    {
        LiveAppender appender;
        Trace live = record(sampleTrace(3), appender, m_path, 10);
        QVERIFY(appended(appender, live).hasValue());
        const QByteArray before = bytesOf(m_path);
        QVERIFY(appended(appender, live).hasValue());
        QCOMPARE(bytesOf(m_path), before);
    }

    void aLiveFileCutAnywhereGivesAPrefixOfTheRun()
    {
        LiveAppender appender;
        Trace live = record(sampleTrace(4, 6, thorough(25, 80)), appender, m_path, 20);
        QVERIFY(appended(appender, live).hasValue());
        std::uint64_t before = live.eventCount();
        for (qint64 size = QFile(m_path).size() - 1; size >= 0; --size) {
            QVERIFY(QFile::resize(m_path, size));
            Result<Trace> read = readTraceFile(m_path);
            QCOMPARE(read.hasValue(), size >= 16); // the header
            if (!read.hasValue())
                continue;
            QCOMPARE(read.value().problems.size(), std::size_t(1)); // and no text is missing
            QVERIFY(read.value().eventCount() <= before);
            before = read.value().eventCount();
        }
    }

    void whatTheTraceHeldBeforeIsWrittenToo()
    {
        Trace trace = sampleTrace(5);
        LiveAppender appender;
        QVERIFY(appender.open(m_path, trace).hasValue());
        trace.appendText(Event(9'000'000'000, EventKind::Note, 0, LaneId(2)), "later");
        QVERIFY(appended(appender, trace).hasValue());
        Result<Trace> read = readTraceFile(m_path);
        QVERIFY(read.hasValue());
        read.value().problems.clear();
        QCOMPARE(difference(trace, read.value()), std::string());
    }

    void nobodyElseMayReadIt()
    {
        Trace trace = sampleTrace(6);
        LiveAppender appender;
        QVERIFY(appender.open(m_path, trace).hasValue());
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(m_path).constData(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
        QVERIFY(finished(appender, trace).hasValue());
        QCOMPARE(::stat(QFile::encodeName(m_path).constData(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
    }

    void pipesAndLinksAreRefused()
    {
        Trace trace;
        const QString pipe = m_folder.filePath(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QVERIFY(!LiveAppender().open(pipe, trace).hasValue());
        const QString target = m_folder.filePath(QStringLiteral("target")), link = m_folder.filePath(QStringLiteral("link"));
        putBytes(target, "precious");
        QVERIFY(QFile::link(target, link));
        QVERIFY(!LiveAppender().open(link, trace).hasValue());
        QCOMPARE(bytesOf(target), QByteArray("precious"));
    }

    void aFullDiskIsSaidAndStopsItForGood()
    {
        FullDisk disk(16 << 10);
        if (!disk.isMounted())
            QSKIP("needs the right to mount a small tmpfs");
        const QString path = disk.path() + QStringLiteral("/live.ilv");
        Trace live;
        LiveAppender appender;
        QVERIFY(appender.open(path, live).hasValue());
        live.append(Event(1, EventKind::Start, 0, LaneId(1)));
        QVERIFY(appended(appender, live).hasValue());
        for (std::uint64_t i = 0; i < 2'000; ++i)
            live.append(Event(2 + i, EventKind::Wake, 0, LaneId(1)));
        const Result<void> full = appended(appender, live);
        QVERIFY(!full.hasValue());
        QVERIFY(full.error().message.find("No space left") != std::string::npos);
        live.append(Event(9'000, EventKind::Wake, 0, LaneId(1)));
        QVERIFY(!appended(appender, live).hasValue());
        QVERIFY(!finished(appender, live).hasValue());
        Result<Trace> read = readTraceFile(path);
        QVERIFY(read.hasValue());
        QCOMPARE(read.value().eventCount(), std::uint64_t(1));
        QVERIFY(isIncomplete(read.value()));
    }
};

QTEST_GUILESS_MAIN(TestLiveAppender)
#include "tst_liveappender.moc"
