// Python's generator protocol, each rule once, and that what it records is lawful.
#include "core/executors/generator.h"
#include "tests/support/recordedrun.h"

#include <QTest>

using namespace Interleave;

namespace {

Generator<int, std::string, int> collect(QStringList &log)
{
    try {
        for (int i = 1; i <= 3; ++i) {
            const std::string got = co_yield i;
            log << QString::fromStdString(got);
        }
    } catch (const GeneratorExit &) {
        log << QStringLiteral("exit");
        throw;
    } catch (const std::invalid_argument &error) {
        log << QString::fromUtf8(error.what());
    }
    co_return 42;
}

Generator<int> stubborn()
{
    bool goOn = true;
    while (goOn) {
        try {
            co_yield 1;
        } catch (const GeneratorExit &) {
        }
    }
}

Generator<int> passesOnWhatEndsAnother()
{
    co_yield 1;
    throw StopIteration();
}

Generator<int> entersItself(Generator<int> *&self, QStringList &log)
{
    try {
        self->close();
    } catch (const std::logic_error &error) {
        log << QString::fromUtf8(error.what());
    }
    co_yield 1;
    co_yield 2;
}

template<class Exception, class Body>
QString messageOf(Body body)
{
    try {
        body();
    } catch (const Exception &exception) {
        return QString::fromUtf8(exception.what());
    }
    return QStringLiteral("nothing raised");
}

} // namespace

class GeneratorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nextAndSendPassValuesBothWays()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            auto generator = collect(log);
            QCOMPARE(generator.next(), 1);
            QCOMPARE(generator.send("a"), 2);
            QCOMPARE(generator.next(), 3); // the yield's result is then Python's None: nothing
            QVERIFY_EXCEPTION_THROWN(generator.send("c"), StopIteration);
            QCOMPARE(generator.returned(), std::optional(42));
            QVERIFY_EXCEPTION_THROWN(generator.next(), StopIteration);
            QVERIFY_EXCEPTION_THROWN(generator.send("d"), StopIteration);
        });
        QCOMPARE(log, QStringList({QStringLiteral("a"), QString(), QStringLiteral("c")}));
        QCOMPARE(brokenLaws(trace), QString());
        QCOMPARE(lifeOf(trace, "collect"), QStringLiteral("start suspend(yield) resume suspend(yield) resume "
                                                          "suspend(yield) resume finish(finished)"));
    }

    void theCallerWaitsWheneverTheGeneratorRuns()
    {
        const Trace trace = recorded([](Program &) {
            QStringList log;
            auto generator = collect(log);
            generator.next();
            generator.send("a");
            generator.close();
        });
        QCOMPARE(lifeOf(trace, "main thread"),
                 QStringLiteral("start suspend(generator) resume suspend(generator) resume suspend(generator) resume "
                                "finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aJustStartedGeneratorTakesNoValue()
    {
        recorded([](Program &) {
            QStringList log;
            auto generator = collect(log);
            QCOMPARE(messageOf<std::logic_error>([&] { generator.send("a"); }),
                     QStringLiteral("can't send non-None value to a just-started generator"));
            QCOMPARE(generator.next(), 1);
        });
    }

    void throwRaisesAtTheYieldWhichMayCatchIt()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            auto generator = collect(log);
            generator.next();
            QVERIFY_EXCEPTION_THROWN(generator.throw_(std::invalid_argument("bad")), StopIteration);
            QCOMPARE(generator.returned(), std::optional(42));
        });
        QCOMPARE(log, QStringList(QStringLiteral("bad")));
        QVERIFY(lifeOf(trace, "collect").endsWith(QStringLiteral("finish(finished)")));
    }

    void throwThatNobodyCatchesComesBackAndFailsTheGenerator()
    {
        const Trace trace = recorded([](Program &) {
            QStringList log;
            auto generator = collect(log);
            generator.next();
            QCOMPARE(messageOf<std::runtime_error>([&] { generator.throw_(std::runtime_error("oh")); }),
                     QStringLiteral("oh"));
            QVERIFY_EXCEPTION_THROWN(generator.next(), StopIteration);
        });
        QVERIFY(lifeOf(trace, "collect").endsWith(QStringLiteral("finish(failed)")));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void throwIntoAJustStartedOneEndsItUnstarted()
    {
        const Trace trace = recorded([](Program &) {
            QStringList log;
            auto generator = collect(log);
            QVERIFY_EXCEPTION_THROWN(generator.throw_(std::runtime_error("oh")), std::runtime_error);
            QCOMPARE(generator.state(), GeneratorLane::State::Closed);
            QVERIFY_EXCEPTION_THROWN(generator.next(), StopIteration);
        });
        QVERIFY(!laneNamed(trace, "collect"));
    }

    void closeRaisesGeneratorExitOnce()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            auto generator = collect(log);
            generator.next();
            generator.close();
            generator.close();
            QVERIFY_EXCEPTION_THROWN(generator.next(), StopIteration);
        });
        QCOMPARE(log, QStringList(QStringLiteral("exit")));
        QCOMPARE(lifeOf(trace, "collect"), QStringLiteral("start suspend(yield) resume finish(closed)"));
    }

    void destructionCloses()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            auto generator = collect(log);
            generator.next();
        });
        QCOMPARE(log, QStringList(QStringLiteral("exit")));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whoIgnoresGeneratorExitIsToldSo()
    {
        const Trace trace = recorded([](Program &) {
            auto generator = stubborn();
            generator.next();
            QCOMPARE(messageOf<std::runtime_error>([&] { generator.close(); }),
                     QStringLiteral("generator ignored GeneratorExit"));
            QCOMPARE(generator.state(), GeneratorLane::State::Suspended);
        });
        // Destroyed at its yield all the same: its lane must have an end.
        QVERIFY(lifeOf(trace, "stubborn").endsWith(QStringLiteral("suspend(yield) finish(closed)")));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void stopIterationRaisedInsideIsAnError()
    {
        recorded([](Program &) {
            auto generator = passesOnWhatEndsAnother();
            generator.next();
            QCOMPARE(messageOf<std::runtime_error>([&] { generator.next(); }),
                     QStringLiteral("generator raised StopIteration"));
        });
    }

    void aRunningGeneratorCannotBeEntered()
    {
        QStringList log;
        recorded([&log](Program &) {
            Generator<int> *self = nullptr;
            auto generator = entersItself(self, log);
            self = &generator;
            QCOMPARE(generator.next(), 1);
            QCOMPARE(generator.next(), 2); // the refused close left nothing behind
        });
        QCOMPARE(log, QStringList(QStringLiteral("generator already executing")));
    }
};

QTEST_GUILESS_MAIN(GeneratorTest)
#include "tst_generator.moc"
