// Writes one report without holding up the window: reads the run and writes the page on threads of the
// pool; in between draws the charts, which Qt allows in the window's thread alone, one a turn of its
// event loop. Lives in that thread, owned by whoever wants the report, and deletes itself at the end.
#pragma once

#include "ui/charts/htmlreport.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include <memory>
#include <stop_token>

namespace Interleave {

class ReportJob : public QObject
{
    Q_OBJECT

public:
    ReportJob(std::shared_ptr<const Trace> trace, QString caption, QString path, std::stop_token stop, QObject *parent);

    /// The failure as a sentence; empty when it is written, or was stopped.
    QFuture<QString> start();

Q_SIGNALS:
    /// It is about to draw this one, counted from 1.
    void chartDue(std::size_t number, std::size_t count);

private:
    struct Read {
        std::shared_ptr<ReportContent> content; // null when it failed
        QString failure;
    };

    void takeRead(const Read &read);
    void drawNext();
    void write();
    void end(const QString &failure);

    std::shared_ptr<const Trace> m_trace;
    QString m_caption;
    QString m_path;
    std::stop_token m_stop;
    std::shared_ptr<ReportContent> m_content;
    std::vector<std::function<ReportChart()>> m_drawing;
    std::vector<ReportChart> m_charts; // drawn so far
    QFutureWatcher<Read> m_reading;
    QFutureWatcher<QString> m_writing;
    QPromise<QString> m_written;
};

} // namespace Interleave
