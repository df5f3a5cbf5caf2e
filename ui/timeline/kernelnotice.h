// A line under the lanes that says why the kernel's part of the picture is missing, what the user can
// set, and what stands in for it; where that takes more than two lines, only when asked. Seen only for
// runs where the kernel refused, until it is hidden. Inside TimelineView only.
#pragma once

#include <QWidget>

#include <string>

class QLabel;
class QPushButton;

namespace Interleave {

class Trace;

class KernelNotice : public QWidget
{
    Q_OBJECT

public:
    explicit KernelNotice(QWidget *parent);

    /// Null when there is no run.
    void show(const Trace *trace);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QLabel *m_text;
    QPushButton *m_more;
    bool m_isWhole = false; // somebody asked for all of it
    std::string m_refusal; // as shown
    std::string m_read;    // what somebody has hidden
};

} // namespace Interleave
