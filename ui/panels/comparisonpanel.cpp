#include "ui/panels/comparisonpanel.h"

#include "ui/models/differencemodel.h"
#include "ui/panels/card.h"

#include <QGuiApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace Interleave {

ComparisonPanel::ComparisonPanel(QWidget *parent)
    : QFrame(parent), m_differences(new DifferenceModel(this)), m_table(new QTableView(this))
    , m_sentence(plainLabel(QString(), this)), m_output(plainLabel(QString(), this))
    , m_goThere(new QPushButton(tr("Go &There"), this)), m_cancel(new QPushButton(tr("Cancel"), this))
{
    makeCard(this);
    makeTable();
    m_sentence->setObjectName(QStringLiteral("partingSentence"));
    m_output->setObjectName(QStringLiteral("outputSentence"));
    for (QLabel *label : {m_sentence, m_output})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_goThere->setObjectName(QStringLiteral("goToParting"));
    m_goThere->setToolTip(tr("Shows and selects the first events that differ (%1)")
                              .arg(QKeySequence(Qt::CTRL | Qt::Key_J).toString(QKeySequence::NativeText)));
    m_cancel->setObjectName(QStringLiteral("cancelComparison"));
    m_cancel->hide();
    auto *copyButton = new QPushButton(tr("Copy &Numbers"), this);
    copyButton->setToolTip(tr("Copies the differences as a table"));
    for (QPushButton *button : {m_goThere, m_cancel, copyButton})
        button->setProperty("role", QStringLiteral("small"));
    connect(m_goThere, &QPushButton::clicked, this, &ComparisonPanel::partingRequested);
    connect(m_cancel, &QPushButton::clicked, this, &ComparisonPanel::cancelRequested);
    connect(copyButton, &QPushButton::clicked, this, &ComparisonPanel::copy);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_goThere);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    auto *head = new QHBoxLayout;
    head->addWidget(headingLabel(tr("What differs"), this), 1);
    head->addWidget(copyButton);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(headingLabel(tr("Where they part"), this));
    layout->addWidget(m_sentence);
    layout->addLayout(buttons);
    layout->addSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_output);
    layout->addWidget(m_table, 1);
}

void ComparisonPanel::makeTable()
{
    m_table->setModel(m_differences);
    m_table->setObjectName(QStringLiteral("differences"));
    m_table->setAccessibleName(tr("Differences of the runs"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(DifferenceModel::Name, QHeaderView::Stretch);
}

void ComparisonPanel::showSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
    m_output->clear();
    m_differences->clear();
    m_goThere->setEnabled(false);
}

void ComparisonPanel::showComparison(const Comparison &comparison)
{
    m_sentence->setText(QString::fromStdString(comparison.sentence));
    m_output->setText(comparison.firstDifferentLine
                          ? tr("The output differs from line %1 on.").arg(*comparison.firstDifferentLine + 1)
                          : tr("The output is the same."));
    m_differences->setDifferences(comparison.differences);
    m_goThere->setEnabled(!comparison.parting.isNone());
}

void ComparisonPanel::setBusy(bool busy)
{
    m_cancel->setVisible(busy);
}

void ComparisonPanel::copy() const
{
    QGuiApplication::clipboard()->setText(m_differences->copyText());
}

} // namespace Interleave
