#include "core/kernel/threadtimes.h"

#include <charconv>
#include <fcntl.h>
#include <string_view>
#include <time.h>
#include <unistd.h>

namespace Interleave {

namespace {

/// The second of the numbers in "run delay slices".
std::optional<Nanos> secondNumber(std::string_view text)
{
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos)
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + blank + 1, text.data() + text.size(), value);
    return error == std::errc() ? std::optional(Nanos(value)) : std::nullopt;
}

} // namespace

Nanos ownThreadCpuTime()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return Nanos(std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec);
}

std::optional<Nanos> ownRunDelay()
{
    const int file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return std::nullopt;
    char text[96];
    const ssize_t length = read(file, text, sizeof text);
    close(file);
    return length > 0 ? secondNumber({text, std::size_t(length)}) : std::nullopt;
}

} // namespace Interleave
