// Where the parts of the window stand: scenarios over parameters, timeline over output, details,
// with movable borders whose places are remembered. Owned by the window, like the parts.
#pragma once

#include <QList>

class QSplitter;
class QWidget;

namespace Interleave {

class ResultTabs;
class Settings;

struct WindowParts {
    QWidget *messages;
    QWidget *scenarios;
    QWidget *parameters;
    QWidget *caption; // of the timeline
    QWidget *search;  // above the timeline
    QWidget *timeline;
    QWidget *output;
    QWidget *events;
    QWidget *figure;
    QWidget *charts;
    QWidget *range;
    QWidget *details;
};

class WindowLayout
{
public:
    /// Takes the parts into `content`.
    WindowLayout(const WindowParts &parts, QWidget *content);

    /// A tab beside the output, for runs that have one.
    void setFigureVisible(bool visible);
    void raiseFigure();
    ResultTabs *results() const { return m_results; }

    void restore(const Settings &settings);
    void remember(Settings &settings) const;

private:
    QSplitter *makeLeft(const WindowParts &parts);
    QSplitter *makeCentre(const WindowParts &parts);

    QList<QSplitter *> m_splitters; // the columns, the left one, the centre one
    ResultTabs *m_results = nullptr;
};

} // namespace Interleave
