// What a comparison of two runs says: where they part, in a sentence with a button that goes there, whether
// their output is the same, and the table of differences. Window thread.
#pragma once

#include "core/analysis/comparison.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QTableView;

namespace Interleave {

class DifferenceModel;

class ComparisonPanel : public QFrame
{
    Q_OBJECT

public:
    explicit ComparisonPanel(QWidget *parent = nullptr);

    /// Nothing but this sentence.
    void showSentence(const QString &sentence);
    void showComparison(const Comparison &comparison);
    /// While one is being worked out, which can be cancelled.
    void setBusy(bool busy);

Q_SIGNALS:
    void partingRequested();
    void cancelRequested();

private:
    void makeTable();
    void copy() const;

    DifferenceModel *m_differences;
    QTableView *m_table;
    QLabel *m_sentence, *m_output;
    QPushButton *m_goThere, *m_cancel;
};

} // namespace Interleave
