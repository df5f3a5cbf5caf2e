#include "core/executors/threads.h"

#include "core/executors/interpreterlock.h"
#include "core/executors/program.h"

namespace Interleave {

Thread::Thread(Program &program, std::string name, std::function<void()> function)
    : m_shared(std::make_shared<Shared>(program, std::move(name), std::move(function)))
{}

Thread::~Thread()
{
    if (m_thread.joinable())
        join();
}

void Thread::start()
{
    m_shared->process = t_here.process;
    m_shared->created = createLane();
    m_thread = std::thread([shared = m_shared] { run(*shared); });
}

void Thread::run(Shared &shared)
{
    beginThread(shared.created, shared.process, shared.name);
    Outcome outcome = Outcome::Finished;
    try {
        shared.function();
    } catch (const std::exception &exception) {
        outcome = Outcome::Failed;
        shared.program.reportFailure("Thread " + shared.name + " raised: " + exception.what());
    }
    recordThreadTimes();
    Recorder &recorder = Recorder::ofThisThread();
    recorder.finish(recorder.stamp(), shared.created.lane, outcome);
    // Acquire and release: the joiner's suspend was recorded before it put its lane here, and it
    // sees our finish recorded before it returns.
    const std::uint32_t joiner = shared.joiner.exchange(ended, std::memory_order_acq_rel);
    if (joiner != 0)
        recorder.wake(recorder.stampFenced(), LaneId(joiner), shared.created.lane);
    recorder.detach();
}

void Thread::join(SourceLine line)
{
    if (!m_thread.joinable())
        return;
    const AllowThreads others;
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId me = t_here.lane;
    recorder.suspend(recorder.stamp(), me, Reason::Join, lane().value(), line.number);
    const bool hadEnded = m_shared->joiner.exchange(me.value(), std::memory_order_acq_rel) == ended;
    m_thread.join();
    const Stamp now = recorder.stampFenced();
    if (hadEnded)
        recorder.wake(now, me, lane(), true); // nobody had to wake us: it was over before we asked
    recorder.resume(now, me);
}

} // namespace Interleave
