#include "ui/panels/rangepanel.h"

#include "ui/models/rangemodel.h"
#include "ui/models/rangeselection.h"
#include "ui/models/selection.h"
#include "ui/panels/card.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace Interleave {

namespace {

constexpr qint64 renewEveryMs = 250;          // while the range's end is still to come
constexpr std::uint64_t countedAtOnce = 100'000; // events: a few milliseconds

} // namespace

RangePanel::RangePanel(const ViewState &view, QWidget *parent)
    : QWidget(parent), m_view(view), m_model(new RangeModel(this)), m_table(new QTableView(this))
    , m_summary(headingLabel(QString(), this)), m_reasons(plainLabel(QString(), this))
{
    setAccessibleName(tr("Range"));
    m_summary->setObjectName(QStringLiteral("rangeSummary"));
    m_reasons->setObjectName(QStringLiteral("rangeReasons"));
    for (QLabel *label : {m_summary, m_reasons})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    makeTable();
    auto *copyButton = new QPushButton(tr("Copy Numbers"), this);
    copyButton->setProperty("role", QStringLiteral("small"));
    copyButton->setToolTip(tr("Copies the range's figures as a table"));
    connect(copyButton, &QPushButton::clicked, this, &RangePanel::copy);
    auto *line = new QHBoxLayout;
    line->addWidget(m_summary, 1);
    line->addWidget(copyButton, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_reasons);
    layout->addWidget(m_table, 1);
    connect(m_view.range, &RangeSelection::changed, this, &RangePanel::show);
    connect(&m_counting, &QFutureWatcher<Waits>::progressValueChanged, this, &RangePanel::showCounting);
    connect(&m_counting, &QFutureWatcher<Waits>::finished, this, [this] {
        if (!m_counting.isCanceled())
            takeWaits(m_counting.result());
    });
    setFocusProxy(m_table);
}

RangePanel::~RangePanel()
{
    stopCounting();
}

void RangePanel::makeTable()
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Time of each lane within the range"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->horizontalHeader()->setSectionResizeMode(RangeModel::Name, QHeaderView::Stretch);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const auto lane = m_model->laneOf(index))
            m_view.selection->select({*lane, m_view.range->current()->begin});
    });
}

void RangePanel::setTrace(std::shared_ptr<const Trace> trace, bool growing)
{
    stopCounting();
    m_trace = std::move(trace);
    m_liveEdge = m_trace ? m_trace->end() : Nanos(0);
    m_growing = growing;
    show();
}

void RangePanel::refresh(Nanos liveEdge, bool growing)
{
    const bool ended = m_growing && !growing;
    const auto range = m_view.range->current();
    const bool reached = range && range->end > m_shownEdge && liveEdge > m_shownEdge;
    m_liveEdge = liveEdge;
    m_growing = growing;
    if (ended || (reached && m_sinceShown.hasExpired(renewEveryMs)))
        show();
}

void RangePanel::show()
{
    m_sinceShown.start();
    m_shownEdge = m_liveEdge;
    stopCounting();
    m_waits.reset();
    const auto range = m_view.range->current();
    if (!range || !m_trace) {
        m_model->setShares(nullptr, {});
        m_summary->setText(tr("Drag over the timeline to measure a range of time."));
        m_reasons->clear();
        return;
    }
    m_model->setShares(m_trace, rangeShares(*m_trace, m_liveEdge, range->begin, range->end));
    countWaits();
    m_summary->setText(summary());
}

void RangePanel::countWaits()
{
    const TimeRange range = *m_view.range->current();
    const std::uint64_t events = eventsInRange(*m_trace, range.begin, range.end);
    if (events <= countedAtOnce)
        return takeWaits(rangeWaits(*m_trace, m_liveEdge, range.begin, range.end));
    if (m_growing) {
        m_reasons->setText(tr("What was waited for is counted when the run is over: %n events lie in this range.",
                              nullptr, int(std::min<std::uint64_t>(events, INT_MAX))));
        return;
    }
    m_counted = int(std::min<std::uint64_t>(events, INT_MAX));
    showCounting(0);
    m_counting.setFuture(QtConcurrent::run([trace = m_trace, edge = m_liveEdge, range](QPromise<Waits> &promise) {
        promise.setProgressRange(0, 100);
        promise.addResult(rangeWaits(*trace, edge, range.begin, range.end, [&promise](double share) {
            promise.setProgressValue(int(share * 100));
            return !promise.isCanceled();
        }));
    }));
}

void RangePanel::showCounting(int percent)
{
    m_reasons->setText(tr("Counting what was waited for in %n events: %1 %", nullptr, m_counted).arg(percent));
}

void RangePanel::stopCounting()
{
    m_counting.cancel(); // the thread then ends soon, and its result is none
    m_counting.setFuture(QFuture<Waits>());
}

void RangePanel::takeWaits(const Waits &waits)
{
    m_waits = waits;
    const QString text = waitsText(*waits);
    m_reasons->setText(text.isEmpty() ? tr("Nothing waited.") : tr("Waited for: %1").arg(text));
    m_summary->setText(summary());
}

QString RangePanel::summary() const
{
    const TimeRange range = *m_view.range->current();
    const auto moment = [this](Nanos time) { return QString::fromStdString(durationText(time - m_trace->begin())); };
    const std::size_t lanes = m_model->shares().lanes.size();
    QStringList parts{tr("Δt %1").arg(QString::fromStdString(durationText(range.length()))),
                      tr("%1 to %2").arg(moment(range.begin), moment(range.end)),
                      lanes == 1 ? tr("1 lane") : tr("%1 lanes").arg(lanes)};
    if (m_waits)
        parts << tr("never more than %1 running").arg(m_waits->maxRunning);
    return parts.join(QStringLiteral(" · "));
}

QString RangePanel::copyText() const
{
    const auto range = m_view.range->current();
    if (!range || !m_trace)
        return {};
    QString text = QStringLiteral("from_ns\tto_ns\tlength_ns\n%1\t%2\t%3\n\n")
                       .arg((range->begin - m_trace->begin()).count()).arg((range->end - m_trace->begin()).count())
                       .arg(range->length().count());
    text += m_model->copyText();
    if (m_waits)
        text += QStringLiteral("\nmax_running\t%1\n\n").arg(m_waits->maxRunning) + waitsCopyText(*m_waits);
    return text;
}

void RangePanel::copy() const
{
    QGuiApplication::clipboard()->setText(copyText());
}

} // namespace Interleave
