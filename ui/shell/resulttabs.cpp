#include "ui/shell/resulttabs.h"

#include <QVariant>

#include <tuple>

namespace Interleave {

namespace {

const char nameProperty[] = "resultName";

} // namespace

ResultTabs::ResultTabs(QWidget *output, QWidget *events, QWidget *figure, QWidget *charts, QWidget *range)
    : m_events(events), m_figure(figure), m_range(range)
{
    setAccessibleName(tr("Results"));
    const std::tuple<QWidget *, QString, QString> parts[] = {
        {output, QStringLiteral("output"), tr("Output")}, {events, QStringLiteral("events"), tr("Events")},
        {figure, QStringLiteral("figure"), tr("Figure")}, {charts, QStringLiteral("charts"), tr("Charts")},
        {range, QStringLiteral("range"), tr("Range")}};
    for (const auto &[part, name, title] : parts) {
        part->setProperty(nameProperty, name);
        addTab(part, title);
    }
    setTabVisible(indexOf(m_range), false);
}

void ResultTabs::setFigureVisible(bool visible)
{
    setTabVisible(indexOf(m_figure), visible);
}

void ResultTabs::setRangeVisible(bool visible)
{
    if (visible == isTabVisible(indexOf(m_range)))
        return;
    if (visible)
        m_beforeRange = currentWidget();
    else if (currentWidget() == m_range && m_beforeRange && isTabVisible(indexOf(m_beforeRange)))
        setCurrentWidget(m_beforeRange);
    setTabVisible(indexOf(m_range), visible);
    if (visible)
        setCurrentWidget(m_range);
}

bool ResultTabs::raiseFigure()
{
    if (!isTabVisible(indexOf(m_figure)) || currentWidget() == m_events)
        return false;
    setCurrentWidget(m_figure);
    return true;
}

QString ResultTabs::front() const
{
    const QWidget *now = currentWidget() == m_range && m_beforeRange ? m_beforeRange : currentWidget();
    return now->property(nameProperty).toString();
}

void ResultTabs::setFront(const QString &name)
{
    for (int index = 0; index < count(); ++index) {
        if (widget(index)->property(nameProperty).toString() == name)
            setCurrentIndex(index);
    }
}

} // namespace Interleave
