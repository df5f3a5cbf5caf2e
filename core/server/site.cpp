#include "core/server/site.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include <algorithm>
#include <memory>

namespace Interleave {

namespace {

struct Data {
    QJsonObject subreddits;
    QByteArray pageList;
    QList<QByteArray> pages;
    QByteArray pageTemplate;
};

QByteArray fileContent(const QString &name)
{
    QFile file(QStringLiteral(":/data/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::optional<Content> topPosts(const Data &data, const QByteArray &subreddit, const QByteArray &query)
{
    const auto found = data.subreddits.constFind(QString::fromUtf8(subreddit));
    if (found == data.subreddits.constEnd())
        return std::nullopt;
    const QString limit = QUrlQuery(QString::fromUtf8(query)).queryItemValue(QStringLiteral("limit"));
    bool isNumber = false;
    qsizetype left = limit.toInt(&isNumber);
    if (!isNumber)
        left = 25; // as reddit without one
    QJsonArray children;
    for (const QJsonValue &post : found->toArray()) {
        if (left-- > 0)
            children << QJsonObject{{QStringLiteral("kind"), QStringLiteral("t3")}, {QStringLiteral("data"), post}};
    }
    const QJsonObject listing{{QStringLiteral("kind"), QStringLiteral("Listing")},
                              {QStringLiteral("data"), QJsonObject{{QStringLiteral("children"), children}}}};
    return Content{"application/json", QJsonDocument(listing).toJson(QJsonDocument::Compact)};
}

/// "Amber Bay" of "/page/amber-bay.html"
QByteArray titleOf(const QByteArray &path)
{
    QByteArray title = path.mid(path.lastIndexOf('/') + 1).chopped(5).replace('-', ' ');
    bool isFirst = true;
    for (char &character : title) {
        if (isFirst)
            character = char(character - 'a' + 'A');
        isFirst = character == ' ';
    }
    return title;
}

Content page(const Data &data, const QByteArray &path)
{
    QByteArray items;
    for (const QString &link : linksOn(path, data.pages))
        items += "<li><a href=\"" + link.toUtf8() + "\">" + link.toUtf8() + "</a></li>\n";
    QByteArray html = data.pageTemplate;
    html.replace("%title%", titleOf(path)).replace("%links%", items);
    return {"text/html; charset=utf-8", html};
}

} // namespace

QStringList linksOn(const QByteArray &path, const QList<QByteArray> &pages)
{
    const qsizetype number = pages.indexOf(path);
    QStringList links;
    // Strides without a common factor with the number of pages, so that the pages lead to each other.
    for (qsizetype link = 0; link < number * 7 % 23; ++link) {
        const QByteArray &target = pages[(number * 31 + link * 97 + 1) % pages.size()];
        const QString name = QString::fromUtf8(target.mid(target.lastIndexOf('/') + 1));
        links << (link % 5 == 4 ? QStringLiteral("https://www.example.org/") + name : name);
    }
    if (!links.isEmpty())
        links << links.first(); // as real pages do, it says one thing twice
    return links;
}

Result<Site> builtInSite()
{
    auto data = std::make_shared<Data>();
    data->subreddits = QJsonDocument::fromJson(fileContent(QStringLiteral("posts.json"))).object();
    data->pageList = fileContent(QStringLiteral("pages.txt"));
    data->pages = data->pageList.trimmed().split('\n');
    data->pageTemplate = fileContent(QStringLiteral("page.html"));
    if (data->subreddits.isEmpty() || data->pageList.isEmpty() || data->pageTemplate.isEmpty())
        return Error(ErrorCode::ServiceMissing, "The web server's pages are not part of this program.");
    return Site([data](const QByteArray &path, const QByteArray &query) -> std::optional<Content> {
        static const QByteArray posts("/r/"), top("/top.json");
        if (path == "/pages.txt")
            return Content{"text/plain; charset=utf-8", data->pageList, true};
        if (path.startsWith(posts) && path.endsWith(top) && path.size() > posts.size() + top.size())
            return topPosts(*data, path.mid(posts.size(), path.size() - posts.size() - top.size()), query);
        if (data->pages.contains(path))
            return page(*data, path);
        return std::nullopt;
    });
}

} // namespace Interleave
