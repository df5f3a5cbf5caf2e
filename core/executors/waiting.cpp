#include "core/executors/waiting.h"

namespace Interleave::Detail {

namespace {

/// Settles a future of its own when enough of several are done, or the time is over. What the
/// loop was to call meanwhile finds nobody once it is gone.
class Watch : public std::enable_shared_from_this<Watch>
{
public:
    Watch(Futures futures, ReturnWhen when)
        : m_futures(std::move(futures)), m_when(when), m_left(m_futures.size()),
          m_enough(std::make_shared<Future<void>>(*EventLoop::running()))
    {}
    Watch(const Watch &) = delete;
    ~Watch()
    {
        for (std::size_t index = 0; index < m_numbers.size(); ++index)
            m_futures[index]->removeDoneCallback(m_numbers[index]);
        if (m_timer)
            m_timer->cancelled = true;
    }

    const FuturePtr<void> &enough() const { return m_enough; }

    void begin(std::optional<Nanos> timeout)
    {
        if (timeout) {
            m_timer = EventLoop::running()->callLater(*timeout, [weak = weak_from_this()] {
                if (const auto watch = weak.lock())
                    watch->release();
            });
        }
        for (const auto &future : m_futures) {
            m_numbers.push_back(future->addDoneCallback([weak = weak_from_this(), each = future.get()] {
                if (const auto watch = weak.lock())
                    watch->oneIsDone(*each);
            }));
        }
    }

private:
    void oneIsDone(const FutureBase &future)
    {
        --m_left;
        const bool failed = !future.isCancelled() && future.exception();
        if (m_left == 0 || m_when == ReturnWhen::FirstCompleted || (m_when == ReturnWhen::FirstException && failed))
            release();
    }
    void release()
    {
        if (!m_enough->isDone())
            m_enough->setResult();
    }

    Futures m_futures;
    ReturnWhen m_when;
    std::size_t m_left;
    FuturePtr<void> m_enough;
    std::vector<std::uint64_t> m_numbers;
    EventLoop::HandlePtr m_timer;
};

} // namespace

Task<> untilDone(Futures futures, std::optional<Nanos> timeout, ReturnWhen when, LaneId waitedFor)
{
    const auto watch = std::make_shared<Watch>(std::move(futures), when);
    watch->begin(timeout);
    co_await Awaitable<void>(watch->enough(), Reason::Wait, waitedFor);
}

Task<> cancelAndWait(std::shared_ptr<FutureBase> future, LaneId waitedFor)
{
    Futures futures(1, future);
    const auto watch = std::make_shared<Watch>(std::move(futures), ReturnWhen::AllCompleted);
    watch->begin(std::nullopt);
    future->cancel();
    co_await Awaitable<void>(watch->enough(), Reason::Wait, waitedFor);
}

} // namespace Interleave::Detail
