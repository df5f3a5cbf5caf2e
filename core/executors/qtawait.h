// co_await on Qt's own asynchronous results within our tasks: QFuture and QTimer. QCoro does the
// awaiting, behind a gate: a small coroutine of QCoro's that waits for the Qt operation and then
// settles one of our futures. Our coroutine waits for that future alone, so it may be cancelled or
// destroyed at any time without Qt or QCoro ever touching its frame.
#pragma once

#include "core/executors/task.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QTimer>
#include <QUnhandledException>

#include <qcoro/qcorofuture.h>
#include <qcoro/qcorotask.h>

namespace Interleave {

namespace Detail {

/// What QtConcurrent wraps an exception in, unwrapped.
inline std::exception_ptr unwrapped(const std::exception_ptr &exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const QUnhandledException &wrapper) {
        return wrapper.exception() ? wrapper.exception() : exception;
    } catch (...) {
        return exception;
    }
}

template<class T>
void settleFrom(QFuture<T> source, Future<T> &target)
{
    if (target.isDone())
        return; // cancelled meanwhile: nobody waits any more
    try {
        source.waitForFinished(); // it is; this raises what the function raised
        if (source.isCanceled()) {
            target.cancel();
        } else if constexpr (std::is_void_v<T>) {
            target.setResult();
        } else if (source.resultCount() == 0) {
            target.cancel(); // finished without having anything to give
        } else {
            target.setResult(source.result());
        }
    } catch (...) {
        target.setException(unwrapped(std::current_exception()));
    }
}

template<class T>
QCoro::Task<void> gate(QFuture<T> source, FuturePtr<T> target)
{
    // As QFuture<void>: QCoro 0.8 crashes on a typed one that was cancelled without a result.
    QFuture<void> finished(source);
    try {
        co_await finished;
    } catch (...) {
        // Raised again, and kept, by settleFrom.
    }
    settleFrom(std::move(source), *target);
}

} // namespace Detail

template<class T>
Awaitable<T> toAwaitable(EventLoop &loop, QFuture<T> source)
{
    auto future = std::make_shared<Future<T>>(loop);
    Detail::gate(std::move(source), future);
    return Awaitable<T>(std::move(future), Reason::Future);
}

/// The next timeout of the timer. Deleting the timer meanwhile cancels the await.
inline Awaitable<void> toAwaitable(EventLoop &loop, QTimer *timer)
{
    // Not QCoro's own await of a timer: its frame would leak with the timer.
    return Awaitable<void>(toAwaitable(loop, QtFuture::connect(timer, &QTimer::timeout)).future(), Reason::Timer);
}

} // namespace Interleave
