#include "ui/shell/reportjob.h"

#include "core/io/atomicfile.h"
#include "ui/shell/jobfailure.h"

#include <QTimer>
#include <QtConcurrent>

#include <utility>

namespace Interleave {

ReportJob::ReportJob(std::shared_ptr<const Trace> trace, QString caption, QString path, std::stop_token stop, QObject *parent)
    : QObject(parent), m_trace(std::move(trace)), m_caption(std::move(caption)), m_path(std::move(path)), m_stop(std::move(stop))
{
    connect(&m_reading, &QFutureWatcher<Read>::finished, this, [this] { takeRead(m_reading.result()); });
    connect(&m_writing, &QFutureWatcher<QString>::finished, this, [this] { end(m_writing.result()); });
}

QFuture<QString> ReportJob::start()
{
    m_written.start();
    m_reading.setFuture(QtConcurrent::run([trace = m_trace, path = m_path, stop = m_stop] {
        Read read;
        read.failure = failureOf(path, stop, [&]() -> Result<void> {
            Result<ReportContent> content = readReport(*trace, stop);
            if (!content.hasValue())
                return content.error();
            read.content = std::make_shared<ReportContent>(content.takeValue());
            return {};
        });
        return read;
    }));
    return m_written.future();
}

void ReportJob::takeRead(const Read &read)
{
    if (!read.content)
        return end(read.failure);
    m_content = read.content;
    m_content->caption = m_caption;
    m_drawing = reportCharts(*m_trace, *m_content);
    drawNext();
}

void ReportJob::drawNext()
{
    if (m_stop.stop_requested())
        return end({});
    if (m_charts.size() == m_drawing.size())
        return write();
    Q_EMIT chartDue(m_charts.size() + 1, m_drawing.size());
    QTimer::singleShot(0, this, [this] {
        m_charts.push_back(m_drawing[m_charts.size()]());
        drawNext();
    });
}

void ReportJob::write()
{
    m_writing.setFuture(QtConcurrent::run([trace = m_trace, content = m_content, charts = std::move(m_charts), path = m_path, stop = m_stop] {
        return failureOf(path, stop, [&]() -> Result<void> {
            const QByteArray page = reportPage(*trace, *content, charts);
            if (stop.stop_requested())
                return Error(ErrorCode::Failed, "Writing the report was stopped.");
            return writeFileAtomically(path, QByteArrayView(page));
        });
    }));
}

void ReportJob::end(const QString &failure)
{
    m_written.addResult(failure);
    m_written.finish();
    deleteLater();
}

} // namespace Interleave
