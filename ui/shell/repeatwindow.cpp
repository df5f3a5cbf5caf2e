#include "ui/shell/repeatwindow.h"

#include "core/analysis/states.h"
#include "ui/models/ordermodel.h"
#include "ui/panels/card.h"
#include "ui/panels/sharebar.h"
#include "ui/shell/messagebar.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace Interleave {

namespace {

constexpr int usualRuns = 20;
constexpr int showEveryMs = 250;

} // namespace

RepeatWindow::RepeatWindow(const Scenario *which, ParameterValues given, QWidget *parent)
    : SeriesWindow(which, std::move(given), parent)
    , m_count(new QSpinBox(this)), m_orders(new OrderModel(this)), m_spreads(new SpreadModel(this))
{
    setWindowTitle(tr("Repeat: %1").arg(QString::fromStdString(scenario().title)));
    resize(900, 680);
    m_count->setObjectName(QStringLiteral("repetitions"));
    m_count->setRange(2, mostRuns);
    m_count->setValue(usualRuns);
    m_showing.setSingleShot(true);
    m_showing.setInterval(showEveryMs);
    connect(&m_showing, &QTimer::timeout, this, &RepeatWindow::showTables);
    layOut();
}

void RepeatWindow::layOut()
{
    auto *form = new QFormLayout;
    form->addRow(tr("&Number of runs:"), m_count);
    if (!valuesText().isEmpty())
        form->addRow(tr("Parameters:"), plainLabel(valuesText(), this));
    auto *orders = new QTableView(this);
    orders->setObjectName(QStringLiteral("orders"));
    makeTable(orders, m_orders, tr("Orders of finishing"));
    orders->setItemDelegateForColumn(OrderModel::Share, new ShareBar(OrderModel::shareRole, orders));
    orders->horizontalHeader()->setSectionResizeMode(OrderModel::Order, QHeaderView::Stretch);
    orders->setToolTip(tr("Return or a double click shows a run that finished in this order"));
    connect(orders, &QTableView::activated, this, [this](const QModelIndex &index) {
        showRun(m_orders->firstRun(index.row()) - 1);
    });
    auto *spreads = new QTableView(this);
    spreads->setObjectName(QStringLiteral("spreads"));
    makeTable(spreads, m_spreads, tr("Times of each lane"));
    spreads->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    auto *halves = new QSplitter(Qt::Vertical, this);
    halves->setChildrenCollapsible(false);
    halves->addWidget(orders);
    halves->addWidget(spreads);
    auto *close = new QPushButton(tr("&Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QWidget::close);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(dimLabel(tr("An order opens the first run that has it in the main window."), this), 1);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(messages());
    layout->addLayout(form);
    layout->addLayout(makeStartLine(tr("&Repeat")));
    layout->addWidget(halves, 1);
    layout->addLayout(buttons);
    orderFocus({m_count}, {orders, spreads, close});
}

void RepeatWindow::begin()
{
    m_repetition = Repetition();
    showTables();
    const RunRequest request{.scenario = scenario().id, .parameters = values(), .timeout = std::nullopt, .autosaveFile = {}};
    runs()->start(std::vector<RunRequest>(std::size_t(m_count->value()), request));
}

void RepeatWindow::take(std::size_t, const std::shared_ptr<const Trace> &trace)
{
    m_repetition.take(*trace);
    if (!m_showing.isActive())
        m_showing.start();
}

/// One like the others: those that follow would be refused as well.
void RepeatWindow::takeRefusal(std::size_t, const Error &error)
{
    messages()->showError(QString::fromStdString(error.message));
    runs()->stop();
}

void RepeatWindow::conclude()
{
    m_showing.stop();
    showTables();
    const std::optional<Spread> wall = m_repetition.wall();
    if (!wall)
        return;
    const auto duration = [](Nanos time) { return QString::fromStdString(durationText(time)); };
    tell(tr("%1 runs finished, %2 at least, %3 in the middle, %4 at most.").arg(m_repetition.finishedRuns())
             .arg(duration(wall->least), duration(wall->median), duration(wall->most)));
}

void RepeatWindow::showTables()
{
    m_orders->show(m_repetition);
    m_spreads->show(m_repetition);
}

} // namespace Interleave
