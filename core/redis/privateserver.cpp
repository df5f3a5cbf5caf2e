#include "core/redis/privateserver.h"

#include "core/redis/redisconnection.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern "C" { // which glibc 2.36's header forgets
#include <sys/pidfd.h>
}

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto startPatience = 8s;
constexpr auto betweenLooks = 2ms;
constexpr int mostRestarts = 20;
constexpr auto restartPause = 200ms;
constexpr int cannotExecute = 127;

constexpr const char *notInstalled =
    "Redis is not installed, and this scenario runs on it: install it (apt install redis-server), or give the address "
    "of a server (the parameter \"Redis server\", or --redis).";

int fail(const std::string &sentence)
{
    std::fprintf(stderr, "%s\n", sentence.c_str());
    return 3;
}

bool say(const std::string &line)
{
    return write(STDOUT_FILENO, line.data(), line.size()) == ssize_t(line.size());
}

/// The server as our child, which dies with us. Its words are nobody's.
pid_t startServer(const std::string &socket, const std::string &directory)
{
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    const int null = open("/dev/null", O_RDWR);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        dup2(null, descriptor);
    execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket.c_str(), "--unixsocketperm", "600",
           "--save", "", "--appendonly", "no", "--dir", directory.c_str(), "--daemonize", "no", nullptr);
    _exit(cannotExecute);
}

/// Whether it answers in time; `status` is its end, if it ended instead.
bool comesUp(const RedisAddress &address, pid_t pid, int &status)
{
    const auto end = std::chrono::steady_clock::now() + startPatience;
    while (std::chrono::steady_clock::now() < end) {
        if (RedisConnection().open(address, 1s).hasValue())
            return true;
        if (waitpid(pid, &status, WNOHANG) == pid)
            return false;
        std::this_thread::sleep_for(betweenLooks);
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return false;
}

/// Waits for the end of standard input, or of the server if there is one. True for the latter.
bool serverEndedFirst(pid_t server)
{
    const int ended = server > 0 ? pidfd_open(server, 0) : -1;
    bool lifeline = true;
    pollfd watched[] = {{STDIN_FILENO, POLLIN, 0}, {ended, POLLIN, 0}};
    while (lifeline && watched[1].revents == 0) {
        if (poll(watched, 2, -1) < 0)
            continue;
        char bytes[256];
        if (watched[0].revents != 0)
            lifeline = read(STDIN_FILENO, bytes, sizeof bytes) > 0;
    }
    if (ended >= 0)
        close(ended);
    return lifeline;
}

/// The server's life: begun again whenever it is killed, but not for ever.
int keep(const RedisAddress &address, const std::string &directory)
{
    for (int starts = 0; starts <= mostRestarts; ++starts) {
        const pid_t server = startServer(address.path, directory);
        int status = 0;
        if (server < 0)
            return fail("No process can be started for Redis.");
        if (!comesUp(address, server, status))
            return fail(WIFEXITED(status) && WEXITSTATUS(status) == cannotExecute
                            ? notInstalled : "The private Redis server does not start.");
        if (starts == 0 && !say(address.text() + "\n"))
            return 6;
        const bool ended = serverEndedFirst(server);
        kill(server, SIGKILL); // it has nothing to save
        waitpid(server, nullptr, 0);
        if (!ended)
            return 0;
        std::this_thread::sleep_for(restartPause);
    }
    return fail("The private Redis server dies again and again.");
}

int lookFor(const std::string &url)
{
    Result<RedisAddress> address = RedisAddress::parse(url);
    if (!address.hasValue())
        return fail(address.error().message);
    RedisConnection connection;
    if (Result<void> opened = connection.open(address.value(), RedisConnection::usualPatience); !opened.hasValue()) {
        if (connection.wantsPassword()) {
            fail(opened.error().message);
            return redisWantsPassword;
        }
        std::string sentence = opened.error().message;
        sentence.pop_back(); // the full stop
        return fail(sentence + "; look whether it runs there, or leave the address out: then a private one starts.");
    }
    connection.close();
    if (!say(address.value().text() + "\n"))
        return 6;
    serverEndedFirst(0);
    return 0;
}

} // namespace

int runRedisKeeper(const std::vector<std::string> &arguments, const std::string &directory)
{
    std::signal(SIGPIPE, SIG_IGN);
    int exitCode = 0;
    if (!arguments.empty() && !arguments.front().empty()) {
        exitCode = lookFor(arguments.front());
    } else {
        RedisAddress address;
        address.kind = RedisAddress::Kind::Unix;
        address.path = directory + "/redis";
        exitCode = keep(address, directory);
    }
    std::error_code gone;
    if (exitCode == 0 && !directory.empty())
        std::filesystem::remove_all(directory, gone);
    return exitCode;
}

} // namespace Interleave
