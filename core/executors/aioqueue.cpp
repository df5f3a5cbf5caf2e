#include "core/executors/aioqueue.h"

namespace Interleave::Asyncio::Detail {

/// Waits in the line for one turn. Who is woken stands in it no more; who is cancelled after it was
/// woken hands that on, as long as there is something to have.
template<class Holds>
static Task<> waitForTurn(WaitLine &line, Reason reason, LaneId queue, Holds somethingIsThere)
{
    const FuturePtr<void> turn = line.stand();
    bool cancelled = false;
    try {
        co_await Awaitable<void>(turn, reason, queue);
    } catch (const Cancelled &) {
        cancelled = true;
    }
    line.leave(turn);
    if (!cancelled)
        co_return;
    if (somethingIsThere() && !turn->isCancelled())
        line.wakeNext();
    throw Cancelled();
}

QueueState::~QueueState()
{
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    for (const LaneId item : m_items)
        recorder.finish(now, item, Outcome::Closed);
}

void QueueState::recordPut(std::string name)
{
    ++m_put;
    if (name.empty())
        name = "item " + std::to_string(m_put);
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId item = recorder.allocateLane();
    const Stamp now = recorder.stamp();
    recorder.declareLane(now, item, LaneKind::Item, m_lane.lane(), name);
    recorder.start(now, item, t_here.lane);
    recorder.suspend(now, item, Reason::Queued, m_lane.lane().value());
    m_items.push_back(item);
    m_lane.count(std::int64_t(m_items.size()), "depth");
    ++m_unfinished;
    m_getters.wakeNext();
}

void QueueState::recordTaken()
{
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId item = m_items.front();
    m_items.pop_front();
    const Stamp now = recorder.stamp();
    recorder.wake(now, item, t_here.lane);
    recorder.resume(now, item);
    recorder.finish(now, item);
    m_lane.count(std::int64_t(m_items.size()), "depth");
    m_putters.wakeNext();
}

void QueueState::taskDone()
{
    if (m_unfinished == 0)
        throw std::logic_error("taskDone() was called more often than items were put");
    if (--m_unfinished == 0)
        m_joiners.wakeAll();
}

Task<> QueueState::untilNotEmpty(QueueState &state)
{
    while (state.size() == 0) {
        const auto hasItems = [&state] { return state.size() > 0; };
        co_await waitForTurn(state.m_getters, Reason::QueueEmpty, state.m_lane.lane(), hasItems).withoutLane();
    }
}

Task<> QueueState::untilNotFull(QueueState &state)
{
    while (state.isFull()) {
        const auto hasPlaces = [&state] { return !state.isFull(); };
        co_await waitForTurn(state.m_putters, Reason::QueueFull, state.m_lane.lane(), hasPlaces).withoutLane();
    }
}

Task<> QueueState::untilAllDone(std::shared_ptr<QueueState> state)
{
    if (state->m_unfinished == 0)
        co_return;
    const auto hasNoMore = [] { return false; };
    co_await waitForTurn(state->m_joiners, Reason::Join, state->m_lane.lane(), hasNoMore).withoutLane();
}

} // namespace Interleave::Asyncio::Detail
