// The steps of the job queue's protocol, each against a real Redis server, in every order in which
// workers that are slow, stopped or dead may take them.
#include "core/executors/jobstore.h"
#include "tests/support/privateredis.h"

#include <QElapsedTimer>

#include <algorithm>
#include <array>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

JobOrder order(const std::string &id, const std::string &queue = "default")
{
    JobOrder job;
    job.id = id;
    job.queue = queue;
    job.function = "f";
    job.arguments = {"one", "", "three:3"};
    job.retries = 1;
    job.backoff = 1ms;
    job.lane = LaneId(7);
    return job;
}

JobNews newsBy(const std::string &worker, const std::string &job, JobNews::Kind kind)
{
    return {.kind = kind, .job = job, .worker = worker, .workerLane = LaneId(3), .ticks = 99, .text = {}};
}

} // namespace

class TestJobStore : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<PrivateRedis> m_redis;
    std::unique_ptr<RedisLink> m_link;
    std::unique_ptr<JobStore> m_store;
    RunSheet m_sheet;

    RedisReply ask(const RedisCommand &command) { return m_link->run(command).takeValue(); }
    void submit(const JobOrder &job) { QVERIFY(m_store->submit(std::array{job}).hasValue()); }

    std::optional<JobStore::Entry> read(const std::string &worker)
    {
        const auto entries = m_store->entriesFrom(ask(m_store->readCommand(m_sheet.queues, worker, std::nullopt)));
        return entries.empty() ? std::nullopt : std::optional(entries.front());
    }

    std::optional<TakenJob> begin(const JobStore::Entry &entry, const std::string &worker)
    {
        return m_store->begin(entry, newsBy(worker, entry.job, JobNews::Kind::Started)).takeValue();
    }
    TakenJob take(const std::string &worker) { return *begin(*read(worker), worker); }

    std::optional<JobStore::Entry> claim(const std::string &worker, std::chrono::milliseconds silence)
    {
        const std::vector<JobStore::Entry> silent = m_store->silent({"high", "default"}, silence).takeValue();
        return silent.empty() ? std::nullopt : m_store->claim(silent.front(), worker, silence).takeValue();
    }

    JobStore::Finished finish(const TakenJob &job, const std::string &worker, const std::string &result)
    {
        return m_store->finish(job, result, newsBy(worker, job.order.id, JobNews::Kind::Finished)).takeValue();
    }

    /// "started 1 by a, finished 1 by a"
    QString journal()
    {
        QStringList lines;
        for (const RedisReply &entry : ask({"XRANGE", m_store->key("journal"), "-", "+"}).elements) {
            const std::optional<JobNews> news = newsFrom(entry[1]);
            const std::string_view kind = jobNewsName(news->kind);
            lines << QString::fromUtf8(kind.data(), qsizetype(kind.size()))
                         + QStringLiteral(" %1 by %2").arg(QString::fromStdString(news->job), QString::fromStdString(news->worker))
                         + (news->text.empty() ? QString() : QStringLiteral(" (%1)").arg(QString::fromStdString(news->text)));
        }
        return lines.join(QStringLiteral(", "));
    }
    bool remove(const JobStore &store, std::span<const std::string> jobs)
    {
        return store.remove(m_link->connection(), m_sheet, jobs, 5s);
    }
    std::string status(const std::string &job) { return ask({"HGET", m_store->key("job:" + job), "status"}).text; }
    std::int64_t pending() { return ask({"XPENDING", m_store->queueKey("default"), "workers"})[0].integer; }

private Q_SLOTS:
    void initTestCase()
    {
        m_redis = std::make_unique<PrivateRedis>();
        if (!m_redis->isUp())
            QSKIP("redis-server is not installed");
    }

    void init()
    {
        static int runs = 0;
        m_link = m_redis->link();
        m_store = std::make_unique<JobStore>(*m_link, "run" + std::to_string(++runs));
        m_sheet.queues = {"high", "default"};
        m_sheet.lanes = {LaneId(11), LaneId(12)};
        QVERIFY(m_store->open(m_sheet).hasValue());
    }

    void cleanup()
    {
        if (m_store)
            QVERIFY(remove(*m_store, std::array<std::string, 3>{"1", "2", "3"}));
    }

    void aSheetIsReadAsItWasWritten()
    {
        const RunSheet sheet = *m_store->sheet().takeValue();
        QVERIFY(sheet.queues == m_sheet.queues);
        QVERIFY(sheet.lanes == m_sheet.lanes);
        QVERIFY(sheet.lease == m_sheet.lease);
        QVERIFY(!sheet.isOver);
        QVERIFY(m_store->end().hasValue());
        QVERIFY(m_store->sheet().takeValue()->isOver);
        QVERIFY(!JobStore(*m_link, "another").sheet().takeValue());
    }

    void aJobGoesThroughItsLife()
    {
        submit(order("1"));
        QCOMPARE(status("1"), std::string("queued"));
        const TakenJob job = take("a");
        QVERIFY(job.order.arguments == order("1").arguments);
        QCOMPARE(job.order.function, std::string("f"));
        QCOMPARE(job.order.retries, 1);
        QCOMPARE(job.order.lane.value(), 7u);
        QCOMPARE(status("1"), std::string("started"));
        QCOMPARE(pending(), 1);
        const JobStore::Finished finished = finish(job, "a", "42");
        QVERIFY(finished.isFirst && !finished.hasDependents);
        QCOMPARE(status("1"), std::string("finished"));
        QCOMPARE(pending(), 0);
        QVERIFY(m_store->results(std::array<std::string, 2>{"1", "2"}).takeValue()
                == (std::vector<std::optional<std::string>>{"42", std::nullopt}));
        QCOMPARE(journal(), QStringLiteral("started 1 by a, finished 1 by a (42)"));
    }

    void everythingHasATimeToLive()
    {
        submit(order("1"));
        JobOrder dependent = order("2");
        dependent.dependsOn = "1";
        submit(dependent);
        const TakenJob job = take("a");
        JobNews raised = newsBy("a", "1", JobNews::Kind::Raised);
        raised.pause = 1000ms;
        QVERIFY(m_store->raise(job, raised).hasValue());
        int keys = 0;
        for (const RedisReply &key : ask({"KEYS", "*"}).elements) {
            QVERIFY2(ask({"TTL", key.text}).integer > 0, key.text.c_str());
            QVERIFY(key.text.starts_with("interleave:"));
            ++keys;
        }
        QVERIFY(keys > 6);
    }

    void aResultHasEffectOnceHoweverManyFinish()
    {
        submit(order("1"));
        const TakenJob slow = take("slow");
        const auto claimed = claim("quick", 0ms);
        const TakenJob again = *begin(*claimed, "quick");
        QCOMPARE(again.previous, std::string("slow"));
        QCOMPARE(again.takeovers, 1);
        QVERIFY(finish(again, "quick", "first").isFirst);
        QVERIFY(!finish(slow, "slow", "second").isFirst);
        QVERIFY(m_store->results(std::array<std::string, 1>{"1"}).takeValue().front() == "first");
        QCOMPARE(pending(), 0);
    }

    void nobodyTakesOverAJobWhoseWorkerGivesSignsOfLife()
    {
        submit(order("1"));
        const JobStore::Entry entry = *read("a");
        QVERIFY(begin(entry, "a"));
        QVERIFY(!claim("b", 10'000ms));
        const RedisCommand details = {"XPENDING", m_store->queueKey("default"), "workers", "-", "+", "1"};
        QTRY_VERIFY(ask(details)[0][2].integer >= 50); // silent so long
        QElapsedTimer sinceBeat;
        sinceBeat.start();
        QCOMPARE(ask(m_store->beatCommand(entry, "a")).elements.size(), std::size_t(1));
        const std::int64_t silent = ask(details)[0][2].integer;
        QVERIFY(silent <= sinceBeat.elapsed() + 1);
        QVERIFY(!m_store->claim(entry, "b", 3'600'000ms).takeValue()); // it was thought silent before
        QCOMPARE(ask(details)[0][3].integer, 1); // a sign of life is no delivery
    }

    void aJobThatIsDoneIsNotBegunAgain()
    {
        submit(order("1"));
        const JobStore::Entry entry = *read("a");
        const TakenJob job = *begin(entry, "a");
        finish(job, "a", "42");
        submit(order("1")); // sent twice, since the answer was lost
        ask({"HSET", m_store->key("job:1"), "status", "finished"});
        QVERIFY(!begin(*read("b"), "b"));
        QCOMPARE(pending(), 0);
        QVERIFY(!read("b"));
    }

    void aJobThatRaisedComesAgainWhenItsPauseIsOver()
    {
        submit(order("1"));
        JobNews raised = newsBy("a", "1", JobNews::Kind::Raised);
        raised.text = "ValueError";
        raised.pause = 3'600'000ms;
        QVERIFY(m_store->raise(take("a"), raised).hasValue());
        QCOMPARE(status("1"), std::string("scheduled"));
        QVERIFY(m_store->promoteDue().takeValue().empty());
        QVERIFY(!read("a"));
        ask({"ZADD", m_store->key("scheduled"), "0", "1"}); // an hour later
        QVERIFY(m_store->promoteDue().takeValue() == std::vector<std::string>{"1"});
        QVERIFY(m_store->promoteDue().takeValue().empty());
        const TakenJob again = take("b");
        QCOMPARE(again.failures, 1);
        QCOMPARE(again.takeovers, 0);
        QVERIFY(m_store->raise(again, newsBy("b", "1", JobNews::Kind::Failed)).hasValue());
        QCOMPARE(status("1"), std::string("failed"));
        QCOMPARE(ask({"ZCARD", m_store->key("failed")}).integer, 1);
        QCOMPARE(journal(), QStringLiteral("started 1 by a, raised 1 by a (ValueError), started 1 by b, failed 1 by b"));
    }

    void whoLostAJobCannotFailIt()
    {
        submit(order("1"));
        const TakenJob slow = take("slow");
        QVERIFY(begin(*claim("quick", 0ms), "quick"));
        QVERIFY(m_store->raise(slow, newsBy("slow", "1", JobNews::Kind::Failed)).hasValue());
        QCOMPARE(status("1"), std::string("started"));
        QCOMPARE(pending(), 1); // still there to be taken over, should quick die
        QCOMPARE(journal(), QStringLiteral("started 1 by slow, started 1 by quick (slow)"));
    }

    void aDependentJobIsReleasedOnce()
    {
        submit(order("1"));
        JobOrder dependent = order("2", "high");
        dependent.dependsOn = "1";
        submit(dependent);
        const TakenJob job = take("a");
        QCOMPARE(job.order.id, std::string("1"));
        QVERIFY(!read("a"));
        QVERIFY(finish(job, "a", "42").hasDependents);
        QVERIFY(m_store->release("1").takeValue() == std::vector<std::string>{"2"});
        QVERIFY(m_store->release("1").takeValue().empty());
        QCOMPARE(take("a").order.id, std::string("2"));
        QVERIFY(!read("a"));
    }

    void aQueueHasWaitingJobsUntilTheyAreTakenAndAgainWhenTheirWorkersAreSilent()
    {
        const auto waits = [this](const std::vector<std::string> &queues) {
            return m_store->hasWaiting(queues).takeValue();
        };
        QVERIFY(!waits({}));
        submit(order("1"));
        QVERIFY(waits({}));
        QVERIFY(waits({"unknown", "default"}));
        QVERIFY(!waits({"high"}));
        const JobStore::Entry entry = *read("a");
        QVERIFY(begin(entry, "a"));
        QVERIFY(m_store->lengthenLease(3'600'000ms).hasValue());
        QVERIFY(!waits({}));
        QVERIFY(m_store->lengthenLease(1ms).hasValue());
        QTRY_VERIFY(waits({}));
        QVERIFY(m_store->end().hasValue());
        QVERIFY(!waits({}));
    }

    void aRunThatIsNotHeardOfAnyMoreIsNobodys()
    {
        const auto knows = [this] {
            const auto runs = JobStore::runs(*m_link).takeValue();
            return std::find(runs.begin(), runs.end(), m_store->run()) != runs.end();
        };
        QVERIFY(knows());
        const std::int64_t now = m_link->time().takeValue() / 1'000'000;
        ask({"ZADD", "interleave:runs", std::to_string(now - JobStore::longestSilence.count() - 1), m_store->run()});
        QVERIFY(!knows());
        QVERIFY(m_store->announce().hasValue());
        QVERIFY(knows());
        ask({"ZADD", "interleave:runs", std::to_string(now - JobStore::lifetime.count() - 1), "long ago"});
        QVERIFY(m_store->announce().hasValue());
        QVERIFY(ask({"ZSCORE", "interleave:runs", "long ago"}).isNil());
    }

    void whatRedisHasForgottenNoWorkerBringsBackInParts()
    {
        submit(order("1"));
        JobOrder dependent = order("2");
        dependent.dependsOn = "1";
        submit(dependent);
        ask({"UNLINK", m_store->key("run"), m_store->queueKey("default"), m_store->key("events")});
        QVERIFY(m_store->lengthenLease(2000ms).hasValue());
        QVERIFY(!m_store->isKnown().takeValue());
        QVERIFY(m_store->release("1").hasValue());
        QCOMPARE(ask({"EXISTS", m_store->queueKey("default")}).integer, 0);
    }

    void runsDoNotSeeEachOther()
    {
        JobStore other(*m_link, m_store->run() + "x");
        QVERIFY(other.open(m_sheet).hasValue());
        submit(order("1"));
        QVERIFY(other.entriesFrom(ask(other.readCommand(m_sheet.queues, "a", std::nullopt))).empty());
        QVERIFY(read("a"));
        const auto runs = JobStore::runs(*m_link).takeValue();
        QVERIFY(std::find(runs.begin(), runs.end(), other.run()) != runs.end());
        QVERIFY(remove(other, {}));
        QVERIFY(m_store->isKnown().takeValue());
    }

    void afterARunOnlyItsFarewellRemains()
    {
        submit(order("1"));
        take("a");
        QVERIFY(remove(*m_store, std::array<std::string, 1>{"1"}));
        const std::vector<RedisReply> left = ask({"KEYS", m_store->key("*")}).elements;
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left[0].text, m_store->key("run"));
        QVERIFY(ask({"PTTL", left[0].text}).integer <= 1500);
    }
};

QTEST_GUILESS_MAIN(TestJobStore)
#include "tst_jobstore.moc"
