#include "ui/shell/serieswindow.h"

#include "ui/panels/card.h"
#include "ui/shell/messagebar.h"
#include "ui/theme/windowlook.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>

namespace Interleave {

SeriesWindow::SeriesWindow(const Scenario *scenario, ParameterValues values, QWidget *parent)
    : QDialog(parent, Qt::Window), m_scenario(scenario), m_values(std::move(values)), m_messages(new MessageBar)
    , m_start(new QPushButton(this)), m_progress(new QProgressBar(this)), m_told(dimLabel(QString(), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    dressWindow(this);
    connect(&m_runs, &SeriesRuns::ended, this, [this](std::size_t number, const std::shared_ptr<const Trace> &trace) {
        take(number, trace);
    });
    connect(&m_runs, &SeriesRuns::refused, this, [this](std::size_t number, const Error &error) { takeRefusal(number, error); });
    connect(&m_runs, &SeriesRuns::progressed, this, &SeriesWindow::showState);
    connect(&m_runs, &SeriesRuns::finished, this, [this] {
        conclude();
        showState();
    });
}

SeriesWindow::~SeriesWindow() = default;

QHBoxLayout *SeriesWindow::makeStartLine(const QString &start)
{
    m_startText = start;
    m_start->setObjectName(QStringLiteral("startSeries"));
    m_start->setProperty("role", QStringLiteral("primary"));
    m_start->setDefault(true);
    connect(m_start, &QPushButton::clicked, this, &SeriesWindow::pressed);
    m_progress->setAccessibleName(tr("Runs that are over"));
    m_progress->setFormat(tr("%v of %m runs"));
    m_progress->setMaximumWidth(260);
    m_progress->hide();
    m_told->setObjectName(QStringLiteral("told"));
    auto *line = new QHBoxLayout;
    line->addWidget(m_start);
    line->addWidget(m_progress);
    line->addWidget(m_told, 1);
    showState();
    return line;
}

void SeriesWindow::orderFocus(const QList<QWidget *> &fields, const QList<QWidget *> &behindStart)
{
    const QList<QWidget *> all = fields + QList<QWidget *>{m_start} + behindStart;
    for (qsizetype i = 1; i < all.size(); ++i)
        setTabOrder(all.at(i - 1), all.at(i));
    m_start->setFocus(); // its keys are what most come for
}

void SeriesWindow::makeTable(QTableView *table, QAbstractItemModel *model, const QString &name)
{
    table->setModel(model);
    table->setAccessibleName(name);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 8);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
}

void SeriesWindow::pressed()
{
    if (m_runs.isRunning()) {
        m_runs.stop();
    } else {
        tell({});
        begin();
    }
    showState();
}

void SeriesWindow::showState()
{
    const bool running = m_runs.isRunning();
    m_start->setText(running ? tr("Cancel") : m_startText);
    m_start->setToolTip(running ? tr("Stops the run that goes on and begins no other; what is done stays") : QString());
    m_progress->setVisible(running);
    m_progress->setRange(0, int(m_runs.size()));
    m_progress->setValue(int(m_runs.done()));
}

void SeriesWindow::showRun(std::size_t number)
{
    if (const auto trace = m_runs.trace(number))
        Q_EMIT runRequested(trace);
    else
        m_messages->showNotice(tr("There is no recording of that run."));
}

void SeriesWindow::tell(const QString &sentence)
{
    m_told->setText(sentence);
}

QString SeriesWindow::valuesText(const Parameter *but) const
{
    QStringList words;
    for (const Parameter &each : m_scenario->parameters) {
        const auto given = m_values.find(each.name);
        const QString value = QString::fromStdString(given == m_values.end() ? each.standard : given->second);
        if (but == nullptr || each.name != but->name)
            words << QStringLiteral("%1 %2 %3").arg(QString::fromStdString(each.name), value, QString::fromStdString(each.unit)).trimmed();
    }
    return words.join(QStringLiteral(", "));
}

/// Return in a table opens a run and must not press the button, too; Escape cancels before it closes.
void SeriesWindow::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && qobject_cast<QTableView *>(focusWidget()))
        return;
    if (event->key() == Qt::Key_Escape && m_runs.isRunning())
        return m_runs.stop();
    QDialog::keyPressEvent(event);
}

void SeriesWindow::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    redressWindow(this, event);
}

} // namespace Interleave
