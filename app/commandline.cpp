#include "app/commandline.h"

#include "app/exitcodes.h"
#include "app/printing.h"
#include "app/verbs.h"
#include "app/window.h"

#include <QApplication>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <memory>

namespace Interleave {

namespace {

constexpr const char *helpText = R"(Interleave makes concurrency visible: it runs processes, threads, coroutines and
event loops for real and draws when each of them ran, waited and why.

  interleave [FILE…]                      the window, opening saved runs
  interleave list [--json]                the scenarios with their parameters
  interleave run ID [--set NAME=VALUE]…   runs one: its output on stdout, a summary on stderr
      [--timeout S] [--save RUN.ilv] [--trace F.json[.gz]] [--csv F]
      [--png F] [--svg F] [--pdf F] [--report F.html]
      [--size WxH] [--scale 1-4] [--theme light|dark] [--caption] [--embed]
      [--repeat N] [--json] [--quiet]
      [--redis URL]                       for redis.queue: a server of yours instead of a private one
  interleave export RUN OUT               another format, by suffix: ilv json json.gz csv png svg pdf html
      [--from S] [--to S] [--size WxH] [--scale 1-4] [--theme light|dark]
      [--caption]                         below the picture, what the run means, in a sentence
      [--embed]                           the picture (png, svg) carries the run, and opens again
  interleave stats RUN [--json]           lanes, states, waits, totals
  interleave check RUN                    every law that an honest recording obeys
  interleave explain RUN [--json]         what decided how long the run took
      [--lane NAME --at S]                why this lane is in its state then
  interleave worker --redis URL           a worker for job queues on a Redis server, on any machine
      [--queues NAME,…] [--burst]         its password: the environment's INTERLEAVE_REDIS_PASSWORD, or asked for
  interleave compare A B [--json]         figures of two runs, and the first event where they part
      [--png F] [--size WxH] [--scale 1-4] [--theme light|dark]
  interleave sweep ID --set NAME=A..B     a run for each value, and how its time goes with them
      [--set NAME=VALUE]… [--timeout S] [--save RUN.ilv] [--png F] [--theme light|dark]
      [--json] [--quiet]

Exit codes: 0 done, 1 the scenario or a check failed, 2 usage, 3 a needed service is
missing, 4 cannot read, 5 read but incomplete, 6 cannot write, 7 not enough resources,
124 timeout, 130 SIGINT, 143 SIGTERM.
)";

using Verb = int (*)(const QStringList &);

const std::map<QString, Verb> &verbs()
{
    static const std::map<QString, Verb> all = {
        {QStringLiteral("list"), listVerb},   {QStringLiteral("run"), runVerb},
        {QStringLiteral("export"), exportVerb}, {QStringLiteral("stats"), statsVerb},
        {QStringLiteral("check"), checkVerb},  {QStringLiteral("explain"), explainVerb},
        {QStringLiteral("worker"), workerVerb},
        {QStringLiteral("compare"), compareVerb}, {QStringLiteral("sweep"), sweepVerb},
    };
    return all;
}

/// Charts are widgets, as far as Qt is concerned, which take a few milliseconds to begin.
bool drawsCharts(Verb verb, const QStringList &arguments)
{
    return verb == sweepVerb || std::ranges::any_of(arguments, [](const QString &word) {
        return word.endsWith(QLatin1String(".html"), Qt::CaseInsensitive);
    });
}

/// A verb never needs a display, only now and then Qt's painting, which does without one.
int runHeadless(Verb verb, int argc, char **argv, const QStringList &arguments)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt's remarks on the desktop that is not there are nobody's here; what matters we say ourselves.
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &, const QString &text) {
        if (type == QtCriticalMsg || type == QtFatalMsg)
            printError("interleave: {}\n", text.toStdString());
    });
    const std::unique_ptr<QGuiApplication> application(drawsCharts(verb, arguments) ? new QApplication(argc, argv)
                                                                                    : new QGuiApplication(argc, argv));
    return finishPrinting(verb(arguments));
}

} // namespace

int runCommandLine(int argc, char **argv)
{
    QStringList arguments;
    for (int index = 1; index < argc; ++index)
        arguments << QString::fromLocal8Bit(argv[index]);
    const QString first = arguments.value(0);
    const bool asksForHelp = first == QLatin1String("-h") || first == QLatin1String("help");
    if (asksForHelp || arguments.contains(QLatin1String("--help"))) {
        writeOut(helpText);
        return finishPrinting(ExitDone);
    }
    if (first == QLatin1String("--version")) {
        printOut("interleave {}\n", INTERLEAVE_VERSION);
        return finishPrinting(ExitDone);
    }
    if (const auto verb = verbs().find(first); verb != verbs().end())
        return runHeadless(verb->second, argc, argv, arguments.mid(1));
    if (first.startsWith(u'-')) {
        printError("interleave: There is no option {}.\n\n{}", first.toStdString(), helpText);
        return ExitUsage;
    }
    const bool isPlainWord = !first.isEmpty() && !first.contains(u'.') && !first.contains(u'/');
    if (isPlainWord && !QFileInfo::exists(first)) {
        fmt::print(stderr, "interleave: There is neither a command nor a file named {}.\n\n{}", first.toStdString(),
                   helpText);
        return ExitUsage;
    }
    return showWindow(argc, argv, arguments);
}

} // namespace Interleave
