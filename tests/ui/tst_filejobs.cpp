// Files that are read and written behind the window: damage that is found later, cancelling, pictures.
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "ui/charts/htmlreport.h"
#include "ui/shell/filejobs.h"
#include "ui/timeline/picturefile.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace Interleave;

namespace {

constexpr int patience = 20'000; // milliseconds

/// While it lives, jobs wait for their turn.
class BusyPool
{
public:
    BusyPool()
    {
        m_pool->setMaxThreadCount(1);
        m_pool->start([this] { m_end.acquire(); });
    }
    ~BusyPool()
    {
        m_end.release();
        m_pool->waitForDone();
        m_pool->setMaxThreadCount(QThread::idealThreadCount());
    }

private:
    QThreadPool *m_pool = QThreadPool::globalInstance();
    QSemaphore m_end;
};

} // namespace

class TestFileJobs : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("run.ilv"));
    // Large enough that opening does not verify all of it.
    std::shared_ptr<const Trace> m_trace = std::make_shared<const Trace>(sampleTrace(1, 8, 100'000));

    void damageEvents() const
    {
        constexpr int withinTheChunk = 40;
        flipBit(m_path, bytesOf(m_path).lastIndexOf("EVNT") + withinTheChunk, 2);
    }

private Q_SLOTS:
    void init() { QVERIFY(writeTraceFile(*m_trace, m_path).hasValue()); }

    void aWholeFileIsOpenedOnce()
    {
        FileJobs jobs;
        QSignalSpy opened(&jobs, &FileJobs::opened), damaged(&jobs, &FileJobs::foundDamaged);
        QSignalSpy progress(&jobs, &FileJobs::progressChanged);
        jobs.open(m_path);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
        QTRY_VERIFY(progress.last().first().toString().isEmpty());
        QCOMPARE(opened.size(), 1);
        QCOMPARE(damaged.size(), 0);
    }

    void damageFoundLaterIsSaidAndTheRestReadAgain()
    {
        damageEvents();
        FileJobs jobs;
        QSignalSpy opened(&jobs, &FileJobs::opened), damaged(&jobs, &FileJobs::foundDamaged);
        jobs.open(m_path);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 2, patience);
        QCOMPARE(damaged.size(), 1);
        const auto first = opened[0][1].value<std::shared_ptr<const Trace>>();
        const auto second = opened[1][1].value<std::shared_ptr<const Trace>>();
        QVERIFY(first->problems.empty());
        QVERIFY(!second->problems.empty());
        QVERIFY(second->eventCount() < first->eventCount());
    }

    void whatWasForgottenMeanwhileIsNotReadAgain()
    {
        damageEvents();
        FileJobs jobs;
        QSignalSpy opened(&jobs, &FileJobs::opened), damaged(&jobs, &FileJobs::foundDamaged);
        jobs.open(m_path);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
        jobs.open(m_folder.filePath(QStringLiteral("none.ilv")));
        QSignalSpy failed(&jobs, &FileJobs::failed);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(damaged.size(), 0);
    }

    void cancelledWritingLeavesWhatWasThere()
    {
        const QString path = m_folder.filePath(QStringLiteral("kept.csv"));
        putBytes(path, "before");
        FileJobs jobs;
        QSignalSpy progress(&jobs, &FileJobs::progressChanged), cancellable(&jobs, &FileJobs::cancellableChanged);
        QSignalSpy saved(&jobs, &FileJobs::saved), failed(&jobs, &FileJobs::failed);
        {
            const BusyPool busy;
            jobs.save(m_trace, m_trace->info, path);
            QCOMPARE(cancellable.last().first().toBool(), true);
            jobs.cancel();
        }
        QTRY_VERIFY(progress.last().first().toString().isEmpty());
        QCOMPARE(cancellable.last().first().toBool(), false);
        QCOMPARE(saved.size(), 0);
        QCOMPARE(failed.size(), 0);
        QCOMPARE(bytesOf(path), QByteArray("before"));
    }

    void aPictureIsDrawnByAnotherThread()
    {
        const QString path = m_folder.filePath(QStringLiteral("run.png"));
        FileJobs jobs;
        QSignalSpy exported(&jobs, &FileJobs::exported);
        QThread *drawnBy = nullptr;
        jobs.exportPicture(path, [&](const std::stop_token &) {
            drawnBy = QThread::currentThread();
            return writePicture(*m_trace, {}, path);
        });
        QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, patience);
        QVERIFY(drawnBy != thread());
        const QImage picture(path);
        QCOMPARE(picture, renderPicture(*m_trace, {}).value().convertToFormat(picture.format()));
    }

    void aPictureCanBeCancelledAndTheNextIsNot()
    {
        const QString path = m_folder.filePath(QStringLiteral("cancelled.png"));
        FileJobs jobs;
        QSignalSpy progress(&jobs, &FileJobs::progressChanged), exported(&jobs, &FileJobs::exported);
        QSignalSpy failed(&jobs, &FileJobs::failed), cancellable(&jobs, &FileJobs::cancellableChanged);
        const auto draw = [&](const std::stop_token &stop) { return writePicture(*m_trace, {}, path, nullptr, stop); };
        {
            const BusyPool busy;
            jobs.exportPicture(path, draw);
            QCOMPARE(cancellable.last().first().toBool(), true);
            jobs.cancel();
        }
        QTRY_VERIFY(progress.last().first().toString().isEmpty());
        QVERIFY(!QFile::exists(path));
        {
            const BusyPool busy;
            jobs.exportPicture(path, draw);
            jobs.cancel();
            jobs.exportPicture(path, draw); // while the other is still there
        }
        QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, patience);
        QTRY_VERIFY(progress.last().first().toString().isEmpty());
        QVERIFY(QFile::exists(path));
        QCOMPARE(failed.size(), 0);
    }

    void aReportIsReadAndWrittenByOtherThreads()
    {
        const QString path = m_folder.filePath(QStringLiteral("run.html")), straight = m_folder.filePath(QStringLiteral("straight.html"));
        FileJobs jobs;
        QSignalSpy exported(&jobs, &FileJobs::exported), progress(&jobs, &FileJobs::progressChanged);
        jobs.exportReport(m_trace, {}, path);
        QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, patience);
        QVERIFY(writeReport(*m_trace, straight).hasValue());
        QCOMPARE(bytesOf(path), bytesOf(straight));
        const auto charts = std::count_if(progress.begin(), progress.end(), [](const QVariantList &told) {
            return told.first().toString().contains(QStringLiteral(" chart "));
        });
        QCOMPARE(charts, bytesOf(path).count("<img") - 1); // all but the timeline
        QTRY_VERIFY(progress.last().first().toString().isEmpty());
    }

    void aReportCanBeCancelledBetweenItsCharts()
    {
        const QString path = m_folder.filePath(QStringLiteral("none.html"));
        FileJobs jobs;
        QSignalSpy exported(&jobs, &FileJobs::exported), failed(&jobs, &FileJobs::failed);
        QString last;
        connect(&jobs, &FileJobs::progressChanged, this, [&](const QString &text) {
            last = text;
            if (text.contains(QStringLiteral(" chart 2 of")))
                jobs.cancel();
        });
        jobs.exportReport(m_trace, {}, path);
        QTRY_VERIFY_WITH_TIMEOUT(last.isEmpty(), patience);
        QVERIFY(!QFile::exists(path));
        QCOMPARE(exported.size() + failed.size(), 0);
    }

    void aReportThatCannotBeWrittenIsSaid()
    {
        FileJobs jobs;
        QSignalSpy failed(&jobs, &FileJobs::failed);
        jobs.exportReport(m_trace, {}, m_folder.filePath(QStringLiteral("no/such/run.html")));
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("run.html")));
    }

    void aReportUnderWayDoesNoHarmWhenItsOwnerGoes()
    {
        const BusyPool busy;
        const auto jobs = std::make_unique<FileJobs>();
        jobs->exportReport(m_trace, {}, m_folder.filePath(QStringLiteral("gone.html")));
    }

    void aPictureThatCannotBeWrittenIsSaid()
    {
        FileJobs jobs;
        QSignalSpy failed(&jobs, &FileJobs::failed), exported(&jobs, &FileJobs::exported);
        const QString path = m_folder.filePath(QStringLiteral("no/such/run.png"));
        jobs.exportPicture(path, [this, path](const std::stop_token &stop) { return writePicture(*m_trace, {}, path, nullptr, stop); });
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        QCOMPARE(exported.size(), 0);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("run.png")));
    }
};

QTEST_MAIN(TestFileJobs)
#include "tst_filejobs.moc"
