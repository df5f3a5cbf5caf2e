// Why the selected lane is in its state, in sentences, with ways to the cause and on to the effect, and
// the segment's figures; below it what the whole run means, each lane's share of the critical path
// while that is lit, and what to notice about the scenario. Plain text that wraps and scrolls.
#pragma once

#include "core/analysis/criticalpath.h"
#include "core/trace/trace.h"

#include <QFrame>

#include <memory>
#include <optional>

class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace Interleave {

struct Explanation;
struct Scenario;

class DetailsPanel : public QFrame
{
    Q_OBJECT

public:
    explicit DetailsPanel(QWidget *parent = nullptr);

    /// The scenario outlives the panel; null for a foreign trace.
    void setScenario(const Scenario *scenario);
    void showNothing();
    /// Of a segment or, where its lane has none, why it has none.
    void showExplanation(const Trace &trace, const Explanation &explanation);
    /// What the run's figures mean; empty for none.
    void setRunSentence(const QString &sentence);
    /// Each lane's share of the critical path; none hides them.
    void setPathShares(const Trace *trace, const std::vector<PathShare> &shares);

Q_SIGNALS:
    void causeRequested();
    void effectRequested();

private:
    QWidget *makeSegmentPart(QWidget *parent);
    QWidget *makeLinks(QWidget *parent);
    void addPart(QVBoxLayout *layout, QLabel *heading, QLabel *text);
    void clearRows();
    void addRow(const QString &label, const QString &text);

    QLabel *m_heading;
    QLabel *m_explanation;
    QWidget *m_links;
    QFormLayout *m_rows;
    QWidget *m_segment;
    QLabel *m_runHeading;
    QLabel *m_run;
    QLabel *m_pathHeading;
    QLabel *m_path;
    QLabel *m_noticeHeading;
    QLabel *m_notice;
};

} // namespace Interleave
