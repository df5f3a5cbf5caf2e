#include "ui/models/playhead.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace Interleave {

namespace {

constexpr int frameMs = 16;
constexpr double usualSeconds = 10; // that playing the whole run takes
constexpr double speeds[] = {1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3,
                             1e-2, 2e-2, 5e-2, 1e-1, 2e-1, 5e-1, 1, 2, 4};

int numberOf(double speed)
{
    return int(std::lower_bound(std::begin(speeds), std::end(speeds), speed) - std::begin(speeds));
}

double nearestSpeed(double wanted)
{
    const auto farther = [wanted](double one, double other) {
        return std::abs(std::log(one / wanted)) < std::abs(std::log(other / wanted));
    };
    return *std::min_element(std::begin(speeds), std::end(speeds), farther);
}

} // namespace

Playhead::Playhead(QObject *parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(frameMs);
    connect(&m_timer, &QTimer::timeout, this, &Playhead::tick);
}

void Playhead::setRun(TimeRange run)
{
    const bool another = run.begin != m_run.begin || run.end < m_run.end;
    const bool wasPlayable = isPlayable();
    m_run = run;
    if (isPlayable() != wasPlayable)
        Q_EMIT playableChanged(isPlayable());
    if (another)
        clear();
    if (!isPlaying())
        chooseUsualSpeed();
}

void Playhead::setGrowing(bool growing)
{
    m_growing = growing;
}

void Playhead::moveTo(Nanos time)
{
    place(within(time), std::nullopt);
}

void Playhead::stepTo(Nanos time, EventPlace event)
{
    pause();
    place(time, event);
}

void Playhead::clear()
{
    pause();
    place(std::nullopt, std::nullopt);
    m_speedChosen = false;
    chooseUsualSpeed();
}

void Playhead::play()
{
    if (isPlaying() || !isPlayable())
        return;
    if (!m_time || (*m_time >= m_run.end && !m_growing))
        place(m_run.begin, std::nullopt);
    m_sinceTick.start();
    m_timer.start();
    Q_EMIT playingChanged(true);
}

void Playhead::pause()
{
    if (!isPlaying())
        return;
    m_timer.stop();
    Q_EMIT playingChanged(false);
}

void Playhead::toggle()
{
    isPlaying() ? pause() : play();
}

void Playhead::faster() { chooseSpeed(speedNumber() + 1); }
void Playhead::slower() { chooseSpeed(speedNumber() - 1); }
int Playhead::speedCount() { return int(std::size(speeds)); }
int Playhead::speedNumber() const { return numberOf(m_speed); }

void Playhead::chooseSpeed(int number)
{
    m_speedChosen = true;
    setSpeed(speeds[std::clamp(number, 0, speedCount() - 1)]);
}

void Playhead::advance(Nanos elapsed)
{
    if (!m_time)
        return;
    const double exact = double(elapsed.count()) * m_speed + m_fraction;
    const Nanos whole(std::int64_t(std::floor(exact)));
    const double rest = exact - double(whole.count());
    const Nanos wanted = *m_time + whole;
    place(within(wanted), whole == Nanos(0) ? m_event : std::nullopt);
    m_fraction = rest;
    if (wanted >= m_run.end && !m_growing)
        pause();
}

void Playhead::tick()
{
    advance(Nanos(m_sinceTick.nsecsElapsed()));
    m_sinceTick.start();
}

void Playhead::place(std::optional<Nanos> time, std::optional<EventPlace> event)
{
    m_fraction = 0;
    m_event = event;
    if (std::exchange(m_time, time) != time)
        Q_EMIT moved();
}

void Playhead::setSpeed(double speed)
{
    if (std::exchange(m_speed, speed) != speed)
        Q_EMIT speedChanged(speed);
}

void Playhead::chooseUsualSpeed()
{
    if (!m_speedChosen && isPlayable())
        setSpeed(nearestSpeed(double(m_run.length().count()) / (usualSeconds * 1e9)));
}

Nanos Playhead::within(Nanos time) const
{
    return std::clamp(time, m_run.begin, std::max(m_run.begin, m_run.end));
}

QString speedText(double speed)
{
    const QLocale locale;
    return speed < 1 ? QStringLiteral("1/%1 ×").arg(locale.toString(qlonglong(std::llround(1 / speed))))
                     : QStringLiteral("%1 ×").arg(locale.toString(qlonglong(std::llround(speed))));
}

} // namespace Interleave
