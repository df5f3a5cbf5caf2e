// What the program's own server serves, made from the files in :/data: the posts of some invented
// subreddits, a list of pages, and the pages, each with links to others that follow from its name.
#pragma once

#include "core/base/result.h"
#include "core/server/httpserver.h"

#include <QStringList>

namespace Interleave {

/// - /r/NAME/top.json?limit=N: posts in the shape of reddit's answers;
/// - /pages.txt: the paths of all pages, one a line; no trouble befalls it;
/// - /page/NAME.html: a page of that list.
/// ServiceMissing when the data is not part of this program.
Result<Site> builtInSite();

/// The links that stand on a page, as written there; for tests.
QStringList linksOn(const QByteArray &path, const QList<QByteArray> &pages);

} // namespace Interleave
