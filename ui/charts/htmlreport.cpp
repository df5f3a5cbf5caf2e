#include "ui/charts/htmlreport.h"

#include "core/analysis/figure.h"
#include "core/analysis/runsentence.h"
#include "core/analysis/statistics.h"
#include "core/io/atomicfile.h"
#include "core/scenarios/scenario.h"
#include "core/trace/names.h"
#include "ui/charts/chartlook.h"
#include "ui/charts/figurechart.h"
#include "ui/charts/figurepanel.h"
#include "ui/charts/runchart.h"
#include "ui/models/eventtext.h"
#include "ui/timeline/picture.h"

#include <QCoreApplication>
#include <QDateTime>

#include <atomic>

namespace Interleave {

namespace {

constexpr int timelineScale = 2;
constexpr QSize chartSize(960, 360);
constexpr std::size_t mostLines = 2000;   // of output
constexpr std::size_t mostPathLanes = 12;

QString words(const char *source)
{
    return QCoreApplication::translate("Report", source);
}

QString escaped(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size())).toHtmlEscaped();
}

QString styleSheet()
{
    const Theme &theme = Theme::light();
    return QStringLiteral(R"(
body { font: 16px/1.5 system-ui, sans-serif; color: %1; background: %2; max-width: 1000px; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.6em; margin-bottom: 0 }
h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid %3 }
img { max-width: 100%; height: auto; border: 1px solid %3 }
table { border-collapse: collapse }
th, td { text-align: left; padding: 2px 1.5em 2px 0; vertical-align: top }
td.number { text-align: right; font-variant-numeric: tabular-nums }
pre { background: %4; padding: 1em; overflow-x: auto; white-space: pre-wrap }
.meaning { font-size: 1.15em; border-left: 4px solid %5; padding-left: 1em }
.dim { color: %6 }
@media print { h2 { break-after: avoid } img, pre { break-inside: avoid } }
)")
        .arg(theme.text.name(), theme.background.name(), theme.grid.name(), theme.window.name(), theme.accent.name(),
             theme.dimText.name());
}

/// The parts of one page, added from top to bottom.
class Page
{
public:
    explicit Page(const Trace &trace) : m_trace(trace) {}

    void head()
    {
        const QString title = escaped(m_trace.info.title.empty() ? m_trace.info.scenario : m_trace.info.title);
        m_html += QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%1</title>\n"
                                 "<style>%2</style>\n</head>\n<body>\n<h1>%1</h1>\n")
                      .arg(title.isEmpty() ? words("A recorded run") : title, styleSheet());
        QStringList facts;
        if (!m_trace.info.scenario.empty())
            facts << escaped(m_trace.info.scenario);
        if (m_trace.info.startedUnixMs > 0)
            facts << QDateTime::fromMSecsSinceEpoch(m_trace.info.startedUnixMs).toString(QStringLiteral("yyyy-MM-dd hh:mm:ss"));
        if (!m_trace.info.host.empty())
            facts << escaped(m_trace.info.host);
        paragraph("dim", facts.join(QStringLiteral(" · ")));
    }

    void section(const QString &title) { m_html += QStringLiteral("<h2>%1</h2>\n").arg(title.toHtmlEscaped()); }

    void paragraph(const char *kind, const QString &html)
    {
        if (!html.isEmpty())
            m_html += QStringLiteral("<p class=\"%1\">%2</p>\n").arg(QLatin1String(kind), html);
    }

    void parameters()
    {
        if (m_trace.info.parameters.empty())
            return;
        section(words("Parameters"));
        m_html += QStringLiteral("<table>\n");
        const Scenario *scenario = findScenario(m_trace.info.scenario);
        for (const auto &[name, value] : m_trace.info.parameters) {
            const Parameter *parameter = scenario ? scenario->parameter(name) : nullptr;
            const std::string label = parameter ? parameter->label : name;
            const std::string unit = parameter && !parameter->unit.empty() ? " " + parameter->unit : "";
            m_html += QStringLiteral("<tr><th>%1</th><td>%2</td></tr>\n").arg(escaped(label), escaped(value + unit));
        }
        m_html += QStringLiteral("</table>\n");
    }

    void picture(const QByteArray &png, const QString &description)
    {
        if (!png.isEmpty())
            m_html += QStringLiteral("<p><img alt=\"%1\" src=\"data:image/png;base64,%2\"></p>\n")
                          .arg(description.toHtmlEscaped(), QLatin1String(png.toBase64()));
    }

    void path(const std::vector<PathShare> &shares)
    {
        if (shares.empty())
            return;
        section(words("What decided how long it took"));
        m_html += QStringLiteral("<table>\n<tr><th>%1</th><th>%2</th><th>%3</th></tr>\n")
                      .arg(words("Lane"), words("On the critical path"), words("Share"));
        const double whole = double(std::max<std::int64_t>((m_trace.end() - m_trace.begin()).count(), 1));
        for (const PathShare &share : std::span(shares).first(std::min(shares.size(), mostPathLanes))) {
            m_html += QStringLiteral("<tr><td>%1</td><td class=\"number\">%2</td><td class=\"number\">%3 %</td></tr>\n")
                          .arg(laneNameText(m_trace, share.lane).toHtmlEscaped(), escaped(durationText(share.total())),
                               QString::number(100 * double(share.total().count()) / whole, 'f', 1));
        }
        m_html += QStringLiteral("</table>\n");
    }

    void output()
    {
        const auto lines = m_trace.outputs();
        if (lines.empty())
            return;
        section(words("What it printed"));
        m_html += QStringLiteral("<pre>");
        for (const Event &line : lines.first(std::min(lines.size(), mostLines)))
            m_html += escaped(m_trace.text(line)) + u'\n';
        m_html += QStringLiteral("</pre>\n");
        if (lines.size() > mostLines)
            paragraph("dim", words("… and %1 more lines").arg(lines.size() - mostLines));
    }

    void notice()
    {
        const Scenario *scenario = findScenario(m_trace.info.scenario);
        if (!scenario)
            return;
        paragraph("summary", escaped(scenario->summary));
        section(words("What to notice"));
        m_html += QStringLiteral("<ul>\n");
        for (const std::string &sentence : scenario->notice)
            m_html += QStringLiteral("<li>%1</li>\n").arg(escaped(sentence));
        m_html += QStringLiteral("</ul>\n");
    }

    void problems()
    {
        for (const std::string &problem : m_trace.problems)
            paragraph("meaning", escaped(problem));
        if (m_trace.lost() > 0)
            paragraph("meaning", words("%1 events were lost: what is shown is not complete.").arg(m_trace.lost()));
    }

    QByteArray bytes() { return (m_html + QStringLiteral("</body>\n</html>\n")).toUtf8(); }

private:
    const Trace &m_trace;
    QString m_html;
};

ReportChart drawn(const QString &title, std::unique_ptr<QChart> chart, int leastHeight)
{
    Result<QImage> image = chartImage(std::move(chart), chartSize.expandedTo({0, leastHeight}), Theme::light());
    return {title, image.hasValue() ? image.takeValue() : QImage()};
}

ReportChart drawnFigure(const FigureDescription &figure, const Trace &trace)
{
    auto chart = std::make_unique<FigureChart>(figure, cpuCountOf(trace.info), Theme::light());
    chart->show(plottedSeries(trace));
    const int leastHeight = chart->leastHeight();
    return drawn(QString::fromStdString(figure.title), std::move(chart), leastHeight);
}

ReportChart drawnRunFigure(const RunFigureData &data, const Trace &trace)
{
    auto chart = std::make_unique<RunChart>(Theme::light());
    chart->show(trace, data);
    const int leastHeight = chart->leastHeight();
    return drawn(RunChart::titleOf(data.figure), std::move(chart), leastHeight);
}

/// All of them, unless it is told to stop.
std::vector<RunFigureData> readRunFigures(const Trace &trace, const std::stop_token &stop)
{
    std::atomic<bool> cancelled = false;
    const std::stop_callback cancel(stop, [&cancelled] { cancelled.store(true, std::memory_order_relaxed); }); // a flag alone
    const TimeRange whole{trace.begin(), trace.end() + Nanos(1)}; // what ends with the run belongs to it
    std::vector<RunFigureData> figures;
    for (const RunFigure figure : {RunFigure::Times, RunFigure::Activity, RunFigure::Levels, RunFigure::Waits}) {
        std::optional<RunFigureData> data = readRunFigure(figure, trace, trace.end(), whole, &cancelled);
        if (data && !data->isEmpty())
            figures.push_back(std::move(*data));
    }
    return figures;
}

} // namespace

Result<ReportContent> readReport(const Trace &trace, const std::stop_token &stop)
{
    ReportContent content;
    const Result<QImage> timeline = renderPicture(trace, {.scale = timelineScale});
    if (!timeline.hasValue())
        return timeline.error();
    Result<QByteArray> png = encodePng(timeline.value(), stop);
    if (!png.hasValue())
        return png.error();
    content.timeline = png.takeValue();
    content.summary = summaryText(trace, statisticsOf(trace));
    if (!stop.stop_requested())
        content.meaning = runSentence(balanceOf(trace));
    if (!stop.stop_requested())
        content.path = pathShares(criticalPath(trace));
    if (!stop.stop_requested())
        content.charts = readRunFigures(trace, stop);
    if (stop.stop_requested())
        return Error(ErrorCode::Failed, "Writing the report was stopped.");
    return content;
}

std::vector<std::function<ReportChart()>> reportCharts(const Trace &trace, const ReportContent &content)
{
    std::vector<std::function<ReportChart()>> charts;
    const Scenario *scenario = findScenario(trace.info.scenario);
    if (scenario && scenario->figure && !plottedSeries(trace).empty())
        charts.emplace_back([scenario, &trace] { return drawnFigure(*scenario->figure, trace); });
    for (const RunFigureData &data : content.charts)
        charts.emplace_back([&data, &trace] { return drawnRunFigure(data, trace); });
    return charts;
}

QByteArray reportPage(const Trace &trace, const ReportContent &content, std::span<const ReportChart> charts)
{
    Page page(trace);
    page.head();
    page.problems();
    page.paragraph("meaning", escaped(content.meaning));
    page.paragraph("summary", escaped(content.summary));
    page.parameters();
    page.section(words("Timeline"));
    page.picture(content.timeline, words("The timeline of the run"));
    page.paragraph("caption", content.caption.toHtmlEscaped());
    page.notice();
    page.path(content.path);
    for (const ReportChart &chart : charts) {
        page.section(chart.title);
        if (Result<QByteArray> png = encodePng(chart.image); png.hasValue())
            page.picture(png.value(), chart.title);
    }
    page.output();
    return page.bytes();
}

Result<void> writeReport(const Trace &trace, const QString &path)
{
    const Result<ReportContent> content = readReport(trace);
    if (!content.hasValue())
        return content.error();
    std::vector<ReportChart> charts;
    for (const auto &draw : reportCharts(trace, content.value()))
        charts.push_back(draw());
    return writeFileAtomically(path, QByteArrayView(reportPage(trace, content.value(), charts)));
}

} // namespace Interleave
