// From exec to the first picture of the window on the screen, warm, beside the same for an empty
// QMainWindow in a program with the same libraries. Every start is a process of its own: this program
// with one more argument, which then does what the real one does.
#include "app/window.h"
#include "core/base/clock.h"
#include "tests/bench/row.h"
#include "tests/bench/windowprobe.h"

#include <QMainWindow>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>
#include <string_view>

using namespace Interleave;

namespace {

constexpr std::string_view fullWindow = "window", emptyWindow = "empty";

/// Says when the first picture is on the screen, and ends the program.
class FirstPicture : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject *receiver, QEvent *event) override
    {
        // Paint events come within one request of the window, which also hands the picture to the
        // screen; the next turn of the loop is after it.
        const auto *widget = qobject_cast<QWidget *>(receiver);
        if (event->type() == QEvent::Paint && widget && widget->isWindow() && !m_seen) {
            m_seen = true;
            QTimer::singleShot(0, [] {
                std::printf("%lld\n", static_cast<long long>(monotonicNs()));
                std::fflush(stdout);
                std::_Exit(0);
            });
        }
        return QObject::eventFilter(receiver, event);
    }

private:
    bool m_seen = false;
};

void installFilter()
{
    qApp->installEventFilter(new FirstPicture(qApp));
}
Q_COREAPP_STARTUP_FUNCTION(installFilter)

int showEmpty(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1440, 900);
    window.show();
    return QApplication::exec();
}

double startMs(std::string_view what)
{
    const std::int64_t before = monotonicNs();
    QProcess process;
    process.start(QStringLiteral("/proc/self/exe"), {QString::fromLatin1(what.data(), qsizetype(what.size()))});
    process.waitForFinished();
    return (process.readAllStandardOutput().trimmed().toDouble() - double(before)) * 1e-6;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 2 && argv[1] == fullWindow)
        return showWindow(1, argv, {});
    if (argc == 2 && argv[1] == emptyWindow)
        return showEmpty(1, argv);
    RowWriter rows(argc, argv);
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    std::vector<double> full, empty;
    const int rounds = rows.isQuick() ? 5 : 15;
    for (int round = 0; round <= rounds; ++round) {
        const double emptyTook = startMs(emptyWindow), fullTook = startMs(fullWindow);
        if (round == 0)
            continue; // files and fonts come from the disk
        empty.push_back(emptyTook);
        full.push_back(fullTook);
    }
    rows.add({.name = "start to first window, warm", .value = quantile(full, 0.5), .unit = "ms",
              .limit = quantile(empty, 0.5), .goal = {Goal::AtMost, 250}});
    return 0;
}
