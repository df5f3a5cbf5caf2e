// Carries out what keys ask for, in the timeline and in every panel that shows time: they hand
// their key presses to this one object. Owned by the canvas, whose verbs it uses.
#pragma once

#include "core/trace/event.h"
#include "ui/models/navigationkeys.h"

#include <QObject>

class QKeyEvent;

namespace Interleave {

class LaneCanvas;
struct Selected;

class Navigator : public QObject
{
    Q_OBJECT

public:
    /// What a panel keeps for itself: a list its arrows, Home, End and Return.
    enum class Panel { ShowsTime, IsList };

    explicit Navigator(LaneCanvas *canvas);

    /// Takes the panel's key presses from now on. The panel need not outlive this.
    void serve(QWidget *panel, Panel kind = Panel::ShowsTime);
    void carryOut(Navigation command);

    /// Space is held: a drag that begins now pans, and letting go of Space will not play.
    bool takeSpaceForDrag();

    bool eventFilter(QObject *panel, QEvent *event) override;

Q_SIGNALS:
    void explanationRequested();
    void criticalPathRequested();
    /// A sentence for the status line: why nothing happened.
    void told(const QString &sentence);

private:
    bool takeKey(const QKeyEvent &event, Panel kind);
    void leaveKey(const QKeyEvent &event);
    bool view(Navigation command);
    bool select(Navigation command);
    bool play(Navigation command);
    bool mark(Navigation command);
    void focusSelection();
    void stepEvent(bool forward, bool withinLane);
    void putPlayhead(Nanos time);
    void follow(bool forward);
    void escape();
    Nanos here() const;
    void bringIntoView(Nanos time);
    void carryView();

    LaneCanvas *m_canvas;
    bool m_spaceHeld = false;
    bool m_spaceUsed = false;
};

} // namespace Interleave
