// run: one or several runs of a scenario, its output on stdout, what was observed on stderr.
#include "app/exitcodes.h"
#include "app/interrupts.h"
#include "app/jsonshapes.h"
#include "app/options.h"
#include "app/output.h"
#include "app/printing.h"
#include "app/redispassword.h"
#include "app/repeatedruns.h"
#include "app/runfiles.h"
#include "app/verbs.h"
#include "core/analysis/statistics.h"
#include "core/session/session.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

/// Prints the lines of a run as they come, in order of time. What is younger than the margin waits:
/// a thread may have taken its time and not published it yet.
class OutputPrinter
{
public:
    void printUntil(const Trace &trace, Nanos limit)
    {
        const auto lines = trace.outputs();
        auto line = std::upper_bound(lines.begin(), lines.end(), m_until,
                                     [](Nanos time, const Event &event) { return time < event.time(); });
        for (; line != lines.end() && line->time() <= limit; ++line)
            print(trace, *line);
        m_until = std::max(m_until, limit);
        flushOut();
    }

    /// Everything that has not been printed yet, latecomers too.
    void printRest(const Trace &trace)
    {
        std::unordered_map<LaneId, std::size_t> seen;
        for (const Event &line : trace.outputs()) {
            if (++seen[line.lane()] > m_printed[line.lane()])
                print(trace, line);
        }
        flushOut();
    }

private:
    void print(const Trace &trace, const Event &line)
    {
        ++m_printed[line.lane()];
        writeOut(trace.text(line));
        writeOut("\n");
    }

    Nanos m_until{-1};
    std::unordered_map<LaneId, std::size_t> m_printed;
};

struct RunPlan {
    RunRequest request;
    QStringList files; // to write after each run
    PictureOptions picture;
    PictureExtras extras;
    int repeat = 1;
    bool quiet = false;
    bool json = false;
};

constexpr auto printMargin = 20ms;

Result<RunPlan> planFrom(const Options &options)
{
    RunPlan plan;
    plan.request.scenario = options.words()[0].toStdString();
    Result<ParameterValues> parameters = givenParameters(options.values(QStringLiteral("set")));
    if (!parameters.hasValue())
        return parameters.error();
    plan.request.parameters = parameters.takeValue();
    if (const auto redis = options.value(QStringLiteral("redis"))) {
        const Result<QString> url = redisUrlFrom(*redis);
        if (!url.hasValue())
            return url.error();
        plan.request.parameters["server"] = url.value().toStdString();
    }
    Result<std::optional<Nanos>> timeout = options.seconds(QStringLiteral("timeout"), 1ms);
    if (!timeout.hasValue())
        return timeout.error();
    if (timeout.value())
        plan.request.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(*timeout.value());
    Result<int> repeat = options.integer(QStringLiteral("repeat"), 1, 1, 10'000);
    if (!repeat.hasValue())
        return repeat.error();
    plan.repeat = repeat.value();
    Result<PictureOptions> picture = pictureOptions(options);
    if (!picture.hasValue())
        return picture.error();
    plan.picture = picture.value();
    for (const char *kind : {"save", "trace", "csv", "png", "svg", "pdf", "report"})
        plan.files << options.values(QString::fromLatin1(kind));
    plan.quiet = options.has(QStringLiteral("quiet"));
    plan.json = options.has(QStringLiteral("json"));
    plan.extras = pictureExtras(options);
    return plan;
}

/// Runs once to the end, printing as it goes. The interrupt stops the run, not us.
Result<std::shared_ptr<const Trace>> runOnce(const RunPlan &plan, Interrupts &interrupts)
{
    Session session(plan.request);
    QEventLoop loop;
    OutputPrinter printer;
    QTimer printing; // what was too young at the last news, if none follow
    printing.setSingleShot(true);
    if (!plan.json) {
        const auto print = [&] { printer.printUntil(*session.trace(), session.now() - printMargin); };
        QObject::connect(&printing, &QTimer::timeout, &session, print);
        QObject::connect(&session, &Session::updated, &session, [&printing, print] {
            print();
            printing.start(2 * printMargin);
        });
    }
    QObject::connect(&session, &Session::finished, &loop, &QEventLoop::quit);
    interrupts.setHandler([&session] { session.stop(); });
    if (Result<void> started = session.start(); !started.hasValue())
        return started.error();
    if (interrupts.last() != 0)
        session.stop();
    loop.exec();
    interrupts.setHandler({});
    if (!plan.json)
        printer.printRest(*session.trace());
    return session.trace();
}

int writeFiles(const RunPlan &plan, const Trace &trace, int number)
{
    int exitCode = ExitDone;
    for (const QString &file : plan.files) {
        Result<void> written = writeRun(trace, numberedFile(file, number, plan.repeat), plan.picture,
                                        plan.extras);
        if (!written.hasValue())
            exitCode = failWith(written.error());
    }
    return exitCode;
}

void printSummary(const Trace &trace, const RunStatistics &statistics)
{
    for (const std::string &problem : trace.problems)
        printError("interleave: {}\n", problem);
    printError("{}\n", summaryText(trace, statistics));
}

/// The runs of one command, and what is said of all of them together.
class RunVerb
{
public:
    explicit RunVerb(RunPlan plan) : m_plan(std::move(plan)) {}

    /// What cannot be started ends it; what was done before that is told all the same.
    int run(Interrupts &interrupts)
    {
        for (int number = 1; number <= m_plan.repeat && interrupts.last() == 0; ++number) {
            const Result<std::shared_ptr<const Trace>> trace = runOnce(m_plan, interrupts);
            if (!trace.hasValue()) {
                m_exitCode = std::max<int>(m_exitCode, failWith(trace.error()));
                break;
            }
            take(*trace.value(), number);
            m_exitCode = std::max(m_exitCode, exitCodeOf(*trace.value(), interrupts.last()));
        }
        if (m_repetition.runs() > 0)
            tellTogether();
        return m_exitCode;
    }

private:
    void take(const Trace &trace, int number)
    {
        const RunStatistics statistics = statisticsOf(trace);
        if (m_plan.json)
            m_json += (m_json.empty() ? "" : ",\n") + statisticsAsJson(trace, statistics);
        if (!m_plan.quiet)
            printSummary(trace, statistics);
        m_exitCode = std::max(m_exitCode, writeFiles(m_plan, trace, number));
        m_repetition.take(trace);
    }

    void tellTogether() const
    {
        const bool isRepeated = m_plan.repeat > 1;
        if (isRepeated && !m_plan.quiet)
            printRepetition(m_repetition);
        if (m_plan.json)
            printOut("{}\n", isRepeated ? repetitionAsJson(m_repetition, m_json) : m_json);
    }

    RunPlan m_plan;
    Repetition m_repetition;
    std::string m_json; // of the runs, with commas between
    int m_exitCode = ExitDone;
};

} // namespace

int runVerb(const QStringList &arguments)
{
    const QString usage = QStringLiteral(
        "interleave run ID [--set NAME=VALUE]… [--timeout S] [--save RUN.ilv] [--trace F.json[.gz]] [--png F] "
        "[--svg F] [--pdf F] [--csv F] [--report F.html] [--size WxH] [--scale 1-4] [--theme light|dark] [--caption] "
        "[--embed] [--repeat N] [--redis URL] [--json] [--quiet]");
    Result<Options> options = Options::parse(
        arguments, {{QStringLiteral("set"), QStringLiteral("timeout"), QStringLiteral("save"), QStringLiteral("trace"),
                     QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("csv"),
                     QStringLiteral("report"), QStringLiteral("size"), QStringLiteral("scale"),
                     QStringLiteral("theme"), QStringLiteral("repeat"), QStringLiteral("redis")},
                    {QStringLiteral("json"), QStringLiteral("quiet"), QStringLiteral("embed"), QStringLiteral("caption")}, 1, 1, usage});
    if (!options.hasValue())
        return failWith(options.error());
    if (Result<void> targets = checkTargets(options.value()); !targets.hasValue())
        return failWith(targets.error());
    Result<RunPlan> plan = planFrom(options.value());
    if (!plan.hasValue())
        return failWith(plan.error());

    Interrupts interrupts;
    return RunVerb(plan.takeValue()).run(interrupts);
}

} // namespace Interleave
