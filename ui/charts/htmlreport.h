// A run as one page of HTML to read, print or hand in: what was run with which parameters, what it
// means, its timeline, charts and output. Everything is inside the page, which has no scripts and
// fetches nothing. What takes long is read first, in any thread; only charts need the window's.
#pragma once

#include "core/analysis/criticalpath.h"
#include "core/base/result.h"
#include "core/trace/trace.h"
#include "ui/charts/runfigure.h"

#include <QByteArray>
#include <QImage>
#include <QString>

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace Interleave {

struct ReportContent {
    QByteArray timeline; // PNG
    std::string summary; // the status line's
    std::string meaning; // the run's sentence
    QString caption;     // below the timeline
    std::vector<PathShare> path;
    std::vector<RunFigureData> charts;
};

struct ReportChart {
    QString title;
    QImage image; // null where there was not enough memory
};

/// Reads and draws what depends on the run's length. Any thread, while the trace does not change. Failed
/// when it was told to stop.
Result<ReportContent> readReport(const Trace &trace, const std::stop_token &stop = {});

/// What draws its charts, each a function of its own. To be called in the window's thread, while trace
/// and content are there.
std::vector<std::function<ReportChart()>> reportCharts(const Trace &trace, const ReportContent &content);

/// The page, in UTF-8. Any thread.
QByteArray reportPage(const Trace &trace, const ReportContent &content, std::span<const ReportChart> charts);

/// Both, and written whole or not at all. Window thread.
Result<void> writeReport(const Trace &trace, const QString &path);

} // namespace Interleave
