#include "ui/timeline/lanenotice.h"

#include "ui/timeline/lanerows.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace Interleave {

LaneNotice::LaneNotice(QWidget *parent)
    : QWidget(parent), m_text(new QLabel(this)), m_showAll(new QPushButton(tr("Show All"), this))
    , m_clearFilter(new QPushButton(tr("Clear Filter"), this))
{
    m_text->setProperty("role", QStringLiteral("dim"));
    m_text->setTextFormat(Qt::PlainText); // a filter is text, whatever it looks like
    m_text->setMinimumWidth(1);           // cut rather than widening the window
    m_showAll->setProperty("role", QStringLiteral("link"));
    m_clearFilter->setProperty("role", QStringLiteral("link"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 12, 2);
    row->addWidget(m_text);
    row->addWidget(m_showAll);
    row->addWidget(m_clearFilter);
    row->addStretch(1);
    connect(m_showAll, &QPushButton::clicked, this, &LaneNotice::showAllRequested);
    connect(m_clearFilter, &QPushButton::clicked, this, &LaneNotice::clearFilterRequested);
    setVisible(false);
}

void LaneNotice::show(const LaneRows &rows, const QString &filter)
{
    const QLocale locale;
    const auto number = [&](std::size_t count) { return locale.toString(qulonglong(count)); };
    QStringList parts;
    if (!filter.isEmpty() && rows.matching == 0)
        parts << tr("No lane has “%1” in its name").arg(filter);
    else if (!filter.isEmpty())
        parts << tr("%1 of %2 lanes have “%3” in their name").arg(number(rows.matching), number(rows.lanes), filter);
    if (rows.hidden > 0)
        parts << (rows.hidden == 1 ? tr("1 lane hidden") : tr("%1 lanes hidden").arg(number(rows.hidden)));
    m_text->setText(parts.join(QStringLiteral("  ·  ")));
    m_showAll->setVisible(rows.hidden > 0);
    m_clearFilter->setVisible(!filter.isEmpty());
    setVisible(!parts.isEmpty());
}

} // namespace Interleave
