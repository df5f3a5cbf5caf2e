// What panels that show a chart have in common: a head with the panel's own part and buttons that
// copy the numbers and save the picture; below it the chart, which scrolls where it needs more room,
// or a sentence in its place. Owned by its panel; window thread.
#pragma once

#include <QWidget>

class QBoxLayout;
class QChart;
class QChartView;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedLayout;

namespace Interleave {

class ChartFrame : public QWidget
{
    Q_OBJECT

public:
    struct Words {
        QString name; // of what is shown, for its parts' object names: "chart"
        QString copyHelp;
        QString saveHelp;
    };

    /// The lead stands at the left of the head, and grows with it where it wants to.
    ChartFrame(QWidget *lead, const Words &words, QWidget *parent);

    /// The sentence stands instead of the chart, which can be neither copied nor saved then.
    void say(const QString &sentence);
    /// Takes the chart, in place of the one before.
    void setChart(QChart *chart);
    QWidget *view() const;
    /// Brings the chart to the front. In less height than that it scrolls.
    void showChart(int leastHeight);

Q_SIGNALS:
    void copyRequested();
    void saveRequested();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut(QWidget *lead);
    void fitHead();

    QBoxLayout *m_head;
    QStackedLayout *m_stack;
    QScrollArea *m_scroll;
    QChartView *m_view;
    QLabel *m_sentence;
    QPushButton *m_copy;
    QPushButton *m_save;
};

/// A view for one chart, without a frame, that draws it smoothly.
QChartView *newChartView(QWidget *parent);
/// Gives the view that chart, which it takes, on the window's background; the one before is gone then.
void replaceChart(QChartView *view, QChart *chart);

} // namespace Interleave
