#include "core/server/serverprocess.h"

#include "core/server/httpserver.h"
#include "core/server/site.h"

#include <QCoreApplication>
#include <QDir>
#include <QSocketNotifier>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace Interleave {

namespace {

/// The knobs among the arguments; nothing when one is no number within its range.
std::optional<TroubleSettings> settingsFrom(const std::vector<std::string> &arguments)
{
    constexpr std::int64_t longestMs = 3'600'000;
    TroubleSettings settings;
    for (const std::string &argument : arguments) {
        const std::size_t equals = argument.find('=');
        const std::string name = argument.substr(0, equals);
        if (name != "latency" && name != "jitter" && name != "failures" && name != "seed")
            continue;
        const std::string value = equals == std::string::npos ? "" : argument.substr(equals + 1);
        const char *end = value.data() + value.size();
        std::int64_t number = 0;
        const auto [stop, error] = std::from_chars(value.data(), end, number);
        const std::int64_t most = name == "seed" ? INT64_MAX : name == "failures" ? 100 : longestMs;
        if (error != std::errc() || stop != end || number < 0 || number > most)
            return std::nullopt;
        if (name == "latency")
            settings.latency = std::chrono::milliseconds(number);
        else if (name == "jitter")
            settings.jitter = std::chrono::milliseconds(number);
        else if (name == "failures")
            settings.failures = int(number);
        else
            settings.seed = std::uint64_t(number);
    }
    return settings;
}

/// Whether standard input has ended; what it holds is read and forgotten.
bool hasLifelineEnded()
{
    char bytes[256];
    ssize_t got = 0;
    while ((got = read(STDIN_FILENO, bytes, sizeof bytes)) > 0) {}
    return got == 0 || (errno != EAGAIN && errno != EINTR);
}

bool say(const QByteArray &line)
{
    return write(STDOUT_FILENO, line.data(), std::size_t(line.size())) == line.size();
}

int fail(const Error &error, int exitCode)
{
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return exitCode;
}

} // namespace

int runServer(const std::vector<std::string> &arguments, const std::string &directory)
{
    std::signal(SIGPIPE, SIG_IGN); // a client that goes is no reason to end
    const std::optional<TroubleSettings> settings = settingsFrom(arguments);
    if (!settings)
        return fail(Error(ErrorCode::Usage, "The web server takes latency, jitter, failures and seed as whole numbers."), 2);
    int argc = 1;
    char name[] = "interleave", *argv[] = {name, nullptr};
    QCoreApplication application(argc, argv);
    Result<Site> site = builtInSite();
    if (!site.hasValue())
        return fail(site.error(), 3);
    HttpServer server(site.takeValue(), *settings);
    if (Result<void> listening = server.listen(); !listening.hasValue())
        return fail(listening.error(), 7);
    fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
    QSocketNotifier lifeline(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&lifeline, &QSocketNotifier::activated, [] {
        if (hasLifelineEnded())
            QCoreApplication::quit();
    });
    if (!say(server.baseUrl() + "\n"))
        return fail(Error(ErrorCode::CannotWrite, "The web server cannot say where it is."), 6);
    QCoreApplication::exec();
    if (!directory.empty())
        QDir(QString::fromStdString(directory)).removeRecursively();
    return 0;
}

} // namespace Interleave
