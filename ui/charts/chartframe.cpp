#include "ui/charts/chartframe.h"

#include "ui/panels/card.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace Interleave {

ChartFrame::ChartFrame(QWidget *lead, const Words &words, QWidget *parent)
    : QWidget(parent), m_head(new QHBoxLayout), m_stack(new QStackedLayout), m_scroll(new QScrollArea(this)), m_view(newChartView(nullptr))
    , m_sentence(dimLabel(QString(), this)), m_copy(new QPushButton(tr("Copy Numbers"), this))
    , m_save(new QPushButton(glyphIcon(Glyph::Export), tr("Save PNG…"), this))
{
    QString capital = words.name;
    capital[0] = capital[0].toUpper();
    m_view->setObjectName(words.name + QStringLiteral("View"));
    m_sentence->setObjectName(words.name + QStringLiteral("Sentence"));
    m_copy->setObjectName(QStringLiteral("copy") + capital);
    m_copy->setToolTip(words.copyHelp);
    m_save->setObjectName(QStringLiteral("save") + capital);
    m_save->setToolTip(words.saveHelp);
    m_save->setIconSize(iconBesideText);
    m_sentence->setAlignment(Qt::AlignCenter);
    layOut(lead);
    connect(m_copy, &QPushButton::clicked, this, &ChartFrame::copyRequested);
    connect(m_save, &QPushButton::clicked, this, &ChartFrame::saveRequested);
}

void ChartFrame::layOut(QWidget *lead)
{
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_view);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_save);
    m_head->addWidget(lead, lead->sizePolicy().expandingDirections() & Qt::Horizontal ? 1 : 0);
    m_head->addLayout(buttons);
    m_stack->addWidget(m_sentence);
    m_stack->addWidget(m_scroll);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 6, 0);
    layout->setSpacing(2);
    layout->addLayout(m_head);
    layout->addLayout(m_stack, 1);
}

/// The buttons stand below the lead where both have no room beside each other.
void ChartFrame::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHead();
}

void ChartFrame::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitHead();
}

void ChartFrame::fitHead()
{
    int wanted = layout()->contentsMargins().left() + layout()->contentsMargins().right();
    for (int part = 0; part < m_head->count(); ++part)
        wanted += m_head->itemAt(part)->minimumSize().width() + m_head->spacing();
    m_head->setDirection(wanted > width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ChartFrame::say(const QString &sentence)
{
    m_sentence->setText(sentence);
    m_stack->setCurrentWidget(m_sentence);
    m_copy->setEnabled(false);
    m_save->setEnabled(false);
}

void ChartFrame::setChart(QChart *chart)
{
    replaceChart(m_view, chart);
}

QWidget *ChartFrame::view() const { return m_view; }

void ChartFrame::showChart(int leastHeight)
{
    m_view->setMinimumHeight(leastHeight);
    m_stack->setCurrentWidget(m_scroll);
    m_copy->setEnabled(true);
    m_save->setEnabled(true);
}

QChartView *newChartView(QWidget *parent)
{
    auto *view = new QChartView(parent);
    view->setRenderHint(QPainter::Antialiasing);
    view->setFrameShape(QFrame::NoFrame);
    return view;
}

void replaceChart(QChartView *view, QChart *chart)
{
    QChart *before = view->chart();
    view->setChart(chart);
    view->setBackgroundBrush(currentTheme().background);
    delete before;
}

} // namespace Interleave
