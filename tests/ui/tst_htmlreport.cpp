// The report of a run: that it is one page with everything inside, and that no text of a run is taken for HTML.
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "tests/support/tracebuilder.h"
#include "ui/charts/htmlreport.h"

#include <QRegularExpression>

using namespace Interleave;
using namespace std::chrono_literals;

class TestHtmlReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsInside();
    void foreignTextIsNoHtml();
    void itsPicturesOpen();
    void aLongOutputIsCutAndCounted();
    void aTargetThatCannotBeWrittenIsAnError();

private:
    QString page(const Trace &trace)
    {
        const QString path = m_folder.filePath(QStringLiteral("report.html"));
        return writeReport(trace, path).hasValue() ? QString::fromUtf8(bytesOf(path)) : QString();
    }

    QTemporaryDir m_folder;
};

void TestHtmlReport::everythingIsInside()
{
    Trace trace = SampleTraceBuilder(4, 8, 600).build();
    trace.info.scenario = "sample.run";
    trace.info.title = "A sample";
    trace.info.parameters = {{"tasks", "3"}};
    const QString html = page(trace);
    for (const char *expected : {"<h1>A sample</h1>", "sample.run", "<th>tasks</th><td>3</td>", "The timeline of the run",
                                 "What decided how long it took", "Time by state of each lane", "What it printed"})
        QVERIFY2(html.contains(QLatin1String(expected)), expected);
    QVERIFY(html.endsWith(QStringLiteral("</html>\n")));
    static const QRegularExpression fetched(QStringLiteral("(src|href)=\"(?!data:)|<script|url\\("));
    QVERIFY(!html.contains(fetched));
}

void TestHtmlReport::foreignTextIsNoHtml()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "<img src=x>", std::nullopt, 1, 1);
    build.start(thread, 0ms);
    build.print(thread, 1ms, "<script>alert(1)</script>");
    build.finish(thread, 2ms);
    build.trace.info.title = "<b>bold</b>";
    build.trace.info.parameters = {{"<i>", "\"quoted\""}};
    const QString html = page(build.trace);
    QVERIFY(html.contains(QStringLiteral("&lt;script&gt;alert(1)")));
    for (const char *forbidden : {"<script", "<img src=x", "<b>", "<i>"})
        QVERIFY2(!html.contains(QLatin1String(forbidden)), forbidden);
}

void TestHtmlReport::itsPicturesOpen()
{
    const QString html = page(SampleTraceBuilder(4, 8, 600).build());
    static const QRegularExpression picture(QStringLiteral("data:image/png;base64,([A-Za-z0-9+/=]+)"));
    int pictures = 0;
    for (auto match = picture.globalMatch(html); match.hasNext(); ++pictures) {
        const QImage image = QImage::fromData(QByteArray::fromBase64(match.next().captured(1).toLatin1()));
        QVERIFY(image.width() >= 960);
    }
    QVERIFY(pictures >= 4); // timeline, times, activity, waits
}

void TestHtmlReport::aLongOutputIsCutAndCounted()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "main", std::nullopt, 1, 1);
    build.start(thread, 0ms);
    constexpr int lines = 2500;
    for (int line = 0; line < lines; ++line)
        build.print(thread, 1ms * line, "line " + std::to_string(line));
    build.finish(thread, 1ms * lines);
    const QString html = page(build.trace);
    QVERIFY(html.contains(QStringLiteral("line 1999\n")));
    QVERIFY(!html.contains(QStringLiteral("line 2000\n")));
    QVERIFY(html.contains(QStringLiteral("… and 500 more lines")));
}

void TestHtmlReport::aTargetThatCannotBeWrittenIsAnError()
{
    const Result<void> done = writeReport(SampleTraceBuilder(4, 8, 100).build(), m_folder.filePath(QStringLiteral("no/such.html")));
    QVERIFY(!done.hasValue());
    QCOMPARE(int(done.error().code), int(ErrorCode::CannotWrite));
}

QTEST_MAIN(TestHtmlReport)
#include "tst_htmlreport.moc"
