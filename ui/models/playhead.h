// The one moment of a run that all panels stand at, or none. Steps over events, and plays: moves
// on by itself at a fraction of the run's own speed while the run may still be recorded; it then
// waits at the live edge. Window thread; the panels follow its signals.
#pragma once

#include "core/analysis/mergedevents.h"
#include "ui/models/timerange.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>

namespace Interleave {

class Playhead : public QObject
{
    Q_OBJECT

public:
    static constexpr double slowest = 1e-6, fastest = 4; // of the run's own speed

    explicit Playhead(QObject *parent = nullptr);

    std::optional<Nanos> time() const { return m_time; }
    /// The event it stands at, after a step.
    std::optional<EventPlace> event() const { return m_event; }
    bool isPlayable() const { return m_run.length() > Nanos(0); }
    bool isPlaying() const { return m_timer.isActive(); }
    double speed() const { return m_speed; }

    /// Where it can stand. Until a speed is chosen, it is one at which the run lasts about ten seconds.
    void setRun(TimeRange run);
    /// The run is still recorded: playing waits at its end.
    void setGrowing(bool growing);
    void moveTo(Nanos time);
    /// To an event, which is at that time.
    void stepTo(Nanos time, EventPlace event);
    /// No playhead, at the usual speed.
    void clear();

    /// From the run's begin where there is none, or where it stands at the end.
    void play();
    void pause();
    void toggle();
    void faster();
    void slower();
    /// Speeds that can be chosen, from the slowest on: 1, 2, 5, 10, … millionths, then whole numbers.
    static int speedCount();
    int speedNumber() const;
    void chooseSpeed(int number);
    /// Goes on for so much of the clock's time; what the timer does while it plays.
    void advance(Nanos elapsed);

Q_SIGNALS:
    void moved();          // its time, or whether there is one
    void playingChanged(bool playing);
    void speedChanged(double speed);
    void playableChanged(bool playable); // whether there is a run that lasts

private:
    void place(std::optional<Nanos> time, std::optional<EventPlace> event);
    void setSpeed(double speed);
    void chooseUsualSpeed();
    void tick();
    Nanos within(Nanos time) const;

    TimeRange m_run;
    bool m_growing = false;
    std::optional<Nanos> m_time;
    std::optional<EventPlace> m_event;
    double m_fraction = 0; // of a nanosecond, while it plays slowly
    double m_speed = 1;
    bool m_speedChosen = false; // by hand; until then it goes with the run's length
    QTimer m_timer;
    QElapsedTimer m_sinceTick;
};

/// "1/20 ×", "2 ×"
QString speedText(double speed);

} // namespace Interleave
