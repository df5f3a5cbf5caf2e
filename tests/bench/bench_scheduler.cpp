// What it costs a program that the kernel records its context switches: two threads that hand one byte
// to and fro on one CPU, watched and not watched in turns, and what of their records is lost when the
// reader looks as often as a session does.
#include "core/base/clock.h"
#include "core/kernel/schedulertrace.h"
#include "tests/bench/row.h"

#include <algorithm>
#include <array>
#include <poll.h>
#include <sched.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Interleave;

namespace {

constexpr int lookPeriodMs = 8; // as LiveReading does while events come
constexpr std::int64_t youngestNs = 1'000'000;
constexpr int pairs = 3;

using Pipe = std::array<int, 2>;

void pass(int from, int to, int times)
{
    char byte = 0;
    while (times-- > 0 && read(from, &byte, 1) == 1 && write(to, &byte, 1) == 1) {}
}

/// In the child: waits for the go, hands over, and says how long a switch took.
[[noreturn]] void handOver(int go, int answer, int times)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    Pipe there{}, back{};
    char byte = 0;
    if (pipe(there.data()) != 0 || pipe(back.data()) != 0 || read(go, &byte, 1) != 1)
        _exit(1);
    std::thread other([&] { pass(there[0], back[1], times); });
    const std::int64_t begun = monotonicNs();
    if (write(there[1], &byte, 1) == 1)
        pass(back[0], there[1], times - 1);
    const double each = double(monotonicNs() - begun) / (2.0 * times);
    close(there[1]);
    other.join();
    _exit(write(answer, &each, sizeof each) == sizeof each ? 0 : 1);
}

struct Measured {
    double nsPerSwitch = 0;
    std::uint64_t records = 0, lost = 0;
    std::string refusal;
};

void drain(SchedulerTrace &trace, std::int64_t before, Measured &measured)
{
    const auto visit = [&](const SchedulerRecord &record) {
        record.kind == SchedulerRecord::Kind::Lost ? measured.lost += record.lost : ++measured.records;
    };
    while (trace.drain(before, UINT64_MAX, visit) > 0) {}
}

Measured measure(int times, bool watched)
{
    Measured measured;
    Pipe go{}, answer{};
    if (pipe(go.data()) != 0 || pipe(answer.data()) != 0)
        return measured;
    const pid_t child = fork();
    if (child == 0)
        handOver(go[0], answer[1], times);
    std::optional<SchedulerTrace> trace;
    if (watched) {
        Result<SchedulerTrace> opened = SchedulerTrace::open(child);
        if (opened.hasValue())
            trace.emplace(opened.takeValue());
        else
            measured.refusal = opened.error().message;
    }
    [[maybe_unused]] const auto gone = write(go[1], "g", 1);
    pollfd done{answer[0], POLLIN, 0};
    while (poll(&done, 1, lookPeriodMs) == 0) {
        if (trace)
            drain(*trace, monotonicNs() - youngestNs, measured);
    }
    [[maybe_unused]] const auto got = read(answer[0], &measured.nsPerSwitch, sizeof measured.nsPerSwitch);
    waitpid(child, nullptr, 0);
    if (trace)
        drain(*trace, INT64_MAX, measured);
    for (const int fd : {go[0], go[1], answer[0], answer[1]})
        close(fd);
    return measured;
}

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    RowWriter rows(argc, argv);
    const int times = rows.isQuick() ? 20'000 : 250'000; // each two switches
    std::vector<double> alone, watched, ratios;
    std::uint64_t records = 0, lost = 0;
    std::string refusal;
    for (int pair = 0; pair < pairs && refusal.empty(); ++pair) {
        alone.push_back(measure(times, false).nsPerSwitch);
        const Measured with = measure(times, true);
        watched.push_back(with.nsPerSwitch);
        ratios.push_back(with.nsPerSwitch / alone.back());
        records += with.records;
        lost += with.lost;
        refusal = with.refusal;
    }
    const bool refused = !refusal.empty();
    const auto unless = [&](double value) { return refused ? std::nullopt : std::optional(value); };
    rows.add({"a thread's switch, watched beside not watched", unless(median(watched)), "ns", median(alone),
              {Goal::RatioAtMost, 3}, unless(median(ratios)), refusal});
    rows.add({"records of the kernel's that were lost, of each million", unless(1e6 * double(lost) / double(std::max<std::uint64_t>(1, records + lost))),
              "", std::nullopt, {Goal::AtMost, 0}, std::nullopt, refusal});
    return 0;
}
