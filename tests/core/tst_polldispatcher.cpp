// Qt on our own event dispatcher: everything that Qt delivers in a thread comes through poll(2).
#include "core/executors/aioqueue.h"
#include "core/executors/gather.h"
#include "core/executors/polldispatcher.h"
#include "core/executors/qtawait.h"
#include "tests/support/recordedrun.h"

#include <QProcess>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QtConcurrent>

#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Two connected sockets, closed at the end.
struct Pair {
    int ends[2] = {-1, -1};
    Pair()
    {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
            qFatal("no sockets for the test");
    }
    ~Pair()
    {
        closeEnd(0);
        closeEnd(1);
    }
    void closeEnd(int index)
    {
        if (std::exchange(m_closed[index], true))
            return;
        close(ends[index]);
    }
    void write() { QCOMPARE(::write(ends[1], "x", 1), ssize_t(1)); }
    void read()
    {
        char byte = 0;
        QCOMPARE(::read(ends[0], &byte, 1), ssize_t(1));
    }

private:
    bool m_closed[2] = {false, false};
};

QAbstractEventDispatcher &dispatcher() { return *QCoreApplication::eventDispatcher(); }

void passTurns(int turns)
{
    for (int turn = 0; turn < turns; ++turn)
        QCoreApplication::processEvents();
}

Task<> tick(QStringList &log, QString name, int times)
{
    for (int time = 1; time <= times; ++time) {
        co_await Sleep(2ms);
        log << name + QString::number(time);
    }
}

Task<> fill(Asyncio::Queue<int> queue, QFuture<int> future)
{
    const int value = co_await future;
    queue.putNowait(value);
}

/// Sleeps, a queue, and a result of another thread.
Task<> everything(QStringList &log)
{
    const Asyncio::Queue<int> queue;
    QFuture<int> future = QtConcurrent::run([] { return 42; });
    co_await gather(tick(log, QStringLiteral("a"), 2), fill(queue, std::move(future)));
    const int value = co_await queue.get();
    log << QString::number(value);
}

} // namespace

class PollDispatcherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theApplicationRunsOnIt() { QVERIFY(qobject_cast<PollDispatcher *>(&dispatcher())); }

    void timersFireInTheOrderOfTheirDeadlines()
    {
        QStringList log;
        QEventLoop loop;
        QTimer::singleShot(12ms, &loop, [&] { loop.quit(); });
        QTimer::singleShot(8ms, this, [&] { log << QStringLiteral("late"); });
        QTimer::singleShot(4ms, this, [&] { log << QStringLiteral("early"); });
        QTimer::singleShot(0ms, this, [&] { log << QStringLiteral("at once"); });
        loop.exec();
        QCOMPARE(log, QStringList({QStringLiteral("at once"), QStringLiteral("early"), QStringLiteral("late")}));
    }

    void aTimerNeverFiresEarly()
    {
        for (const Qt::TimerType type : {Qt::PreciseTimer, Qt::CoarseTimer, Qt::VeryCoarseTimer}) {
            QTimer timer;
            timer.setTimerType(type);
            QElapsedTimer clock;
            clock.start();
            QSignalSpy fired(&timer, &QTimer::timeout);
            timer.start(5ms);
            QTRY_VERIFY(!fired.isEmpty());
            QVERIFY(clock.nsecsElapsed() >= 5'000'000);
        }
    }

    void aRepeatedTimerFiresAgainUntilItIsStopped()
    {
        QTimer timer;
        int times = 0;
        connect(&timer, &QTimer::timeout, this, [&] {
            if (++times == 3)
                timer.stop();
        });
        timer.start(1ms);
        QTRY_COMPARE(times, 3);
        QCOMPARE(dispatcher().registeredTimers(&timer).size(), 0);
    }

    void aTimerOfZeroFiresOnceATurn()
    {
        QTimer timer;
        QSignalSpy fired(&timer, &QTimer::timeout);
        timer.start(0ms);
        passTurns(3);
        QCOMPARE(fired.size(), 3);
    }

    void aTimerMayStopAnotherThatIsDueInTheSameTurn()
    {
        QTimer first, second;
        QSignalSpy fired(&second, &QTimer::timeout);
        connect(&first, &QTimer::timeout, &second, &QTimer::stop);
        first.setSingleShot(true);
        first.start(1ms);
        second.start(2ms);
        while (first.remainingTime() > 0 || second.remainingTime() > 0) {} // both are due when the turn begins
        passTurns(3);
        QCOMPARE(fired.size(), 0);
    }

    void aTimerIsNotDeliveredWithinItself()
    {
        QTimer timer;
        int depth = 0, deepest = 0, times = 0;
        connect(&timer, &QTimer::timeout, this, [&] {
            deepest = std::max(deepest, ++depth);
            ++times;
            passTurns(3);
            --depth;
        });
        timer.start(0ms);
        QTRY_VERIFY(times >= 3);
        QCOMPARE(deepest, 1);
    }

    void aDeletedObjectsTimersAreForgotten()
    {
        auto *object = new QObject;
        object->startTimer(1h);
        object->startTimer(2h);
        QCOMPARE(dispatcher().registeredTimers(object).size(), 2);
        delete object;
        QCOMPARE(dispatcher().registeredTimers(object).size(), 0);
    }

    void itSaysWhatRemains()
    {
        QTimer timer;
        timer.start(1h);
        QVERIFY(timer.remainingTime() > 3'500'000 && timer.remainingTime() <= 3'600'000);
        QCOMPARE(dispatcher().registeredTimers(&timer).first().interval, 3'600'000);
        QCOMPARE(dispatcher().remainingTime(123'456), -1);
    }

    void aReadableSocketIsToldUntilItIsRead()
    {
        Pair pair;
        QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
        QSignalSpy told(&notifier, &QSocketNotifier::activated);
        passTurns(2);
        QCOMPARE(told.size(), 0);
        pair.write();
        passTurns(2);
        QCOMPARE(told.size(), 2);
        pair.read();
        passTurns(2);
        QCOMPARE(told.size(), 2);
        pair.write();
        notifier.setEnabled(false);
        passTurns(2);
        QCOMPARE(told.size(), 2);
    }

    void aWritableSocketIsTold()
    {
        Pair pair;
        QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Write);
        QSignalSpy told(&notifier, &QSocketNotifier::activated);
        passTurns(1);
        QCOMPARE(told.size(), 1);
    }

    void aReaderIsToldOfTheOthersEnd()
    {
        Pair pair;
        QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
        QSignalSpy told(&notifier, &QSocketNotifier::activated);
        pair.closeEnd(1);
        passTurns(1);
        QCOMPARE(told.size(), 1);
    }

    void aNotifierOfAClosedDescriptorIsSwitchedOff()
    {
        Pair pair;
        QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
        QSignalSpy told(&notifier, &QSocketNotifier::activated);
        pair.closeEnd(0);
        passTurns(1);
        QCOMPARE(told.size(), 0);
        QVERIFY(!notifier.isEnabled());
    }

    void aSlotMayRemoveAnotherNotifierOfTheSameTurn()
    {
        Pair one, two;
        one.write();
        two.write();
        QSocketNotifier first(one.ends[0], QSocketNotifier::Read);
        auto *second = new QSocketNotifier(two.ends[0], QSocketNotifier::Read);
        QSignalSpy told(second, &QSocketNotifier::activated);
        connect(&first, &QSocketNotifier::activated, this, [&] {
            delete second;
            first.setEnabled(false);
        });
        passTurns(2);
        QCOMPARE(told.size(), 0);
        QVERIFY(!first.isEnabled());
    }

    void whatIsExcludedWaits()
    {
        Pair pair;
        pair.write();
        QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
        QSignalSpy told(&notifier, &QSocketNotifier::activated);
        QTimer timer;
        QSignalSpy fired(&timer, &QTimer::timeout);
        timer.start(0ms);
        dispatcher().processEvents(QEventLoop::ExcludeSocketNotifiers | QEventLoop::X11ExcludeTimers);
        QCOMPARE(told.size() + fired.size(), 0);
        QCoreApplication::processEvents();
        QCOMPARE(told.size() + fired.size(), 2);
    }

    void anotherThreadsCallEndsTheWait()
    {
        bool called = false;
        std::thread caller([&] {
            QMetaObject::invokeMethod(this, [&called] { called = true; }, Qt::QueuedConnection);
        });
        while (!called)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        caller.join();
        QVERIFY(called);
    }

    void whatIsPostedIsDeliveredByTheWaitThatItEnds()
    {
        for (const bool postedWhileItWaits : {false, true}) {
            QCoreApplication::sendPostedEvents();
            bool called = false;
            const auto call = [&] { QMetaObject::invokeMethod(this, [&called] { called = true; }, Qt::QueuedConnection); };
            if (!postedWhileItWaits)
                call();
            // After the posted events were sent, before the poll.
            const auto connection = connect(&dispatcher(), &QAbstractEventDispatcher::aboutToBlock, this, [&] {
                if (postedWhileItWaits && !called)
                    call();
            });
            dispatcher().processEvents(QEventLoop::WaitForMoreEvents);
            disconnect(connection);
            QVERIFY(called);
        }
    }

    void quittingFromAnotherThreadEndsALoop()
    {
        QEventLoop loop;
        std::thread caller([&loop] { loop.quit(); });
        loop.exec();
        caller.join();
        QVERIFY(!loop.isRunning());
    }

    void deleteLaterDeletes()
    {
        QPointer<QObject> object = new QObject;
        object->deleteLater();
        QTRY_VERIFY(!object);
    }

    void tcpSocketsTalk()
    {
        QTcpServer server;
        connect(&server, &QTcpServer::newConnection, &server, [&server] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll().toUpper()); });
        });
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
        client.write("hello");
        QByteArray answer;
        connect(&client, &QTcpSocket::readyRead, &client, [&] { answer += client.readAll(); });
        QTRY_COMPARE(answer, QByteArray("HELLO"));
        QSignalSpy closed(&client, &QTcpSocket::disconnected);
        for (QTcpSocket *socket : server.findChildren<QTcpSocket *>())
            socket->close();
        QTRY_COMPARE(closed.size(), 1);
    }

    void aProcessIsStartedReadAndReaped()
    {
        QProcess process;
        QSignalSpy finished(&process, &QProcess::finished);
        process.start(QStringLiteral("echo"), {QStringLiteral("hi")});
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(process.readAll(), QByteArray("hi\n"));
    }

    void theSameTasksRunOnIt()
    {
        QStringList log;
        const Trace trace = recorded([&](Program &) { runAsync(everything(log).named("main"), LoopImplementation::Own); });
        QCOMPARE(log.join(QLatin1Char(' ')), QStringLiteral("a1 a2 42"));
        QCOMPARE(lifeOf(trace, "tick"), QStringLiteral("start suspend(sleep) resume suspend(sleep) resume finish(finished)"));
        QVERIFY(lifeOf(trace, "event loop").contains(QStringLiteral("suspend(poll) resume")));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void anApplicationOnItRunsNoLoopOfQts()
    {
        QVERIFY_EXCEPTION_THROWN(Application(LoopImplementation::Qt), std::logic_error);
    }
};

int main(int argc, char **argv)
{
    constexpr unsigned hangsAfterSeconds = 60;
    alarm(hangsAfterSeconds);
    QCoreApplication::setEventDispatcher(new PollDispatcher);
    QCoreApplication application(argc, argv);
    PollDispatcherTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_polldispatcher.moc"
