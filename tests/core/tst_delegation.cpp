// "yield from", each rule of PEP 380 once; the same programs under CPython 3.11 say the same words.
#include "core/executors/delegation.h"
#include "tests/support/recordedrun.h"

#include <QTest>

using namespace Interleave;

namespace {

using Word = std::optional<std::string>; // a str, or Python's None
using Talk = Generator<int, Word, int>;

Talk inner(QStringList &log)
{
    try {
        for (int i = 1; i <= 3; ++i) {
            const Word got = co_yield i;
            log << (got ? QString::fromStdString(*got) : QStringLiteral("None"));
        }
    } catch (const GeneratorExit &) {
        log << QStringLiteral("inner exits");
        throw;
    } catch (const std::invalid_argument &error) {
        log << QStringLiteral("inner catches ") + QString::fromUtf8(error.what());
    }
    co_return 42;
}

Talk outer(QStringList &log)
{
    int returned = 0;
    try {
        returned = co_yield from(inner(log));
    } catch (const GeneratorExit &) {
        log << QStringLiteral("outer exits");
        throw;
    } catch (const std::runtime_error &error) {
        log << QStringLiteral("outer catches ") + QString::fromUtf8(error.what());
    }
    co_yield returned + 1;
    co_return returned;
}

Talk endsAtOnce() { co_return 7; }

Talk failsAtOnce()
{
    throw std::runtime_error("oh");
    co_return 0;
}

Talk failsLater()
{
    co_yield 1;
    throw std::runtime_error("oh");
    co_return 0;
}

Talk stubborn()
{
    for (;;) {
        try {
            co_yield 1;
        } catch (const GeneratorExit &) {
        }
    }
    co_return 0;
}

Talk around(Talk within)
{
    const int returned = co_yield from(std::move(within));
    co_return returned;
}

Talk aroundAnothers(Talk &within)
{
    const int returned = co_yield from(within);
    co_return returned;
}

Talk catching(Talk within, QStringList &log)
{
    try {
        co_yield from(std::move(within));
    } catch (const std::runtime_error &error) {
        log << QString::fromUtf8(error.what());
    }
    co_return 5;
}

Talk nested(QStringList &log, int levels)
{
    int returned = 0;
    if (levels == 1)
        returned = co_yield from(inner(log));
    else
        returned = co_yield from(nested(log, levels - 1).named("level " + std::to_string(levels - 1)));
    co_return returned + 1;
}

Talk intoItself(Talk *&self)
{
    const int returned = co_yield from(*self);
    co_return returned;
}

/// The value that ends it: what StopIteration carries in Python.
int toTheEnd(Talk &generator)
{
    try {
        for (;;)
            generator.next();
    } catch (const StopIteration &) {
        return *generator.returned();
    }
}

} // namespace

class DelegationTest : public QObject
{
    Q_OBJECT

    static QString run(void (*body)(QStringList &))
    {
        QStringList log;
        const Trace trace = recorded([&](Program &) { body(log); });
        return log.join(QStringLiteral(", ")) + brokenLaws(trace);
    }

private Q_SLOTS:
    void whatTheInnerYieldsGoesToTheCallerAndWhatTheCallerSendsToTheInner()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto generator = outer(log);
                     QCOMPARE(generator.next(), 1);
                     QCOMPARE(generator.send("a"), 2);
                     QCOMPARE(generator.next(), 3);
                     QCOMPARE(generator.send("c"), 43); // the outer goes on with what the inner returned
                     QVERIFY_EXCEPTION_THROWN(generator.next(), StopIteration);
                     QCOMPARE(generator.returned(), std::optional(42));
                 }),
                 QStringLiteral("a, None, c"));
    }

    void anInnerThatEndsWithoutAYieldGivesItsValueAtOnce()
    {
        QCOMPARE(run([](QStringList &) {
                     auto generator = around(endsAtOnce());
                     QCOMPARE(toTheEnd(generator), 7);
                 }),
                 QString());
    }

    void anExceptionThrownInIsRaisedInTheInner()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto generator = outer(log);
                     generator.next();
                     QCOMPARE(generator.throw_(std::invalid_argument("bad")), 43); // which caught it and returned
                 }),
                 QStringLiteral("inner catches bad"));
    }

    void anExceptionThatTheInnerDoesNotCatchIsRaisedInTheOuter()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto generator = outer(log);
                     generator.next();
                     QCOMPARE(generator.throw_(std::runtime_error("bad")), 1);
                 }),
                 QStringLiteral("outer catches bad"));
    }

    void whatTheInnerRaisesByItselfIsRaisedInTheOuter()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto first = catching(failsAtOnce(), log), later = catching(failsLater(), log);
                     QCOMPARE(toTheEnd(first), 5);
                     QCOMPARE(toTheEnd(later), 5);
                 }),
                 QStringLiteral("oh, oh"));
    }

    void closeClosesTheInnerFirst()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto generator = outer(log);
                     generator.next();
                     generator.close();
                     QCOMPARE(generator.state(), GeneratorLane::State::Closed);
                 }),
                 QStringLiteral("inner exits, outer exits"));
    }

    void aGeneratorExitThrownInClosesTheInner()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto generator = outer(log);
                     generator.next();
                     QVERIFY_EXCEPTION_THROWN(generator.throw_(GeneratorExit()), GeneratorExit);
                 }),
                 QStringLiteral("inner exits, outer exits"));
    }

    void anInnerThatIgnoresTheExitIsAnErrorInTheOuter()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto generator = catching(stubborn(), log);
                     generator.next();
                     generator.close();
                 }),
                 QStringLiteral("generator ignored GeneratorExit"));
    }

    void destructionClosesAllLevels()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto generator = outer(log);
                     generator.next();
                 }),
                 QStringLiteral("inner exits, outer exits"));
    }

    void anInnerThatOthersHoldIsTakenUpWhereItStands()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto shared = inner(log);
                     shared.next();
                     auto generator = aroundAnothers(shared);
                     QCOMPARE(generator.next(), 2);
                     QCOMPARE(shared.next(), 3);
                     QVERIFY_EXCEPTION_THROWN(generator.next(), StopIteration);
                     QCOMPARE(generator.returned(), std::optional(42));
                 }),
                 QStringLiteral("None, None, None"));
    }

    void anInnerThatWasOverGivesNone()
    {
        QCOMPARE(run([](QStringList &) {
                     auto over = endsAtOnce();
                     toTheEnd(over);
                     auto generator = aroundAnothers(over);
                     QCOMPARE(toTheEnd(generator), 0);
                 }),
                 QString());
    }

    void aGeneratorCannotDelegateToItself()
    {
        QCOMPARE(run([](QStringList &log) {
                     Talk *self = nullptr;
                     auto generator = intoItself(self);
                     self = &generator;
                     try {
                         generator.next();
                     } catch (const std::logic_error &error) {
                         log << QString::fromUtf8(error.what());
                     }
                 }),
                 QStringLiteral("generator already executing"));
    }

    void sixteenLevelsPassAValueUpAndAReturnThroughEach()
    {
        QCOMPARE(run([](QStringList &log) {
                     auto generator = nested(log, 16);
                     QCOMPARE(generator.next(), 1);
                     QCOMPARE(generator.send("deep"), 2);
                     QCOMPARE(toTheEnd(generator), 42 + 16);
                 }),
                 QStringLiteral("deep, None, None"));
    }

    void lanesAreNestedAndAVisitWalksDownAndUpAgain()
    {
        const Trace trace = recorded([](Program &) {
            QStringList log;
            auto generator = nested(log, 2).named("level 2");
            generator.next();
            generator.send("a");
        });
        const Lane *top = laneNamed(trace, "level 2"), *middle = laneNamed(trace, "level 1"),
                   *bottom = laneNamed(trace, "inner");
        QCOMPARE(bottom->parent, std::optional(middle->id));
        QCOMPARE(middle->parent, std::optional(top->id));
        QCOMPARE(top->parent, std::optional(laneNamed(trace, "main thread")->id));
        const QString relays = QStringLiteral("start suspend(generator) resume suspend(yield) "
                                              "resume suspend(generator) resume suspend(yield)");
        QVERIFY(lifeOf(trace, "level 2").startsWith(relays));
        QVERIFY(lifeOf(trace, "level 1").startsWith(relays));
        QVERIFY(lifeOf(trace, "inner").startsWith(QStringLiteral("start suspend(yield) resume suspend(yield)")));
        QCOMPARE(brokenLaws(trace), QString());
    }
};

QTEST_GUILESS_MAIN(DelegationTest)
#include "tst_delegation.moc"
