#include "ui/shell/resulttabs.h"

#include <QVariant>

#include <tuple>

namespace Interleave {

namespace {

const char nameProperty[] = "resultName";

} // namespace

ResultTabs::ResultTabs(QWidget *output, QWidget *events, QWidget *figure)
    : m_events(events), m_figure(figure)
{
    setAccessibleName(tr("Results"));
    const std::tuple<QWidget *, QString, QString> parts[] = {
        {output, QStringLiteral("output"), tr("Output")}, {events, QStringLiteral("events"), tr("Events")},
        {figure, QStringLiteral("figure"), tr("Figure")}};
    for (const auto &[part, name, title] : parts) {
        part->setProperty(nameProperty, name);
        addTab(part, title);
    }
}

void ResultTabs::setFigureVisible(bool visible)
{
    setTabVisible(indexOf(m_figure), visible);
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
    return currentWidget()->property(nameProperty).toString();
}

void ResultTabs::setFront(const QString &name)
{
    for (int index = 0; index < count(); ++index) {
        if (widget(index)->property(nameProperty).toString() == name)
            setCurrentIndex(index);
    }
}

} // namespace Interleave
