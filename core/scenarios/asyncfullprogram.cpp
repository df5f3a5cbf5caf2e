// A crawler: fetch many pages at once, find their links, append them to a file as each page arrives.
#include "core/executors/aiosync.h"
#include "core/executors/gather.h"
#include "core/executors/httpclient.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

#include <QFile>
#include <QRegularExpression>
#include <QUrl>

#include <set>

namespace Interleave {
namespace {

using Links = std::set<std::string>;

struct Found {
    std::int64_t pages = 0;
    std::int64_t links = 0;
};

/// Where the links go: a file in the run's own directory, unless one was named.
std::string nameOfFile(Program &p) { return p.text("file").empty() ? "links.txt" : p.text("file"); }
std::string pathOfFile(Program &p) { return p.text("file").empty() ? p.directory() + "/links.txt" : p.text("file"); }

void writeTo(Program &p, QIODevice::OpenModeFlag mode, const std::string &text)
{
    QFile file(QString::fromStdString(pathOfFile(p)));
    if (!file.open(mode) || file.write(text.data(), qint64(text.size())) != qint64(text.size()) || !file.flush())
        throw std::runtime_error("Cannot write " + nameOfFile(p) + ": " + file.errorString().toStdString() + ".");
}

Task<std::string> fetch(HttpClient &client, std::string url)
{
    const HttpResponse response = co_await client.get(url);
    if (response.status != 200)
        throw HttpError(fmt::format("status {}", response.status));
    co_return response.body;
}

Task<Links> parse(Program &p, std::string page, std::string html)
{
    static const QRegularExpression href(QStringLiteral("href=\"([^\"]*)\""));
    const QUrl base(QString::fromStdString(page));
    Links links;
    for (auto found = href.globalMatch(QString::fromStdString(html)); found.hasNext();)
        links.insert(base.resolved(QUrl(found.next().captured(1))).toString().toStdString());
    p.print("Found {} links on {}", links.size(), page);
    co_return links;
}

Task<> write(Program &p, std::string page, Links links)
{
    std::string lines;
    for (const std::string &link : links)
        lines += page + "\t" + link + "\n";
    writeTo(p, QIODevice::Append, lines);
    co_return;
}

Task<Found> crawl(Program &p, HttpClient &client, Asyncio::Semaphore semaphore, std::string page)
{
    std::string html;
    try {
        const auto held = co_await semaphore.hold();
        html = co_await fetch(client, p.serverUrl() + page);
    } catch (const HttpError &error) {
        p.print("Failed {}: {}", page, error.what());
        co_return Found();
    }
    p.print("Fetched 200 for {}", page);
    const Links links = co_await parse(p, page, html);
    co_await write(p, page, links);
    co_return Found{1, std::int64_t(links.size())};
}

Task<std::vector<std::string>> readList(Program &p, HttpClient &client)
{
    const std::string list = co_await fetch(client, p.serverUrl() + "/pages.txt");
    const QStringList pages = QString::fromStdString(list).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    std::vector<std::string> first;
    for (const QString &page : pages.mid(0, p.integer("pages")))
        first.push_back(page.toStdString());
    co_return first;
}

Task<> mainTask(Program &p, HttpClient &client)
{
    const std::vector<std::string> pages = co_await readList(p, client).named("read_list");
    writeTo(p, QIODevice::WriteOnly, "page\tlink\n");
    const Asyncio::Semaphore semaphore(int(p.integer("limit")));
    std::vector<Task<Found>> tasks;
    for (const std::string &page : pages)
        tasks.push_back(crawl(p, client, semaphore, page).named(page));
    const std::vector<Found> results = co_await gather(std::move(tasks));
    Found all;
    for (const Found &found : results) {
        all.pages += found.pages;
        all.links += found.links;
    }
    p.print("Wrote {} links of {} pages to {}; {} pages failed.", all.links, all.pages, nameOfFile(p),
            std::int64_t(pages.size()) - all.pages);
}

void run(Program &p)
{
    const Application application;
    HttpClient client(std::chrono::milliseconds(p.integer("timeout")));
    runAsync(mainTask(p, client).named("main"));
}

const ScenarioRegistration registration({
    .id = "async.full-program",
    .title = "A full program: asynchronous requests",
    .group = ScenarioGroup::Async,
    .order = 9,
    .documents = {"003: A Full Program: Asynchronous Requests"},
    .summary = "A list of pages is fetched, many at once; the links of each are found and written down as soon as that page is there.",
    .notice = {
        "Each page is a task with three phases: it is fetched, its links are found, and they are appended to a file.",
        "Fetching is nearly all waiting, so the pages' bars overlap; finding and writing is work, and only one task works at a time.",
        "A semaphore lets only so many fetch at once. The others wait for it, in the order in which they came.",
        "A page in trouble costs only itself: an error or a lost connection ends its task at once; where no answer comes, the task ends when its time is up.",
        "The pages come from a web server on this machine, a process of its own beside the run. The second thread belongs to Qt's network library, which talks to the sockets there.",
        "Set the failures to 0, so that nobody waits for a lost answer, and raise the requests at once: the whole gets shorter until all pages fit in.",
    },
    .parameters = {
        Parameter::integer("pages", "Pages", "", 20, 1, 500, "How many pages of the list are fetched."),
        Parameter::integer("limit", "Requests at once", "", 10, 1, 200, "How many requests may be under way at the same time."),
        Parameter::integer("latency", "Server latency", "ms", 100, 0, 5000, "How long the server waits before it answers."),
        Parameter::integer("jitter", "Jitter", "ms", 100, 0, 5000, "Up to that much more, different for each page."),
        Parameter::integer("failures", "Failures", "%", 10, 0, 100, "How many of the pages have trouble: an error, a lost connection, an answer that comes very slowly or not at all."),
        Parameter::integer("timeout", "Timeout", "ms", 1000, 10, 60'000, "How long one request may take."),
        Parameter::integer("seed", "Seed", "", 444, 0, 2'147'483'647, "Decides which pages have trouble, of what kind, and the jitter."),
        Parameter::text("file", "File", "", "Where the links are written; empty for a file that goes with the run."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        return ResourceNeed{.threads = 2, .connections = std::min(std::stoll(values.at("pages")), std::stoll(values.at("limit")))};
    },
    .usesServer = true,
});

} // namespace
} // namespace Interleave
