#include "ui/panels/detailspanel.h"

#include "core/analysis/states.h"
#include "core/scenarios/scenario.h"
#include "ui/models/segmentdetails.h"
#include "ui/panels/card.h"

#include <QFormLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Interleave {

DetailsPanel::DetailsPanel(QWidget *parent)
    : QFrame(parent)
{
    makeCard(this);
    setAccessibleName(tr("Details"));
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Details"));
    setFocusProxy(scroll);
    auto *content = new QWidget;
    m_segment = new QWidget(content);
    m_heading = headingLabel(QString(), m_segment);
    m_heading->setObjectName(QStringLiteral("segmentHeading"));
    m_noticeHeading = headingLabel(tr("What to Notice"), content);
    m_notice = plainLabel(QString(), content);
    m_notice->setObjectName(QStringLiteral("notice"));
    m_notice->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *segmentLayout = new QVBoxLayout(m_segment);
    segmentLayout->setContentsMargins(0, 0, 0, 12);
    segmentLayout->addWidget(m_heading);
    m_rows = new QFormLayout;
    m_rows->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    segmentLayout->addLayout(m_rows);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 6, 0);
    layout->addWidget(m_segment);
    layout->addWidget(m_noticeHeading);
    layout->addWidget(m_notice);
    layout->addStretch(1);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(13, 11, 6, 11);
    outer->addWidget(scroll);
    showNothing();
    setScenario(nullptr);
}

void DetailsPanel::setScenario(const Scenario *scenario)
{
    QStringList sentences;
    if (scenario) {
        for (const std::string &sentence : scenario->notice)
            sentences << QString::fromStdString(sentence);
    }
    m_notice->setText(sentences.join(QStringLiteral("\n\n")));
    m_notice->setVisible(!sentences.isEmpty());
    m_noticeHeading->setVisible(!sentences.isEmpty());
}

void DetailsPanel::showNothing()
{
    clearRows();
    m_segment->hide();
}

void DetailsPanel::showSegment(const Trace &trace, const Selected &selected, Nanos traceEnd)
{
    const Lane *lane = trace.lane(selected.lane);
    const std::optional<Segment> segment = lane ? segmentAt(*lane, traceEnd, selected.time) : std::nullopt;
    if (!segment) {
        showNothing();
        return;
    }
    clearRows();
    m_heading->setText(segmentHeading(trace, *segment));
    for (const DetailRow &row : segmentDetails(trace, *segment))
        addRow(row.label, row.text);
    m_segment->show();
}

void DetailsPanel::clearRows()
{
    while (m_rows->rowCount() > 0)
        m_rows->removeRow(0);
}

void DetailsPanel::addRow(const QString &label, const QString &text)
{
    QLabel *name = dimLabel(label, m_segment);
    name->setWordWrap(false);
    QLabel *value = plainLabel(text, m_segment);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(QStringLiteral("%1: %2").arg(label, text));
    m_rows->addRow(name, value);
}

} // namespace Interleave
