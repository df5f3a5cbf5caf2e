// The book of jobs: whatever news come in whatever order, each job's lane says what was, and lawfully.
#include "core/analysis/notes.h"
#include "core/executors/jobbook.h"
#include "tests/support/recordedrun.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr auto started = JobNews::Kind::Started;
constexpr auto finished = JobNews::Kind::Finished;
constexpr auto raised = JobNews::Kind::Raised;
constexpr auto failed = JobNews::Kind::Failed;

const std::vector<std::string> queues = {"high", "default"};

JobOrder order(const std::string &id, const std::string &queue = "default")
{
    JobOrder job;
    job.id = id;
    job.queue = queue;
    return job;
}

JobNews newsOf(JobNews::Kind kind, const std::string &job, const std::string &worker = "w", const std::string &text = {})
{
    return {.kind = kind, .job = job, .worker = worker, .workerLane = t_here.lane, .text = text, .pause = 10ms};
}

Stamp now() { return Recorder::ofThisThread().stamp(); }

QString depths(const Trace &trace, std::string_view queue)
{
    QStringList all;
    for (const Event &event : laneNamed(trace, queue)->events) {
        if (const CounterSample *sample = trace.counter(event))
            all << QString::number(sample->value);
    }
    return all.join(u' ');
}

/// "suspended: why | running | …"
QString notesAlong(const Trace &trace, std::string_view lane)
{
    QStringList parts;
    for (const Segment &segment : segmentsOf(*laneNamed(trace, lane), trace.end())) {
        if (segment.state == State::Ready)
            continue;
        const std::string_view state = stateName(segment.state);
        QString part = QString::fromUtf8(state.data(), qsizetype(state.size()));
        for (const NoteRead &note : notesOf(trace, segment))
            part += QStringLiteral(": ") + QString::fromUtf8(note.text.data(), qsizetype(note.text.size()));
        parts << part;
    }
    return parts.join(QStringLiteral(" | "));
}

} // namespace

class TestJobBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aJobWaitsRunsAndEnds()
    {
        const Trace trace = recorded([](Program &) {
            JobBook book(t_here.process, queues);
            book.add(order("1"), "job 1");
            QVERIFY(book.find("1")->state == JobState::Queued);
            QVERIFY(book.hear(newsOf(started, "1"), now()));
            QVERIFY(book.find("1")->state == JobState::Started);
            QVERIFY(!book.isOver());
            QVERIFY(book.hear(newsOf(finished, "1"), now()));
            QVERIFY(book.isOver());
            QCOMPARE(book.count(JobState::Finished), 1);
            QVERIFY(book.lastEnded() == book.find("1")->order.lane);
        });
        QCOMPARE(lifeOf(trace, "job 1"), QStringLiteral("start suspend(queued) resume finish(finished)"));
        QCOMPARE(depths(trace, "queue default"), QStringLiteral("0 1 0"));
        QCOMPARE(depths(trace, "queue high"), QStringLiteral("0"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aJobThatRaisesSleepsAndComesAgainUntilItFails()
    {
        const Trace trace = recorded([](Program &) {
            JobBook book(t_here.process, queues);
            book.add(order("1"), "job 1");
            book.hear(newsOf(started, "1"), now());
            book.hear(newsOf(raised, "1", "w", "ValueError"), now());
            QVERIFY(book.find("1")->state == JobState::Scheduled);
            book.requeue("1", hostLane);
            book.requeue("1", hostLane); // twice is harmless
            book.hear(newsOf(started, "1"), now());
            book.hear(newsOf(failed, "1", "w", "ValueError again"), now());
            QCOMPARE(book.find("1")->tries, 2);
            QCOMPARE(book.find("1")->why, std::string("ValueError again"));
        });
        QCOMPARE(lifeOf(trace, "job 1"), QStringLiteral("start suspend(queued) resume suspend(sleep) resume suspend(queued) "
                                                        "resume finish(failed)"));
        QCOMPARE(depths(trace, "queue default"), QStringLiteral("0 1 0 1 0"));
        QCOMPARE(notesAlong(trace, "job 1"), QStringLiteral("running | suspended | running | suspended: ValueError | "
                                                            "running | suspended | running: ValueError again"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aDependentJobEntersItsQueueWhenTheOtherHasFinished()
    {
        const Trace trace = recorded([](Program &) {
            JobBook book(t_here.process, queues);
            book.add(order("1"), "job 1");
            JobOrder dependent = order("2", "high");
            dependent.dependsOn = "1";
            book.add(dependent, "job 2");
            QVERIFY(book.find("2")->state == JobState::Deferred);
            book.hear(newsOf(started, "1"), now());
            book.hear(newsOf(finished, "1"), now());
            book.requeue("2", book.find("1")->order.lane);
            QVERIFY(book.find("2")->state == JobState::Queued);
            book.hear(newsOf(started, "2"), now());
            book.hear(newsOf(finished, "2"), now());
        });
        QCOMPARE(lifeOf(trace, "job 2"), QStringLiteral("start suspend(result) resume suspend(queued) resume finish(finished)"));
        QCOMPARE(depths(trace, "queue high"), QStringLiteral("0 1 0"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whatADeadWorkerHadWaitsToBeTakenOver()
    {
        const Trace trace = recorded([](Program &) {
            JobBook book(t_here.process, queues);
            book.add(order("1"), "job 1");
            book.add(order("2"), "job 2");
            book.hear(newsOf(started, "1", "a"), now());
            book.hear(newsOf(started, "2", "b"), now());
            QCOMPARE(book.orphan("a", now(), "was killed"), std::vector<std::string>{"1"});
            QCOMPARE(book.orphan("a", now(), "was killed"), std::vector<std::string>{});
            book.hear(newsOf(started, "1", "b", "a"), now());
            book.hear(newsOf(finished, "1", "b"), now());
            book.hear(newsOf(finished, "2", "b"), now());
            QCOMPARE(book.find("1")->takeovers, 1);
            QCOMPARE(book.find("2")->takeovers, 0);
        });
        QCOMPARE(notesAlong(trace, "job 1"), QStringLiteral("running | suspended | running | suspended: a was killed | "
                                                            "running: taken over from a by b"));
        QCOMPARE(notesAlong(trace, "job 2"), QStringLiteral("running | suspended | running"));
        QCOMPARE(lifeOf(trace, "job 1"), QStringLiteral("start suspend(queued) resume suspend(queued) resume finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aTakeoverThatNobodySawComingIsLawful()
    {
        const Trace trace = recorded([](Program &) {
            JobBook book(t_here.process, queues);
            book.add(order("1"), "job 1");
            book.hear(newsOf(started, "1", "far"), now());
            book.hear(newsOf(started, "1", "near", "far"), now());
            book.hear(newsOf(finished, "1", "far"), now());  // it was only slow, and first
            QVERIFY(!book.hear(newsOf(finished, "1", "near"), now()));
            QCOMPARE(book.count(JobState::Finished), 1);
        });
        QCOMPARE(lifeOf(trace, "job 1"), QStringLiteral("start suspend(queued) resume suspend(queued) resume finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aResultOfOneThoughtDeadCounts()
    {
        const Trace trace = recorded([](Program &) {
            JobBook book(t_here.process, queues);
            book.add(order("1"), "job 1");
            book.hear(newsOf(started, "1", "a"), now());
            const Stamp end = now();
            book.orphan("a", now(), "was killed");
            QVERIFY(book.hear(newsOf(finished, "1", "a"), end)); // read from the journal after its death
            QVERIFY(book.isOver());
        });
        QCOMPARE(brokenLaws(trace), QString());
    }

    void timesFromElsewhereNeverComeBeforeTheirCause()
    {
        const Trace trace = recorded([](Program &) {
            JobBook book(t_here.process, queues);
            const Stamp before = now();
            book.add(order("1"), "job 1");
            book.hear(newsOf(started, "1"), before);
            book.hear(newsOf(raised, "1"), before);
            book.requeue("1", hostLane);
            book.hear(newsOf(started, "1"), before);
            book.hear(newsOf(finished, "1"), before);
        });
        QCOMPARE(brokenLaws(trace), QString());
        std::int64_t last = 0;
        for (const Event &event : laneNamed(trace, "job 1")->events) {
            QVERIFY(event.time().count() >= last);
            last = event.time().count();
        }
    }

    void whatIsNotDoneWhenTheBookIsClosedIsLost()
    {
        const Trace trace = recorded([](Program &) {
            JobBook book(t_here.process, queues);
            book.add(order("1"), "job 1");
            book.add(order("2"), "job 2");
            book.hear(newsOf(started, "2"), now());
            book.lose("1", "Redis is gone");
            QCOMPARE(book.count(JobState::Lost), 1);
            QVERIFY(!book.hear(newsOf(started, "1"), now()));
        });
        QCOMPARE(lifeOf(trace, "job 1"), QStringLiteral("start suspend(queued) finish(killed)"));
        QCOMPARE(lifeOf(trace, "job 2"), QStringLiteral("start suspend(queued) resume finish(killed)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void newsOfUnknownJobsChangeNothing()
    {
        recorded([](Program &) {
            JobBook book(t_here.process, queues);
            QVERIFY(!book.hear(newsOf(finished, "9"), now()));
            QVERIFY(book.isOver());
            QVERIFY(book.find("9") == nullptr);
        });
    }
};

QTEST_GUILESS_MAIN(TestJobBook)
#include "tst_jobbook.moc"
