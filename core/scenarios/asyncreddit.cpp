// Three coroutines fetch the top posts of a subreddit each; then the loop runs on until interrupted.
#include "core/executors/httpclient.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>

namespace Interleave {
namespace {

constexpr const char *subreddits[] = {
    "python", "programming", "compsci", "learnpython", "cpp", "linux", "qt", "rust", "golang", "javascript", "java",
    "haskell", "lisp", "databases", "networking", "netsec", "machinelearning", "datascience", "algorithms",
    "compilers", "opensource", "git", "vim", "emacs", "gamedev", "embedded", "robotics", "math", "statistics",
    "physics", "astronomy", "chess",
};

Task<std::string> getJson(HttpClient &client, std::string url)
{
    const HttpResponse response = co_await client.get(url);
    if (response.status != 200)
        throw HttpError(fmt::format("status {}", response.status));
    co_return response.body;
}

Task<> getRedditTop(Program &p, HttpClient &client, std::string subreddit)
{
    std::string data;
    try {
        data = co_await getJson(client, p.serverUrl() + "/r/" + subreddit + "/top.json?sort=top&t=day&limit=5").named("get_json");
    } catch (const HttpError &error) {
        p.print("FAILED: {} ({})\n", subreddit, error.what());
        co_return;
    }
    const QJsonObject listing = QJsonDocument::fromJson(QByteArray::fromStdString(data)).object();
    for (const QJsonValue child : listing[u"data"][u"children"].toArray()) {
        const QJsonValue post = child[u"data"];
        p.print("{}: {} ({})", post[u"score"].toInt(), post[u"title"].toString().toStdString(),
                post[u"url"].toString().toStdString());
    }
    p.print("DONE: {}\n", subreddit);
}

void run(Program &p)
{
    const Application application;
    HttpClient client(std::chrono::milliseconds(p.integer("timeout")));
    EventLoop loop;
    for (const int signal : {SIGINT, SIGTERM})
        loop.addSignalHandler(signal, [&loop] { loop.stop(); });
    for (std::int64_t i = 0; i < p.integer("subreddits"); ++i)
        loop.createTask(getRedditTop(p, client, subreddits[i]), std::string("get_reddit_top ") + subreddits[i]);
    loop.runForever();
    client.close();
}

const ScenarioRegistration registration({
    .id = "async.reddit",
    .title = "Reddit: fetch until interrupted",
    .group = ScenarioGroup::Async,
    .order = 8,
    .documents = {"000: 1.4 Asynchronous programming"},
    .summary = "Each coroutine fetches the top posts of one subreddit over HTTP; then the event loop goes on, idle, until it is interrupted.",
    .notice = {
        "All requests are on their way at once; while one waits for its answer, the others can send theirs.",
        "The posts come from a small web server on this machine, a process of its own beside the run; nothing leaves the computer.",
        "After the last DONE the program does not end: its loop waits for something to happen. Press Stop, or Ctrl-C in a terminal.",
        "The interrupt is one more event for the loop. It stops, the client closes its connections, and the program ends in order.",
        "The second thread belongs to Qt: its network library talks to the sockets there. Python's client would do without one.",
        "Raise the latency: every wait grows, but the last DONE still comes as soon as the longest of them is over.",
    },
    .parameters = {
        Parameter::integer("subreddits", "Subreddits", "", 3, 1, 32, "How many are fetched, each by a task of its own."),
        Parameter::integer("latency", "Server latency", "ms", 100, 0, 5000, "How long the server waits before it answers."),
        Parameter::integer("jitter", "Jitter", "ms", 50, 0, 5000, "Up to that much more, different for each subreddit."),
        Parameter::integer("failures", "Failures", "%", 0, 0, 100, "How many of the subreddits have trouble: an error, a lost connection, an answer that comes very slowly or not at all."),
        Parameter::integer("timeout", "Timeout", "ms", 5000, 10, 60'000, "How long one request may take."),
        Parameter::integer("seed", "Seed", "", 444, 0, 2'147'483'647, "Decides which subreddits have trouble, of what kind, and the jitter."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        return ResourceNeed{.threads = 2, .connections = std::stoll(values.at("subreddits"))};
    },
    .usesServer = true,
});

} // namespace
} // namespace Interleave
