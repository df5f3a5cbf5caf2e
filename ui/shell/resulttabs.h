// What a run gave, in tabs: what it printed, its events, the figure of runs that have one, the
// charts that every run has, and the range measured. The tab in front is remembered by its name.
// Owned by the window's layout.
#pragma once

#include <QTabWidget>

namespace Interleave {

class ResultTabs : public QTabWidget
{
    Q_OBJECT

public:
    ResultTabs(QWidget *output, QWidget *events, QWidget *figure, QWidget *charts, QWidget *range);

    void setFigureVisible(bool visible);
    /// The range's tab comes to the front with the range, and gives way to what was there before.
    void setRangeVisible(bool visible);
    /// Brings the figure to the front, unless somebody reads the events. False when it is not there.
    bool raiseFigure();

    /// "output", "events", "figure" or "charts", whatever the language; the range's is not remembered.
    QString front() const;
    void setFront(const QString &name);

private:
    QWidget *m_events;
    QWidget *m_figure;
    QWidget *m_range;
    QWidget *m_beforeRange = nullptr;
};

} // namespace Interleave
