// The line above the timeline: whose run stands there, and what its bars mean. Where another
// scenario has been chosen since, it says so loudly, so that no picture is taken for another's.
#pragma once

#include "core/trace/trace.h"

#include <QWidget>

#include <memory>

namespace Interleave {

struct Scenario;

class RunCaption : public QWidget
{
    Q_OBJECT

public:
    explicit RunCaption(QWidget *parent = nullptr);

    /// Null before the first run.
    void setTrace(std::shared_ptr<const Trace> trace);
    /// Outlives the caption.
    void setChosen(const Scenario *scenario);

    /// The whole sentence, however much of it has room.
    QString text() const { return m_text; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void fitToText();
    void renew();
    int legendWidth() const;

    std::shared_ptr<const Trace> m_trace;
    const Scenario *m_chosen = nullptr;
    const Scenario *m_chosenBefore = nullptr; // as the trace came to stand there
    QString m_text;
    bool m_ofAnother = false;
    bool m_hasBands = false;
};

} // namespace Interleave
