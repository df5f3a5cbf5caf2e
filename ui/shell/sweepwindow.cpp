#include "ui/shell/sweepwindow.h"

#include "core/scenarios/scenariovalues.h"
#include "ui/charts/figurepanel.h"
#include "ui/charts/sweepview.h"
#include "ui/models/sweepmodel.h"
#include "ui/panels/card.h"
#include "ui/shell/exportdialog.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/settings.h"

#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QFutureWatcher>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace Interleave {

namespace {

constexpr std::int64_t proposedValues = 8;

QString text(const std::string &words) { return QString::fromStdString(words); }

} // namespace

SweepWindow::SweepWindow(const Scenario *which, ParameterValues given, Settings *settings, QWidget *parent)
    : SeriesWindow(which, std::move(given), parent)
    , m_settings(settings), m_parameter(new QComboBox(this)), m_chosen(new QLineEdit(this))
    , m_others(plainLabel(QString(), this)), m_model(new SweepModel(this)), m_view(new SweepView(this))
{
    m_workers.setMaxThreadCount(1);
    setWindowTitle(tr("Sweep: %1").arg(text(scenario().title)));
    resize(900, 680);
    makeFields();
    layOut();
    proposeValues();
    connect(m_parameter, &QComboBox::currentIndexChanged, this, &SweepWindow::proposeValues);
    connect(m_view, &SweepView::pointChosen, this, &SweepWindow::showRun);
}

void SweepWindow::makeFields()
{
    m_parameter->setObjectName(QStringLiteral("sweptParameter"));
    m_parameter->setToolTip(tr("The parameter that takes several values; the others stay as they are"));
    m_chosen->setObjectName(QStringLiteral("sweptValues"));
    m_chosen->setToolTip(tr("The values, such as 1..8 or 1,2,4,8"));
    int preferred = -1;
    for (const Parameter &each : scenario().parameters) {
        if (each.type == Parameter::Type::Text)
            continue;
        if (countsWorkers(each) && preferred < 0)
            preferred = m_parameter->count();
        m_parameter->addItem(text(each.label), text(each.name));
    }
    m_parameter->setCurrentIndex(std::max(preferred, 0));
}

void SweepWindow::layOut()
{
    auto *form = new QFormLayout;
    form->addRow(tr("&Parameter:"), m_parameter);
    form->addRow(tr("&Values:"), m_chosen);
    form->addRow(tr("The others:"), m_others);
    auto *table = new QTableView(this);
    table->setObjectName(QStringLiteral("sweepTable"));
    makeTable(table, m_model, tr("Runs of the sweep"));
    table->setToolTip(tr("Return or a double click shows that run in the main window"));
    table->horizontalHeader()->setStretchLastSection(true);
    connect(table, &QTableView::activated, this, [this](const QModelIndex &index) { showRun(std::size_t(index.row())); });
    auto *halves = new QSplitter(Qt::Vertical, this);
    halves->setChildrenCollapsible(false);
    halves->addWidget(m_view);
    halves->addWidget(table);
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 1);
    auto *copy = new QPushButton(tr("Copy &Numbers"), this);
    auto *save = new QPushButton(tr("Save P&NG…"), this);
    auto *close = new QPushButton(tr("&Close"), this);
    for (QPushButton *button : {copy, save, close})
        button->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_model->copyText()); });
    connect(save, &QPushButton::clicked, this, &SweepWindow::savePicture);
    connect(close, &QPushButton::clicked, this, &QWidget::close);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(dimLabel(tr("A point or a row opens its run in the main window."), this), 1);
    for (QPushButton *button : {copy, save, close})
        buttons->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(messages());
    layout->addLayout(form);
    layout->addLayout(makeStartLine(tr("&Sweep")));
    layout->addWidget(halves, 1);
    layout->addLayout(buttons);
    orderFocus({m_parameter, m_chosen}, {table, copy, save, close});
}

const Parameter *SweepWindow::parameter() const
{
    return scenario().parameter(m_parameter->currentData().toString().toStdString());
}

/// From the least on, or all that there are.
void SweepWindow::proposeValues()
{
    const Parameter *chosen = parameter();
    if (!chosen)
        return;
    QStringList words;
    switch (chosen->type) {
    case Parameter::Type::Integer: {
        const std::int64_t least = std::max<std::int64_t>(chosen->minimum, std::min<std::int64_t>(1, chosen->maximum));
        words << QStringLiteral("%1..%2").arg(least).arg(std::min(chosen->maximum, least + proposedValues - 1));
        break;
    }
    case Parameter::Type::Switch: words << QStringLiteral("off") << QStringLiteral("on"); break;
    default:
        for (const std::string &choice : chosen->choices)
            words << text(choice);
    }
    m_chosen->setText(words.join(QLatin1Char(',')));
    m_others->setText(valuesText(chosen));
}

void SweepWindow::begin()
{
    const Parameter *chosen = parameter();
    if (!chosen)
        return tell(tr("This scenario has no parameter to sweep."));
    if (m_pending > 0)
        return; // of the sweep before
    const auto several = severalValues(scenario(), *chosen, m_chosen->text().simplified().remove(QLatin1Char(' ')).toStdString());
    if (!several.hasValue())
        return messages()->showError(text(several.error().message));
    m_swept = chosen;
    m_over = false;
    m_points = several.value();
    m_model->begin(text(chosen->label));
    draw();
    std::vector<RunRequest> requests;
    for (const std::string &value : m_points) {
        requests.push_back({.scenario = scenario().id, .parameters = values(), .timeout = std::nullopt, .autosaveFile = {}});
        requests.back().parameters[chosen->name] = value;
    }
    runs()->start(std::move(requests));
}

void SweepWindow::take(std::size_t number, const std::shared_ptr<const Trace> &trace)
{
    m_cpuCount = cpuCountOf(trace->info);
    add([value = m_points[number], trace] { return pointOf(value, *trace); });
}

void SweepWindow::takeRefusal(std::size_t number, const Error &error)
{
    add([value = m_points[number], why = error.message] { return refusedPoint(value, why); });
}

/// A run may be long: its figures are worked out elsewhere.
void SweepWindow::add(std::function<SweepPoint()> work)
{
    ++m_pending;
    auto *watcher = new QFutureWatcher<SweepPoint>(this);
    connect(watcher, &QFutureWatcher<SweepPoint>::finished, this, [this, watcher] {
        watcher->deleteLater();
        --m_pending;
        m_model->add(watcher->result());
        draw();
        tellFit();
    });
    watcher->setFuture(QtConcurrent::run(&m_workers, std::move(work)));
}

void SweepWindow::draw()
{
    m_view->showFigure({.title = text(scenario().title), .parameter = text(m_swept->label), .unit = text(m_swept->unit),
                        .countsWorkers = countsWorkers(*m_swept), .cpuCount = m_cpuCount, .points = m_model->points()});
}

void SweepWindow::conclude()
{
    m_over = true;
    tellFit();
}

/// Once all points are there.
void SweepWindow::tellFit()
{
    if (!m_over || m_pending > 0 || !countsWorkers(*m_swept))
        return;
    const Result<AmdahlFit> fit = amdahlFit(scalingPoints(m_model->points()));
    tell(text(fit.hasValue() ? fitText(fit.value()) : fit.error().message));
}

void SweepWindow::savePicture()
{
    if (m_model->points().empty())
        return messages()->showNotice(tr("There is nothing to save yet."));
    const QString path = askForTarget(this, m_settings, tr("Save Chart"), text(scenario().id) + QStringLiteral("-sweep.png"),
                                      tr("Pictures (*.png)"));
    const Result<void> saved = path.isEmpty() ? Result<void>() : m_view->savePicture(path);
    if (!saved.hasValue())
        messages()->showError(text(saved.error().message));
}

} // namespace Interleave
