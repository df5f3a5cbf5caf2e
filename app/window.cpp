#include "app/window.h"

#include "app/exitcodes.h"
#include "app/interrupts.h"
#include "ui/shell/runwindow.h"

#include <QApplication>


#include <cstdio>
#include <unistd.h>

namespace Interleave {

namespace {

constexpr const char *noDisplay =
    "interleave: There is no display for a window. Without one, use the command line: "
    "interleave list, interleave run ID, interleave export RUN OUT.png.\n";

/// While the application object is made Qt tells about a missing display by aborting.
void leaveInsteadOfAborting(QtMsgType type, const QMessageLogContext &, const QString &)
{
    if (type != QtFatalMsg)
        return;
    std::fputs(noDisplay, stderr);
    std::fflush(stderr);
    _exit(ExitServiceMissing);
}

bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
           || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

} // namespace

int showWindow(int argc, char **argv, const QStringList &files)
{
    if (!hasDisplay()) {
        std::fputs(noDisplay, stderr);
        return ExitServiceMissing;
    }
    const QtMessageHandler standard = qInstallMessageHandler(leaveInsteadOfAborting);
    QApplication application(argc, argv);
    qInstallMessageHandler(standard);
    QApplication::setApplicationName(QStringLiteral("interleave"));
    QApplication::setApplicationDisplayName(QStringLiteral("Interleave"));
    QApplication::setApplicationVersion(QStringLiteral(INTERLEAVE_VERSION));
    // Ctrl-C in the terminal closes the windows, which stop what runs in them.
    Interrupts interrupts;
    interrupts.setHandler([] { QApplication::closeAllWindows(); });
    return runWindow(files);
}

} // namespace Interleave
