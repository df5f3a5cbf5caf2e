// A pool of worker processes: multiprocessing.Pool. Functions are PoolFunctions, defined at file
// scope; arguments are given as Python's args tuple. apply, map and starmap wait for their results,
// the …Async ones return at once; their callbacks run on the pool's handler thread, in the order in
// which results come. Each task, a chunk of calls, is a lane below the pool's queue.
//
// Different from CPython's, and why: a task whose worker died raises TaskLost instead of never
// being done; an exception arrives as TaskError with its text, not as its class, which only code
// could carry; what is not done when the pool is terminated raises, too. imap is not there: no
// document uses it.
#pragma once

#include "core/executors/poolhandler.h"

#include <atomic>

namespace Interleave {

class ProcessPool
{
public:
    /// Starts that many workers; without a method the one that is safe here, see poolhandler.h.
    /// std::system_error when the operating system has no more of them.
    ProcessPool(Program &program, int workers, std::optional<StartMethod> method = std::nullopt);
    /// As leaving Python's with block: terminates. After close and join there is nothing to do.
    ~ProcessPool() = default;

    /// What one call is, for the names of the tasks: "row" gives "row 7" and "rows 0–24".
    void nameCalls(std::string noun);

    template<class Returned, class... Parameters>
    using ArgumentsOf = typename PoolFunction<Returned, Parameters...>::Arguments;

    template<class Returned, class... Parameters>
    Returned apply(const PoolFunction<Returned, Parameters...> &function,
                   std::type_identity_t<ArgumentsOf<Returned, Parameters...>> args, SourceLine line = {})
    {
        return applyAsync(function, std::move(args)).get(std::nullopt, line);
    }

    template<class Returned, class... Parameters>
    AsyncResult<Returned> applyAsync(const PoolFunction<Returned, Parameters...> &function,
                                     std::type_identity_t<ArgumentsOf<Returned, Parameters...>> args,
                                     std::type_identity_t<std::function<void(Returned)>> callback = {},
                                     PoolResult::ErrorCallback errorCallback = {})
    {
        return submit(function, packed(std::vector{std::move(args)}, 1), &Detail::unpackOne<Returned>,
                      std::move(callback), std::move(errorCallback));
    }

    /// `chunk`: calls in a task; 0 for CPython's own choice, about four tasks a worker.
    template<class Returned, class Parameter>
    std::vector<Returned> map(const PoolFunction<Returned, Parameter> &function,
                              const std::vector<std::decay_t<Parameter>> &iterable, std::size_t chunk = 0,
                              SourceLine line = {})
    {
        return mapAsync(function, iterable, chunk).get(std::nullopt, line);
    }

    template<class Returned, class Parameter>
    AsyncResult<std::vector<Returned>> mapAsync(const PoolFunction<Returned, Parameter> &function,
                                                const std::vector<std::decay_t<Parameter>> &iterable,
                                                std::size_t chunk = 0,
                                                std::type_identity_t<std::function<void(std::vector<Returned>)>> callback = {},
                                                PoolResult::ErrorCallback errorCallback = {})
    {
        return submit(function, packed(iterable, chunk), &Detail::unpackAll<Returned>, std::move(callback),
                      std::move(errorCallback));
    }

    /// As map, with a tuple of arguments for each call.
    template<class Returned, class... Parameters>
    std::vector<Returned> starmap(const PoolFunction<Returned, Parameters...> &function,
                                  const std::vector<std::type_identity_t<ArgumentsOf<Returned, Parameters...>>> &iterable,
                                  std::size_t chunk = 0, SourceLine line = {})
    {
        return starmapAsync(function, iterable, chunk).get(std::nullopt, line);
    }

    template<class Returned, class... Parameters>
    AsyncResult<std::vector<Returned>>
    starmapAsync(const PoolFunction<Returned, Parameters...> &function,
                 const std::vector<std::type_identity_t<ArgumentsOf<Returned, Parameters...>>> &iterable,
                 std::size_t chunk = 0, std::type_identity_t<std::function<void(std::vector<Returned>)>> callback = {},
                 PoolResult::ErrorCallback errorCallback = {})
    {
        return submit(function, packed(iterable, chunk), &Detail::unpackAll<Returned>, std::move(callback),
                      std::move(errorCallback));
    }

    /// No more tasks; the workers end when all are done.
    void close() { m_handler.close(); }
    /// Ends the workers at once.
    void terminate() { m_handler.terminate(); }
    /// Waits until the workers have ended; std::logic_error before close or terminate.
    void join(SourceLine line = {});

private:
    struct Chunk {
        std::string arguments;
        std::size_t calls = 0;
    };

    std::size_t chunkFor(std::size_t calls) const;
    std::string nameOf(std::size_t calls);
    std::shared_ptr<PoolResult> submitChunks(const std::string &function, std::vector<Chunk> chunks,
                                             PoolResult::Callback callback, PoolResult::ErrorCallback errorCallback);

    template<class Call>
    std::vector<Chunk> packed(const std::vector<Call> &calls, std::size_t chunk) const
    {
        chunk = chunk != 0 ? chunk : chunkFor(calls.size());
        std::vector<Chunk> chunks;
        for (std::size_t index = 0; index < calls.size(); ++index) {
            if (index % chunk == 0)
                chunks.emplace_back();
            putValue(chunks.back().arguments, calls[index]);
            ++chunks.back().calls;
        }
        return chunks;
    }

    template<class Value>
    AsyncResult<Value> submit(const AnyPoolFunction &function, std::vector<Chunk> chunks,
                              typename AsyncResult<Value>::Unpack unpack, std::function<void(Value)> callback,
                              PoolResult::ErrorCallback errorCallback)
    {
        PoolResult::Callback whenDone;
        if (callback)
            whenDone = [callback, unpack](const PoolResult &result) { callback(unpack(result)); };
        return AsyncResult<Value>(submitChunks(function.name(), std::move(chunks), std::move(whenDone),
                                               std::move(errorCallback)), unpack);
    }

    const int m_workers;
    std::string m_noun = "call";
    std::atomic<std::size_t> m_named = 0;       // calls that have a name; callbacks may submit, too
    std::atomic<std::uint32_t> m_submitted = 0; // tasks
    PoolHandler m_handler;
};

} // namespace Interleave
