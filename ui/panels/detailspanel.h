// The selected segment in words; below it, or alone while nothing is selected, what to notice
// about the scenario. Plain text that wraps and scrolls.
#pragma once

#include "core/trace/trace.h"
#include "ui/models/selection.h"

#include <QFrame>

#include <memory>
#include <optional>

class QFormLayout;
class QLabel;
class QScrollArea;

namespace Interleave {

struct Scenario;

class DetailsPanel : public QFrame
{
    Q_OBJECT

public:
    explicit DetailsPanel(QWidget *parent = nullptr);

    /// The scenario outlives the panel; null for a foreign trace.
    void setScenario(const Scenario *scenario);
    void showNothing();
    /// The segment at the selected place, if the lane has one there.
    void showSegment(const Trace &trace, const Selected &selected, Nanos traceEnd);

private:
    void clearRows();
    void addRow(const QString &label, const QString &text);

    QLabel *m_heading;
    QFormLayout *m_rows;
    QWidget *m_segment;
    QLabel *m_noticeHeading;
    QLabel *m_notice;
};

} // namespace Interleave
