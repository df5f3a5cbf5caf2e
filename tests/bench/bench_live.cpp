// What the window does while events pour in: two real processes record through the real arena, and the
// real window reads, keeps, saves and draws it; then a long run is saved, drawn into a file and opened.
// The limit of each row is the same window while a run records nothing. And how long it takes from Run to the first event on the screen, beside the
// spawning of a process that ends at once and one period of the display.
#include "tests/bench/flood.h"
#include "tests/bench/row.h"
#include "tests/bench/windowprobe.h"
#include "ui/shell/filejobs.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/runcontroller.h"
#include "ui/timeline/picturefile.h"

#include <QEventLoop>
#include <QProcess>
#include <QTemporaryDir>

#include <iostream>

using namespace Interleave;

namespace {

using namespace std::chrono_literals;

constexpr double displayPeriodMs = 16;
constexpr double second = 1e9;

/// What came of one run.
struct Figures {
    double events = 0, lost = 0, rate = 0;
    double framesPerSecond = 0, share = 0, stallMs = 0;
    double p50Ms = 0, p99Ms = 0;
};

class LiveHarness
{
public:
    explicit LiveHarness(WindowProbe &application)
    {
        m_window.resize(1920, 1080);
        m_window.show();
        application.watch(&m_window, partOf(&m_window, "Interleave::LaneCanvas"), [this] { noteFrame(); });
        QObject::connect(&m_window.runs(), &RunController::finished, &m_window, [this] { m_over = true; });
    }

    Figures flood(std::int64_t rate, std::chrono::milliseconds lasts);
    /// The longest stall while the run that stands there is saved, opened again and drawn into a file.
    double stallOfFilesMs();
    /// From pressing Run to the first picture that shows an event.
    double firstEventMs(const QString &scenario);

private:
    void noteFrame();
    bool isSteady(std::int64_t now) const { return now > m_from && now < m_to; }
    void spin(std::chrono::milliseconds time);
    double stallUntil(const char *what, const bool &done);

    MainWindow m_window;
    StallWatch m_stalls;
    bool m_over = false;
    std::int64_t m_from = 0, m_to = 0; // the part of the run that is measured, by the monotonic clock
    std::int64_t m_firstShown = 0;     // picture with an event
    Nanos m_shownUpTo{0};              // the newest event in the picture before
    std::vector<double> m_latencies;   // ms, of the oldest event new in each picture
    int m_frames = 0;
};

void LiveHarness::spin(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// The oldest event that this picture shows first came right after the newest of the one before.
void LiveHarness::noteFrame()
{
    const auto trace = m_window.runs().trace();
    if (!trace || trace->empty())
        return;
    const std::int64_t now = monotonicNs();
    m_firstShown = m_firstShown ? m_firstShown : now;
    if (isSteady(now)) {
        ++m_frames;
        if (trace->end() > m_shownUpTo)
            m_latencies.push_back(double((m_window.runs().liveEdge() - m_shownUpTo).count()) * 1e-6);
    }
    m_shownUpTo = trace->end();
}

Figures LiveHarness::flood(std::int64_t rate, std::chrono::milliseconds lasts)
{
    m_latencies.clear();
    m_frames = 0;
    m_over = false;
    m_window.setScenario(QString::fromLatin1(Flood::scenarioId));
    m_window.setParameters({{"rate", std::to_string(rate)}, {"lasts", std::to_string(lasts.count())}});
    spin(200ms);
    m_stalls.begin();
    const std::int64_t begun = monotonicNs();
    m_from = begun + std::chrono::nanoseconds(500ms).count();
    m_to = begun + std::chrono::nanoseconds(lasts).count();
    m_window.run();
    spin(500ms);
    const double cpu = ownCpuSeconds();
    const std::int64_t from = monotonicNs();
    spin(lasts - 500ms);
    Figures figures;
    const double seconds = double(monotonicNs() - from) / second;
    figures.share = (ownCpuSeconds() - cpu) / seconds * 100;
    for (int patience = 600; !m_over && patience > 0; --patience)
        spin(50ms);
    spin(500ms); // what follows a run's end
    figures.stallMs = m_stalls.longestMs();
    const auto trace = m_window.runs().trace();
    figures.events = double(trace->eventCount());
    figures.lost = double(trace->lost());
    figures.rate = (figures.events + figures.lost) / (double(lasts.count()) * 1e-3);
    figures.framesPerSecond = m_frames / seconds;
    figures.p50Ms = quantile(m_latencies, 0.5);
    figures.p99Ms = quantile(m_latencies, 0.99);
    std::cout << "asked for " << double(rate) / 1e6 << " M/s: recorded " << figures.rate / 1e6 << " M/s, lost "
              << figures.lost << " of " << figures.events + figures.lost << ", " << figures.framesPerSecond << " frames/s, event to screen p50 "
              << figures.p50Ms << " p99 " << figures.p99Ms << " ms, " << figures.share << " % of a core, longest stall "
              << figures.stallMs << " ms" << (m_over ? "" : ", NOT OVER") << std::endl;
    return figures;
}

double LiveHarness::stallUntil(const char *what, const bool &done)
{
    m_stalls.begin();
    for (int patience = 1200; !done && patience > 0; --patience)
        spin(50ms);
    spin(1500ms); // what follows: pictures, verifying, freeing
    const double stall = m_stalls.longestMs();
    std::cout << what << ": longest stall " << stall << " ms" << (done ? "" : ", NOT DONE") << std::endl;
    return stall;
}

double LiveHarness::stallOfFilesMs()
{
    const QTemporaryDir folder;
    const QString run = folder.filePath(QStringLiteral("run.ilv")), picture = folder.filePath(QStringLiteral("run.png"));
    auto *jobs = m_window.findChild<FileJobs *>();
    bool isSaved = false, isOpened = false, isExported = false;
    QObject context;
    QObject::connect(jobs, &FileJobs::saved, &context, [&] { isSaved = true; });
    QObject::connect(jobs, &FileJobs::opened, &context, [&] { isOpened = true; });
    QObject::connect(jobs, &FileJobs::exported, &context, [&] { isExported = true; });
    const auto trace = m_window.runs().trace();
    const double saving = (m_window.saveFile(run), stallUntil("saving it", isSaved));
    jobs->exportPicture(picture, [trace, picture](const std::stop_token &stop) {
        return writePicture(*trace, {.scale = 4}, picture, nullptr, stop);
    });
    const double exporting = stallUntil("exporting it as PNG at 4 x", isExported);
    m_window.openFile(run);
    const double opening = stallUntil("opening it", isOpened);
    return std::max({saving, exporting, opening});
}

double LiveHarness::firstEventMs(const QString &scenario)
{
    m_window.setScenario(scenario);
    spin(100ms);
    m_over = false;
    m_firstShown = 0;
    const std::int64_t pressed = monotonicNs();
    m_window.run();
    for (int patience = 2000; m_firstShown == 0 && patience > 0; --patience)
        spin(1ms);
    m_window.stop();
    for (int patience = 200; !m_over && patience > 0; --patience)
        spin(10ms);
    return double(m_firstShown - pressed) * 1e-6;
}

/// Spawning this program, which ends at once as it is told of no run.
double spawnMs()
{
    const std::int64_t before = monotonicNs();
    QProcess process;
    process.start(QStringLiteral("/proc/self/exe"), {QString::fromLatin1(runnerCommand)});
    process.waitForFinished();
    return double(monotonicNs() - before) * 1e-6;
}

void addLiveRows(RowWriter &rows, const std::string &row, const Figures &got, const Figures &limit, double asked)
{
    Row lost{.name = row + ": lost", .value = got.lost, .unit = "events", .limit = limit.lost, .goal = {Goal::AtMost, 0}};
    if (got.rate < 0.95 * asked) {
        lost.value.reset();
        lost.why = "the producers did not reach that rate";
    }
    rows.add(lost);
    rows.add({.name = row + ": frames", .value = got.framesPerSecond, .unit = "/s", .limit = limit.framesPerSecond,
              .goal = {Goal::AtLeast, 60}});
}

void measureFloods(LiveHarness &harness, RowWriter &rows)
{
    const auto lasts = rows.isQuick() ? 2500ms : 6000ms;
    const Figures nothing = harness.flood(0, 2500ms);
    const Figures one = harness.flood(1'000'000, lasts);
    const Figures five = harness.flood(5'000'000, lasts);
    const double files = harness.stallOfFilesMs();
    const Figures overload = harness.flood(Flood::asFastAsPossible, 2500ms);
    const std::string row = "live, 1 M events/s from two producers";
    addLiveRows(rows, row, one, nothing, 1e6);
    rows.add({.name = row + ": event → screen p99", .value = one.p99Ms, .unit = "ms", .limit = displayPeriodMs,
              .goal = {Goal::AtMost, 33}});
    rows.add({.name = row + ": share of a core", .value = one.share, .unit = "%", .limit = nothing.share,
              .goal = {Goal::AtMost, 25}});
    addLiveRows(rows, "live, 5 M events/s", five, nothing, 5e6);
    const double stall = std::max({one.stallMs, five.stallMs, files, overload.stallMs});
    rows.add({.name = "live, overload: longest stall", .value = stall, .unit = "ms", .limit = nothing.stallMs,
              .goal = {Goal::AtMost, 50}});
}

void measureFirstEvent(LiveHarness &harness, RowWriter &rows)
{
    std::vector<double> shown, spawned;
    for (int round = 0; round < 11; ++round) {
        spawned.push_back(spawnMs());
        shown.push_back(harness.firstEventMs(QStringLiteral("async.count")));
    }
    rows.add({.name = "Run pressed → first event on screen", .value = quantile(shown, 0.5), .unit = "ms",
              .limit = quantile(spawned, 0.5) + displayPeriodMs, .goal = {Goal::AtMost, 60}});
}

} // namespace

int main(int argc, char **argv)
{
    if (const std::optional<int> ended = Flood::runAsPartOfARun(argc, argv))
        return *ended;
    RowWriter rows(argc, argv);
    const QTemporaryDir home; // the window's settings and kept runs
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    qputenv("XDG_STATE_HOME", home.path().toUtf8());
    WindowProbe application(argc, argv);
    LiveHarness harness(application);
    measureFirstEvent(harness, rows);
    measureFloods(harness, rows);
    return 0;
}
