// What a run gave, in tabs: what it printed, its events, and the figure of runs that have one. The
// tab in front is remembered by its name. Owned by the window's layout.
#pragma once

#include <QTabWidget>

namespace Interleave {

class ResultTabs : public QTabWidget
{
    Q_OBJECT

public:
    ResultTabs(QWidget *output, QWidget *events, QWidget *figure);

    void setFigureVisible(bool visible);
    /// Brings the figure to the front, unless somebody reads the events. False when it is not there.
    bool raiseFigure();

    /// "output", "events" or "figure", whatever the language.
    QString front() const;
    void setFront(const QString &name);

private:
    QWidget *m_events;
    QWidget *m_figure;
};

} // namespace Interleave
