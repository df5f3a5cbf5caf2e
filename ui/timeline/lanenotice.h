// A line under the lanes that says that not all are shown, and brings the others back: "3 lanes
// hidden · Show All". Seen only while that is so. Inside TimelineView only.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace Interleave {

struct LaneRows;

class LaneNotice : public QWidget
{
    Q_OBJECT

public:
    explicit LaneNotice(QWidget *parent);

    void show(const LaneRows &rows, const QString &filter);

Q_SIGNALS:
    void showAllRequested();
    void clearFilterRequested();

private:
    QLabel *m_text;
    QPushButton *m_showAll;
    QPushButton *m_clearFilter;
};

} // namespace Interleave
