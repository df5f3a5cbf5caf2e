// sweep: a run for each of several values of one parameter, and how its time goes with them. With --json one object:
// "scenario", "parameter" (that is swept), "parameters" (the others given), "host", "values"; "points" [{"value", "wall_ns",
// "cpu_ns", "max_running", "outcome", "reason"}…], fewer than values after an interrupt, null where a run was refused;
// "fit" {"serial_ns", "parallel_ns", "serial_fraction", "error_ns"} or null, and "fit_text" that says it or why there is none.
#include "app/exitcodes.h"
#include "app/interrupts.h"
#include "app/options.h"
#include "app/output.h"
#include "app/printing.h"
#include "app/runfiles.h"
#include "app/verbs.h"
#include "core/analysis/states.h"
#include "core/analysis/sweep.h"
#include "core/scenarios/scenariovalues.h"
#include "core/session/runseries.h"
#include "core/trace/names.h"
#include "ui/charts/figurepanel.h"
#include "ui/charts/sweepfigure.h"

#include <QEventLoop>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <csignal>

namespace Interleave {

namespace {

using Json = nlohmann::ordered_json;
using namespace std::chrono_literals;

struct SweepPlan {
    const Scenario *scenario = nullptr;
    const Parameter *parameter = nullptr; // that has several values
    std::vector<std::string> values;
    ParameterValues others;
    std::optional<std::chrono::milliseconds> timeout;
    QStringList saved;    // to write each run to, numbered
    QStringList pictures; // of the chart
    bool dark = false;
    bool json = false, quiet = false;
};

/// Which of the given parameters has several values: exactly one may.
Result<void> chooseParameter(SweepPlan &plan, const ParameterValues &given)
{
    for (const auto &[name, value] : given) {
        const Parameter *parameter = plan.scenario->parameter(name);
        if (!parameter || !saysSeveral(*parameter, value)) {
            plan.others[name] = value;
            continue;
        }
        if (plan.parameter)
            return Error(ErrorCode::Usage, "A sweep goes over one parameter: both " + plan.parameter->name + " and "
                                               + name + " have several values.");
        plan.parameter = parameter;
        Result<std::vector<std::string>> values = severalValues(*plan.scenario, *parameter, value);
        if (!values.hasValue())
            return values.error();
        plan.values = values.takeValue();
    }
    if (!plan.parameter)
        return Error(ErrorCode::Usage, "Give the parameter to sweep several values, such as --set workers=1..8.");
    const Result<ParameterValues> complete = plan.scenario->complete(plan.others);
    return complete.hasValue() ? Result<void>() : Result<void>(complete.error());
}

Result<SweepPlan> planFrom(const Options &options)
{
    SweepPlan plan;
    const std::string id = options.words()[0].toStdString();
    plan.scenario = findScenario(id);
    if (!plan.scenario)
        return Error(ErrorCode::Usage, "There is no scenario named \"" + id + "\".");
    const Result<ParameterValues> given = givenParameters(options.values(QStringLiteral("set")));
    if (!given.hasValue())
        return given.error();
    if (Result<void> chosen = chooseParameter(plan, given.value()); !chosen.hasValue())
        return chosen.error();
    const Result<std::optional<Nanos>> timeout = options.seconds(QStringLiteral("timeout"), 1ms);
    if (!timeout.hasValue())
        return timeout.error();
    if (timeout.value())
        plan.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(*timeout.value());
    const Result<PictureOptions> picture = pictureOptions(options);
    if (!picture.hasValue())
        return picture.error();
    plan.dark = picture.value().dark;
    plan.pictures = options.values(QStringLiteral("png"));
    plan.saved = options.values(QStringLiteral("save"));
    plan.json = options.has(QStringLiteral("json"));
    plan.quiet = options.has(QStringLiteral("quiet"));
    return plan;
}

std::vector<RunRequest> requestsOf(const SweepPlan &plan)
{
    std::vector<RunRequest> requests;
    for (const std::string &value : plan.values) {
        RunRequest request{.scenario = plan.scenario->id, .parameters = plan.others, .timeout = plan.timeout,
                           .autosaveFile = {}};
        request.parameters[plan.parameter->name] = value;
        requests.push_back(std::move(request));
    }
    return requests;
}

std::string endText(const SweepPoint &point)
{
    const std::string_view outcome = point.ran ? runOutcomeName(point.outcome) : std::string_view("not run");
    return std::string(outcome) + (point.reason.empty() ? "" : ": " + point.reason);
}

/// Runs the values one after the other and tells of each when it is over, and of all at the end.
class SweepVerb
{
public:
    explicit SweepVerb(SweepPlan plan) : m_plan(std::move(plan)), m_series(requestsOf(m_plan)) {}

    int run(Interrupts &interrupts)
    {
        QEventLoop loop;
        QObject::connect(&m_series, &RunSeries::ended, &loop, [&](std::size_t number, const std::shared_ptr<const Trace> &trace) {
            take(number, *trace, interrupts.last());
        });
        QObject::connect(&m_series, &RunSeries::refused, &loop, [&](std::size_t number, const Error &error) {
            m_exitCode = std::max<int>(m_exitCode, exitCodeFor(error.code));
            tell(refusedPoint(m_plan.values[number], error.message));
        });
        QObject::connect(&m_series, &RunSeries::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
        interrupts.setHandler([this] { m_series.stop(); });
        if (rowsShown())
            tellHead();
        m_series.start();
        loop.exec();
        interrupts.setHandler({});
        m_plan.json ? printJson() : printScaling();
        draw();
        const int interrupted = interrupts.last() == 0 ? 0 : interrupts.last() == SIGTERM ? ExitTerminated : ExitInterrupted;
        return std::max(m_exitCode, interrupted);
    }

private:
    bool rowsShown() const { return !m_plan.json || !m_plan.quiet; }
    /// The table is the answer, or with --json what tells that it goes on.
    void printRow(const std::string &line) const { m_plan.json ? writeError(line) : writeOut(line); }

    void tellHead() const
    {
        printRow(fmt::format("{:>14} {:>12} {:>10} {:>12} {:>12}   {}\n", m_plan.parameter->name, "wall", "speed-up",
                             "CPU", "max running", "outcome"));
        flushOut();
    }

    void take(std::size_t number, const Trace &trace, int signal)
    {
        m_host = trace.info.host;
        m_cpuCount = cpuCountOf(trace.info);
        m_exitCode = std::max(m_exitCode, exitCodeOf(trace, signal));
        for (const std::string &problem : trace.problems)
            printError("interleave: {}\n", problem);
        for (const QString &file : m_plan.saved) {
            const QString path = numberedFile(file, int(number) + 1, std::max(2, int(m_plan.values.size())));
            if (Result<void> written = writeRun(trace, path, PictureOptions()); !written.hasValue())
                m_exitCode = std::max(m_exitCode, failWith(written.error()));
        }
        tell(pointOf(m_plan.values[number], trace));
    }

    void tell(const SweepPoint &point)
    {
        m_points.push_back(point);
        if (!rowsShown())
            return;
        const auto first = std::ranges::find_if(m_points, &SweepPoint::isMeasured);
        const bool isMeasured = point.isMeasured() && point.wall > Nanos(0);
        const std::string speedUp = !isMeasured ? "" : fmt::format("{:.2f} ×", double(first->wall.count()) / double(point.wall.count()));
        printRow(fmt::format("{:>14} {:>12} {:>10} {:>12} {:>12}   {}\n", point.value,
                             point.ran ? durationText(point.wall) : "", speedUp, point.ran ? durationText(point.cpu) : "",
                             point.ran ? std::to_string(point.maxRunning) : "", endText(point)));
        flushOut();
    }

    Result<AmdahlFit> fit() const
    {
        if (!countsWorkers(*m_plan.parameter))
            return Error(ErrorCode::Failed, "The parameter " + m_plan.parameter->name
                                                + " does not say how many share the work: there is no fit of Amdahl's law.");
        return amdahlFit(scalingPoints(m_points));
    }

    void draw()
    {
        const Parameter &parameter = *m_plan.parameter;
        const SweepFigure figure{.title = QString::fromStdString(m_plan.scenario->title),
                                 .parameter = QString::fromStdString(parameter.label),
                                 .unit = QString::fromStdString(parameter.unit),
                                 .countsWorkers = countsWorkers(parameter), .cpuCount = m_cpuCount, .points = m_points};
        for (const QString &file : m_plan.pictures) {
            if (Result<void> saved = saveSweepPicture(figure, m_plan.dark, file); !saved.hasValue())
                m_exitCode = std::max(m_exitCode, failWith(saved.error()));
        }
    }

    void printScaling() const
    {
        if (m_points.empty())
            return;
        if (m_points.size() < m_plan.values.size())
            printOut("\n{} of {} runs were not begun.\n", m_plan.values.size() - m_points.size(), m_plan.values.size());
        const Result<AmdahlFit> found = fit();
        printOut("\n{}\n", found.hasValue() ? fitText(found.value()) : found.error().message);
        if (!m_host.empty())
            printOut("Measured on {}.\n", m_host);
    }

    void printJson() const
    {
        constexpr double nanoseconds = 1e9;
        const auto ns = [](double seconds) { return std::llround(seconds * nanoseconds); };
        Json points = Json::array();
        for (const SweepPoint &point : m_points)
            points.push_back({{"value", point.value}, {"wall_ns", point.ran ? Json(point.wall.count()) : Json()},
                              {"cpu_ns", point.ran ? Json(point.cpu.count()) : Json()},
                              {"max_running", point.ran ? Json(point.maxRunning) : Json()},
                              {"outcome", point.ran ? Json(runOutcomeName(point.outcome)) : Json()}, {"reason", point.reason}});
        const Result<AmdahlFit> found = fit();
        Json shape = {{"scenario", m_plan.scenario->id}, {"parameter", m_plan.parameter->name}, {"parameters", m_plan.others},
                      {"host", m_host}, {"values", m_plan.values}, {"points", std::move(points)}};
        shape["fit"] = found.hasValue()
            ? Json{{"serial_ns", ns(found.value().serial)}, {"parallel_ns", ns(found.value().parallel)},
                   {"serial_fraction", found.value().serialFraction()}, {"error_ns", ns(found.value().error)}} : Json();
        shape["fit_text"] = found.hasValue() ? fitText(found.value()) : found.error().message;
        printOut("{}\n", shape.dump(1, ' ', false, Json::error_handler_t::replace));
    }

    SweepPlan m_plan;
    RunSeries m_series;
    std::vector<SweepPoint> m_points;
    std::string m_host;
    int m_cpuCount = 0;
    int m_exitCode = ExitDone;
};

} // namespace

int sweepVerb(const QStringList &arguments)
{
    const QString usage = QStringLiteral("interleave sweep ID --set NAME=A..B [--set NAME=VALUE]… [--timeout S] "
                                         "[--save RUN.ilv] [--png F] [--theme light|dark] [--json] [--quiet]");
    Result<Options> options = Options::parse(
        arguments, {{QStringLiteral("set"), QStringLiteral("timeout"), QStringLiteral("save"), QStringLiteral("png"), QStringLiteral("theme")},
                    {QStringLiteral("json"), QStringLiteral("quiet")}, 1, 1, usage});
    if (!options.hasValue())
        return failWith(options.error());
    if (Result<void> targets = checkTargets(options.value()); !targets.hasValue())
        return failWith(targets.error());
    Result<SweepPlan> plan = planFrom(options.value());
    if (!plan.hasValue())
        return failWith(plan.error());
    Interrupts interrupts;
    return SweepVerb(plan.takeValue()).run(interrupts);
}

} // namespace Interleave
