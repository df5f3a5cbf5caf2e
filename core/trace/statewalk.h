// What state a lane is in from event to event, and how long it was in each: the rules of
// core/analysis/states.h without who, why and where, for whoever has to be quick.
#pragma once

#include "core/trace/event.h"

#include <array>

namespace Interleave {

enum class LaneState : std::uint8_t { None, Ready, Running, Suspended, Over };
inline constexpr std::size_t laneStates = 5;

/// Time spent in each state, and how many segments began, of a lane up to some moment or between
/// two.
struct StateSums {
    Nanos running{0}, ready{0}, suspended{0};
    std::uint64_t begun = 0;

    StateSums &operator+=(const StateSums &other)
    {
        running += other.running;
        ready += other.ready;
        suspended += other.suspended;
        begun += other.begun;
        return *this;
    }
    StateSums &operator-=(const StateSums &other)
    {
        running -= other.running;
        ready -= other.ready;
        suspended -= other.suspended;
        begun -= other.begun;
        return *this;
    }
    friend StateSums operator+(StateSums a, const StateSums &b) { return a += b; }
    friend StateSums operator-(StateSums a, const StateSums &b) { return a -= b; }
    Nanos alive() const { return running + ready + suspended; }
    bool operator==(const StateSums &) const = default;
};

class StateWalk
{
public:
    StateWalk() = default;
    StateWalk(std::uint64_t time, LaneState state, const StateSums &sums)
        : m_time(time), m_begun(sums.begun), m_state(std::uint8_t(state) * stepBits)
    {
        m_spent[std::size_t(LaneState::Running)] = std::uint64_t(sums.running.count());
        m_spent[std::size_t(LaneState::Ready)] = std::uint64_t(sums.ready.count());
        m_spent[std::size_t(LaneState::Suspended)] = std::uint64_t(sums.suspended.count());
    }

    std::uint64_t time() const { return m_time; }
    LaneState state() const { return LaneState(m_state / stepBits); }
    bool isAlive() const { return state() != LaneState::None && state() != LaneState::Over; }

    /// Stays in its state until then. Times that run backwards, in a broken file, give nonsense.
    void advance(std::uint64_t time)
    {
        m_spent[m_state / stepBits] += time - m_time;
        m_time = time;
    }
    void take(const Event &event)
    {
        advance(event.rawTime());
        const std::uint64_t step = steps[std::size_t(event.kind())] >> m_state;
        m_state = step & stateMask;
        m_begun += step & begins;
    }
    StateSums sums() const
    {
        const auto spent = [this](LaneState state) { return Nanos(std::int64_t(m_spent[std::size_t(state)])); };
        return {spent(LaneState::Running), spent(LaneState::Ready), spent(LaneState::Suspended), m_begun};
    }

private:
    // By kind a word of a step for each state, so that from one event to the next only a shift has
    // to wait for the state: a step is what the state becomes, times stepBits, and whether it begins.
    static constexpr unsigned stepBits = 8;
    static constexpr std::uint64_t stateMask = 0x38, begins = 1;
    using Steps = std::array<std::uint64_t, 128>;

    static constexpr Steps makeSteps()
    {
        constexpr std::uint64_t everyState = 0x0101010101;
        const auto to = [](LaneState state) { return std::uint64_t(state) * stepBits; };
        Steps made{};
        std::uint64_t stays = 0;
        for (unsigned state = 0; state < laneStates; ++state)
            stays |= to(LaneState(state)) << state * stepBits;
        made.fill(stays);
        for (const EventKind kind : {EventKind::Start, EventKind::Resume})
            made[std::size_t(kind)] = (to(LaneState::Running) | begins) * everyState;
        made[std::size_t(EventKind::Suspend)] = (to(LaneState::Suspended) | begins) * everyState;
        made[std::size_t(EventKind::Finish)] = to(LaneState::Over) * everyState;
        std::uint64_t &wakes = made[std::size_t(EventKind::Wake)];
        for (const LaneState state : {LaneState::None, LaneState::Suspended}) {
            wakes &= ~(std::uint64_t(0xff) << to(state));
            wakes |= (to(LaneState::Ready) | begins) << to(state);
        }
        return made;
    }
    static const Steps steps;

    std::uint64_t m_time = 0;
    std::array<std::uint64_t, laneStates> m_spent{};
    std::uint64_t m_begun = 0;
    std::uint64_t m_state = 0; // times stepBits
};

inline constexpr StateWalk::Steps StateWalk::steps = StateWalk::makeSteps();

} // namespace Interleave
