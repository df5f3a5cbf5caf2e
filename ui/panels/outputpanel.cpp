#include "ui/panels/outputpanel.h"

#include "ui/models/outputmodel.h"
#include "ui/models/playhead.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace Interleave {

namespace {

/// Time and lane stand back behind what was printed.
class DimDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const QColor dim = currentTheme().dimText;
        option->palette.setColor(QPalette::Text, dim);
        option->palette.setColor(QPalette::HighlightedText, dim);
        option->textElideMode = Qt::ElideRight; // the printed text is never cut, a long name may be
    }
};

/// What was printed; dim where the moment shown is before it.
class TextDelegate : public DimDelegate
{
public:
    explicit TextDelegate(const OutputPanel *panel, QObject *parent) : DimDelegate(parent), m_panel(panel) {}

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        if (index.row() < m_panel->printedRows())
            QStyledItemDelegate::initStyleOption(option, index);
        else
            DimDelegate::initStyleOption(option, index);
    }

private:
    const OutputPanel *m_panel;
};

constexpr int widestNameColumn = 160;
constexpr int longestMeasured = 2000; // letters of a line; what is beyond is for copying

} // namespace

OutputPanel::OutputPanel(QWidget *parent)
    : QWidget(parent), m_model(new OutputModel(this)), m_view(new QTableView(this))
{
    setUpView();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(m_view);

    auto *copy = new QAction(tr("Copy Output"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(copyText()); });
    m_view->addAction(copy);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_view, &QTableView::clicked, this, &OutputPanel::activate);
    connect(m_view, &QTableView::activated, this, &OutputPanel::activate);
}

void OutputPanel::setUpView()
{
    m_view->setModel(m_model);
    m_view->setFont(monospaceFont());
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setTabKeyNavigation(false);
    m_view->setObjectName(QStringLiteral("outputView"));
    m_view->setAccessibleName(tr("Printed output"));
    m_view->setToolTip(tr("Click a line to see its moment on the timeline"));
    m_view->setItemDelegateForColumn(OutputModel::TimeColumn, new DimDelegate(m_view));
    m_view->setItemDelegateForColumn(OutputModel::LaneColumn, new DimDelegate(m_view));
    m_view->setItemDelegateForColumn(OutputModel::TextColumn, new TextDelegate(this, m_view));
    m_view->horizontalHeader()->hide();
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setTextElideMode(Qt::ElideNone);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 4);
    // An action is the user's: wheel, keys or the bar itself; its position is known only after it.
    const QScrollBar *bar = m_view->verticalScrollBar();
    connect(bar, &QScrollBar::actionTriggered, this, [this, bar] {
        m_follows = bar->sliderPosition() >= bar->maximum();
    });
    connect(bar, &QScrollBar::rangeChanged, this, [this] {
        if (m_follows && !m_moment)
            m_view->scrollToBottom(); // the horizontal bar appeared, or the view shrank
    });
}

void OutputPanel::setTrace(std::shared_ptr<const Trace> trace)
{
    m_measuredRows = 0;
    m_widestText = 0;
    m_follows = true;
    m_model->setTrace(std::move(trace));
    standAt(std::nullopt);
    m_view->setColumnWidth(OutputModel::TimeColumn, m_view->fontMetrics().horizontalAdvance(QStringLiteral("00.0 ms ")) + 8);
    m_view->setColumnWidth(OutputModel::LaneColumn, m_view->fontMetrics().horizontalAdvance(QStringLiteral("MainProcess")));
    widenColumns();
}

void OutputPanel::follow(const Playhead *playhead)
{
    connect(playhead, &Playhead::moved, this, [this, playhead] { standAt(playhead->time()); });
}

int OutputPanel::printedRows() const
{
    return m_moment ? m_printed : m_model->rowCount();
}

void OutputPanel::standAt(std::optional<Nanos> time)
{
    const int before = printedRows();
    const bool stood = m_moment.has_value();
    m_moment = time;
    m_printed = time ? m_model->rowsUntil(*time) : 0;
    if (printedRows() == before && stood == time.has_value())
        return;
    m_view->viewport()->update();
    if (time && m_model->rowCount() > 0)
        m_view->scrollTo(m_model->index(std::max(m_printed - 1, 0), OutputModel::TimeColumn));
    else if (m_follows)
        m_view->scrollToBottom();
}

void OutputPanel::refresh()
{
    const int before = m_model->rowCount();
    m_model->refresh();
    if (m_model->rowCount() == before)
        return;
    widenColumns();
    if (m_moment)
        m_printed = m_model->rowsUntil(*m_moment);
    else if (m_follows)
        m_view->scrollToBottom();
}

void OutputPanel::widenColumns()
{
    // A thousand lines at a time are enough to know how wide names are.
    const int last = std::min(m_model->rowCount(), m_measuredRows + 1000);
    for (const int column : {int(OutputModel::TimeColumn), int(OutputModel::LaneColumn)}) {
        int width = m_view->columnWidth(column);
        for (int row = m_measuredRows; row < last; ++row) {
            const QString text = m_model->index(row, column).data().toString();
            width = std::max(width, m_view->fontMetrics().horizontalAdvance(text.left(longestMeasured)) + 16);
        }
        m_view->setColumnWidth(column, std::min(width, widestNameColumn));
    }
    for (int row = m_measuredRows; row < last; ++row) {
        const int width = m_view->fontMetrics().horizontalAdvance(m_model->textAt(row).left(longestMeasured));
        m_widestText = std::max(m_widestText, width + 16);
    }
    m_measuredRows = m_model->rowCount();
    fitTextColumn();
}

void OutputPanel::fitTextColumn()
{
    // To the right edge, so that a click beside the text meets the line; further where text is longer.
    const int room = m_view->viewport()->width() - m_view->columnWidth(OutputModel::TimeColumn)
        - m_view->columnWidth(OutputModel::LaneColumn);
    m_view->setColumnWidth(OutputModel::TextColumn, std::max(m_widestText, room));
}

void OutputPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTextColumn();
}

void OutputPanel::activate(const QModelIndex &index)
{
    if (index.isValid())
        Q_EMIT lineActivated(m_model->timeAt(index.row()), m_model->laneAt(index.row()));
}

QString OutputPanel::copyText() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        rows << index.row();
    if (rows.isEmpty()) {
        for (int row = 0; row < m_model->rowCount(); ++row)
            rows << row;
    }
    std::sort(rows.begin(), rows.end());
    QString text;
    for (const int row : rows)
        text += m_model->textAt(row) + QLatin1Char('\n');
    return text;
}

} // namespace Interleave
