// A run as one page of HTML to read, print or hand in: what was run with which parameters, what it
// means, its timeline, charts and output. Everything is inside the page, which has no scripts and
// fetches nothing. What takes long is read first, in any thread; the page is drawn in the window's.
#pragma once

#include "core/analysis/criticalpath.h"
#include "core/base/result.h"
#include "core/trace/trace.h"
#include "ui/charts/runfigure.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace Interleave {

struct ReportContent {
    QByteArray timeline; // PNG
    std::string summary; // the status line's
    std::string meaning; // the run's sentence
    std::vector<PathShare> path;
    std::vector<RunFigureData> charts;
};

/// Reads and draws what depends on the run's length. Any thread, while the trace does not change.
Result<ReportContent> readReport(const Trace &trace);

/// The page, in UTF-8. Window thread.
QByteArray reportPage(const Trace &trace, const ReportContent &content);

/// Both, and written whole or not at all. Window thread.
Result<void> writeReport(const Trace &trace, const QString &path);

} // namespace Interleave
