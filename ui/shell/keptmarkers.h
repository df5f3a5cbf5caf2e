// Keeps markers with their run: takes them from its description, and gives them to whoever saves it.
// Those of a run of ours go into its autosave by themselves, shortly after an edit; those of a file
// that was opened when it is saved, which is said once. Offers to undo what was removed. Owned by
// the window.
#pragma once

#include "core/trace/trace.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace Interleave {

class Markers;
class MessageBar;
class RunController;

class KeptMarkers : public QObject
{
    Q_OBJECT

public:
    /// All outlive this.
    KeptMarkers(Markers *markers, RunController *runs, MessageBar *messages, QObject *parent);
    /// What was edited last is still written.
    ~KeptMarkers() override;

    /// The shown run's description with the markers as they are.
    RunInfo info() const;

private:
    void takeRun();
    void keepSoon();
    void keepNow();
    void offerUndo(const Marker &marker);

    Markers *m_markers;
    QPointer<RunController> m_runs; // which the window ends first
    MessageBar *m_messages;
    std::shared_ptr<const Trace> m_trace; // whose markers these are
    QString m_file;                       // its autosave
    std::weak_ptr<const Trace> m_before;  // shown again where the next cannot be started
    std::vector<Marker> m_markersBefore;
    bool m_saidUnkept = false;
    QTimer m_soon;
};

} // namespace Interleave
