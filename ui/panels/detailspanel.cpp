#include "ui/panels/detailspanel.h"

#include "core/analysis/explanation.h"
#include "core/scenarios/scenario.h"
#include "ui/models/segmentdetails.h"
#include "ui/panels/card.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace Interleave {

namespace {

constexpr qsizetype mostShares = 12; // of the critical path, the largest

QString shortText(Nanos duration)
{
    return QString::fromStdString(durationText(duration));
}

} // namespace

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
    m_segment = makeSegmentPart(content);
    m_runHeading = headingLabel(tr("This Run"), content);
    m_run = plainLabel(QString(), content);
    m_run->setObjectName(QStringLiteral("runSentence"));
    m_pathHeading = headingLabel(tr("Critical Path"), content);
    m_path = plainLabel(QString(), content);
    m_path->setObjectName(QStringLiteral("pathShares"));
    m_noticeHeading = headingLabel(tr("What to Notice"), content);
    m_notice = plainLabel(QString(), content);
    m_notice->setObjectName(QStringLiteral("notice"));

    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(6, 4, 6, 4); // within the frame of the focus
    layout->addWidget(m_segment);
    addPart(layout, m_pathHeading, m_path);
    addPart(layout, m_runHeading, m_run);
    addPart(layout, m_noticeHeading, m_notice);
    layout->addStretch(1);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(7, 7, 6, 7);
    outer->addWidget(scroll);
    showNothing();
    setScenario(nullptr);
    setRunSentence({});
    setPathShares(nullptr, {});
}

QWidget *DetailsPanel::makeSegmentPart(QWidget *parent)
{
    auto *part = new QWidget(parent);
    m_heading = headingLabel(QString(), part);
    m_heading->setObjectName(QStringLiteral("segmentHeading"));
    m_explanation = plainLabel(QString(), part);
    m_explanation->setObjectName(QStringLiteral("explanation"));
    m_explanation->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_links = makeLinks(part);
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 12);
    layout->addWidget(m_heading);
    layout->addWidget(m_explanation);
    layout->addWidget(m_links);
    m_rows = new QFormLayout;
    m_rows->setRowWrapPolicy(QFormLayout::WrapLongRows); // large letters in a narrow window
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addLayout(m_rows);
    return part;
}

/// The same as the keys, which they name.
QWidget *DetailsPanel::makeLinks(QWidget *parent)
{
    auto *links = new QWidget(parent);
    auto *layout = new QHBoxLayout(links);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString &text, const QString &help, void (DetailsPanel::*wish)()) {
        auto *link = new QPushButton(text, links);
        link->setProperty("role", QStringLiteral("link"));
        link->setToolTip(help);
        connect(link, &QPushButton::clicked, this, wish);
        layout->addWidget(link);
    };
    add(tr("[  cause"), tr("Back to what led to this ([)"), &DetailsPanel::causeRequested);
    add(tr("]  effect"), tr("On to what followed from this (])"), &DetailsPanel::effectRequested);
    layout->addStretch(1);
    return links;
}

void DetailsPanel::addPart(QVBoxLayout *layout, QLabel *heading, QLabel *text)
{
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setContentsMargins(0, 0, 0, 12);
    layout->addWidget(heading);
    layout->addWidget(text);
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

void DetailsPanel::showExplanation(const Trace &trace, const Explanation &explanation)
{
    clearRows();
    const std::string &name = trace.lane(explanation.lane)->name;
    m_heading->setText(explanation.segment ? segmentHeading(trace, *explanation.segment) : QString::fromStdString(name));
    m_explanation->setText(QString::fromStdString(explanation.text()));
    m_links->setVisible(explanation.segment.has_value());
    if (explanation.segment) {
        for (const DetailRow &row : segmentDetails(trace, *explanation.segment))
            addRow(row.label, row.text);
    }
    m_segment->show();
}

void DetailsPanel::setRunSentence(const QString &sentence)
{
    m_run->setText(sentence);
    m_run->setVisible(!sentence.isEmpty());
    m_runHeading->setVisible(!sentence.isEmpty());
}

void DetailsPanel::setPathShares(const Trace *trace, const std::vector<PathShare> &shares)
{
    Nanos whole(0);
    for (const PathShare &share : shares)
        whole += share.total();
    QStringList lines;
    for (const PathShare &share : shares) {
        if (lines.size() == mostShares)
            break;
        const QString percent = QLocale().toString(100.0 * double(share.total().count()) / double(std::max<std::int64_t>(whole.count(), 1)), 'f', 1);
        lines << tr("%1 %  %2\n    ran %3, ready %4, waited %5")
                     .arg(percent, QString::fromStdString(trace->lane(share.lane)->name), shortText(share.running),
                          shortText(share.ready), shortText(share.suspended));
    }
    if (qsizetype(shares.size()) > mostShares)
        lines << tr("and %n more lanes", nullptr, int(shares.size()) - mostShares);
    m_path->setText(lines.join(QLatin1Char('\n')));
    m_path->setVisible(!lines.isEmpty());
    m_pathHeading->setVisible(!lines.isEmpty());
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
