// run: one or several runs of a scenario, its output on stdout, what was observed on stderr.
#include "app/exitcodes.h"
#include "app/interrupts.h"
#include "app/jsonshapes.h"
#include "app/options.h"
#include "app/output.h"
#include "app/printing.h"
#include "app/verbs.h"
#include "core/analysis/statistics.h"
#include "core/session/session.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFileInfo>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
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
    int repeat = 1;
    bool quiet = false;
    bool json = false;
    bool carriesRun = false; // the pictures do
};

constexpr auto printMargin = 20ms;

Result<ParameterValues> givenParameters(const QStringList &settings)
{
    ParameterValues values;
    for (const QString &setting : settings) {
        const qsizetype equals = setting.indexOf(u'=');
        if (equals <= 0)
            return Error(ErrorCode::Usage, "The option --set takes NAME=VALUE, not \"" + setting.toStdString() + "\".");
        values[setting.left(equals).toStdString()] = setting.mid(equals + 1).toStdString();
    }
    return values;
}

Result<RunPlan> planFrom(const Options &options)
{
    RunPlan plan;
    plan.request.scenario = options.words()[0].toStdString();
    Result<ParameterValues> parameters = givenParameters(options.values(QStringLiteral("set")));
    if (!parameters.hasValue())
        return parameters.error();
    plan.request.parameters = parameters.takeValue();
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
    for (const char *kind : {"save", "trace", "csv", "png", "svg", "pdf"})
        plan.files << options.values(QString::fromLatin1(kind));
    plan.quiet = options.has(QStringLiteral("quiet"));
    plan.json = options.has(QStringLiteral("json"));
    plan.carriesRun = options.has(QStringLiteral("embed"));
    return plan;
}

/// NAME.ilv, or NAME-001.ilv … when there are several runs. A suffix may have two parts.
QString numberedFile(const QString &path, int number, int runs)
{
    if (runs == 1)
        return path;
    const QString suffix = QFileInfo(path).completeSuffix();
    const QString stem = path.chopped(suffix.isEmpty() ? 0 : suffix.size() + 1);
    return stem + QStringLiteral("-%1.").arg(number, 3, 10, QLatin1Char('0')) + suffix;
}

int exitCodeOf(const Trace &trace, int signal)
{
    switch (trace.info.outcome) {
    case RunOutcome::TimedOut: return ExitTimeout;
    case RunOutcome::Failed: return ExitFailed;
    case RunOutcome::Cancelled: return signal == SIGTERM ? ExitTerminated : ExitInterrupted;
    case RunOutcome::Finished:
    case RunOutcome::Running: break;
    }
    return signal == SIGINT ? ExitInterrupted : signal == SIGTERM ? ExitTerminated : ExitDone;
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
                                        plan.carriesRun);
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

/// Before anything runs: each option names its format, and another suffix would write something else
/// than asked for; the folder must be there.
Result<void> checkTargets(const Options &options)
{
    const std::pair<const char *, QStringList> kinds[] = {
        {"save", {QStringLiteral(".ilv")}}, {"trace", {QStringLiteral(".json"), QStringLiteral(".json.gz")}},
        {"csv", {QStringLiteral(".csv")}}, {"png", {QStringLiteral(".png")}},
        {"svg", {QStringLiteral(".svg")}}, {"pdf", {QStringLiteral(".pdf")}}};
    for (const auto &[kind, suffixes] : kinds) {
        for (const QString &file : options.values(QString::fromLatin1(kind))) {
            const bool known = std::any_of(suffixes.begin(), suffixes.end(), [&](const QString &suffix) {
                return file.endsWith(suffix, Qt::CaseInsensitive);
            });
            if (!known)
                return Error(ErrorCode::Usage, fmt::format("The option --{} takes a file name that ends in {}.", kind,
                                                           suffixes.join(QStringLiteral(" or ")).toStdString()));
            if (!QFileInfo(QFileInfo(file).path()).isDir())
                return Error(ErrorCode::CannotWrite, fmt::format("Cannot write {}: there is no such folder.",
                                                                 file.toStdString()));
        }
    }
    return Success();
}

} // namespace

int runVerb(const QStringList &arguments)
{
    const QString usage = QStringLiteral(
        "interleave run ID [--set NAME=VALUE]… [--timeout S] [--save RUN.ilv] [--trace F.json[.gz]] [--png F] "
        "[--svg F] [--pdf F] [--csv F] [--size WxH] [--scale 1-4] [--theme light|dark] [--embed] [--repeat N] [--json] [--quiet]");
    Result<Options> options = Options::parse(
        arguments, {{QStringLiteral("set"), QStringLiteral("timeout"), QStringLiteral("save"), QStringLiteral("trace"),
                     QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("csv"), QStringLiteral("size"), QStringLiteral("scale"),
                     QStringLiteral("theme"), QStringLiteral("repeat")},
                    {QStringLiteral("json"), QStringLiteral("quiet"), QStringLiteral("embed")}, 1, 1, usage});
    if (!options.hasValue())
        return failWith(options.error());
    if (Result<void> targets = checkTargets(options.value()); !targets.hasValue())
        return failWith(targets.error());
    Result<RunPlan> plan = planFrom(options.value());
    if (!plan.hasValue())
        return failWith(plan.error());

    Interrupts interrupts;
    int exitCode = ExitDone;
    std::string json;
    for (int number = 1; number <= plan.value().repeat && interrupts.last() == 0; ++number) {
        Result<std::shared_ptr<const Trace>> trace = runOnce(plan.value(), interrupts);
        if (!trace.hasValue())
            return failWith(trace.error());
        const RunStatistics statistics = statisticsOf(*trace.value());
        json += (json.empty() ? "" : ",\n") + (plan.value().json ? statisticsAsJson(*trace.value(), statistics) : "");
        if (!plan.value().quiet)
            printSummary(*trace.value(), statistics);
        const int written = writeFiles(plan.value(), *trace.value(), number);
        exitCode = std::max({exitCode, written, exitCodeOf(*trace.value(), interrupts.last())});
    }
    if (plan.value().repeat > 1)
        json = "[" + json + "]";
    if (plan.value().json)
        printOut("{}\n", json);
    return exitCode;
}

} // namespace Interleave
