// What a run needs against limits that the test makes up.
#include "core/session/budget.h"

#include <QTest>

using namespace Interleave;

namespace {

std::int64_t number(const ParameterValues &values, const char *name) { return std::stoll(values.at(name)); }

/// Workers are processes, each with one thread and as many connections as said.
Scenario workers()
{
    Scenario scenario;
    scenario.parameters = {Parameter::integer("seed", "Seed", "", 1, 0, 9, ""),
                           Parameter::integer("workers", "Workers", "", 4, 1, 64, ""),
                           Parameter::integer("connections", "Connections", "", 0, 0, 100, "")};
    scenario.need = [](const ParameterValues &values) {
        const std::int64_t processes = 1 + number(values, "workers");
        return ResourceNeed{.processes = processes, .threads = processes,
                            .connections = number(values, "connections")};
    };
    return scenario;
}

ParameterValues values(int workers, int connections = 0)
{
    return {{"seed", "1"}, {"workers", std::to_string(workers)}, {"connections", std::to_string(connections)}};
}

const Parameter &parameter(const Scenario &scenario, const char *name) { return *scenario.parameter(name); }

} // namespace

class BudgetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutLimitsEverythingFits()
    {
        QVERIFY(checkBudget(workers(), values(64, 100), MachineLimits()).hasValue());
    }

    void aScenarioThatSaysNothingIsOneProcessWithOneThread()
    {
        Scenario scenario;
        QCOMPARE(needOf(scenario, {}).processes, 1);
        QCOMPARE(needOf(scenario, {}).threads, 1);
        scenario.usesServer = true; // a process of the session's beside it
        QCOMPARE(needOf(scenario, {}).processes, 2);
        QVERIFY(checkBudget(scenario, {}, {.descriptors = 74}).hasValue());
        QVERIFY(!checkBudget(scenario, {}, {.descriptors = 73}).hasValue());
    }

    /// Four a process, one a thread, two a connection, 64 in reserve.
    void descriptorsAreCountedByTheRule()
    {
        QVERIFY(checkBudget(workers(), values(9, 10), {.descriptors = 4 * 10 + 10 + 2 * 10 + 64}).hasValue());
        const Result<void> refused = checkBudget(workers(), values(9, 10), {.descriptors = 133});
        QVERIFY(!refused.hasValue());
        QCOMPARE(int(refused.error().code), int(ErrorCode::NoResources));
        QCOMPARE(refused.error().message,
                 std::string("This run needs 134 file descriptors, and only 133 are to be had here: "
                             "set workers to 8 or less."));
    }

    void threadsAndProcessesShareOneLimit()
    {
        const Result<void> refused = checkBudget(workers(), values(64), {.threads = 40});
        QVERIFY(!refused.hasValue());
        QCOMPARE(refused.error().message,
                 std::string("This run needs 69 processes and threads, and only 40 are to be had here: "
                             "set workers to 35 or less."));
    }

    void halfOfTheFreeMemoryMayBeTaken()
    {
        QVERIFY(checkBudget(workers(), values(1), {.memoryBytes = 80'000'000}).hasValue());
        const Result<void> refused = checkBudget(workers(), values(64), {.memoryBytes = 200'000'000});
        QVERIFY(!refused.hasValue());
        QVERIFY(refused.error().message.find("MB of memory, and only 100 are to be had here: set workers to")
                != std::string::npos);
    }

    void whereNoParameterHelpsItSaysSo()
    {
        const Result<void> refused = checkBudget(workers(), values(1), {.descriptors = 32});
        QVERIFY(!refused.hasValue());
        QVERIFY(refused.error().message.ends_with(": raise the limit, or end other programs."));
    }

    void theLargestAllowedIsTheLastThatFits()
    {
        const Scenario scenario = workers();
        const Parameter &number = parameter(scenario, "workers");
        for (std::int64_t descriptors = 70; descriptors < 420; descriptors += 7) {
            const MachineLimits limits{.descriptors = descriptors};
            const auto largest = largestAllowed(scenario, number, values(1), limits);
            if (!largest) {
                QVERIFY(!checkBudget(scenario, values(1), limits).hasValue());
                continue;
            }
            QVERIFY(checkBudget(scenario, values(int(*largest)), limits).hasValue());
            QVERIFY(*largest == 64 || !checkBudget(scenario, values(int(*largest) + 1), limits).hasValue());
        }
    }

    void theLargestAllowedDependsOnTheOthers()
    {
        const Scenario scenario = workers();
        const MachineLimits limits{.descriptors = 200};
        const auto alone = largestAllowed(scenario, parameter(scenario, "workers"), values(1, 0), limits);
        const auto together = largestAllowed(scenario, parameter(scenario, "workers"), values(1, 30), limits);
        QVERIFY(alone && together);
        QCOMPARE(*alone - *together, 12);
    }

    void aParameterThatCostsNothingKeepsItsMaximum()
    {
        const Scenario scenario = workers();
        QCOMPARE(largestAllowed(scenario, parameter(scenario, "seed"), values(64), {}), std::optional<std::int64_t>(9));
        QCOMPARE(whyNotMore(scenario, parameter(scenario, "seed"), values(64), {}), std::string());
    }

    void theReasonNamesWhatTheNextValueWouldNeed()
    {
        const Scenario scenario = workers();
        QCOMPARE(whyNotMore(scenario, parameter(scenario, "workers"), values(1), {.threads = 40}),
                 std::string("36 or more would need 41 processes and threads; 40 are to be had here."));
    }
};

QTEST_GUILESS_MAIN(BudgetTest)
#include "tst_budget.moc"
