// The same computing jobs under every model: which of them use more than one CPU?
#include "core/executors/program.h"
#include "core/scenarios/scenariomodels.h"

namespace Interleave {
namespace {

const ScenarioRegistration registration({
    .id = "models.cpu-bound",
    .title = "Jobs that compute",
    .group = ScenarioGroup::Models,
    .order = 2,
    .documents = {"003: Where does Async IO fit in?", "002: Where does Async IO fit in?"},
    .summary = "The same jobs, each of which keeps a CPU busy, under six models, one model after the other.",
    .notice = {
        "Only processes and threads, with or without a pool, use more than one CPU: unless something else keeps the computer busy, their time is shorter than the CPU time they used.",
        "Generators and the event loop take turns in one thread, so they are no faster than one after another.",
        "With more workers than CPUs nothing gets faster: the CPUs are what is short.",
        "These threads are C++; Python's would take turns at its interpreter lock, as \"Threads take turns\" shows.",
        "This is why computing is given to processes, and why a long computation must not run on an event loop.",
    },
    .parameters = {
        Parameter::integer("jobs", "Jobs", "", 8, 1, 64, "How many jobs each model is given."),
        Parameter::integer("work", "Each job computes", "ms", 50, 1, 500, "CPU time of one job."),
        Parameter::integer("workers", "Workers", "", Program::cpuCount(), 1, 64, "How many processes, threads or pool threads share the jobs."),
    },
    .main = runEveryModel,
    .need = needOfModels,
    .figure = FigureDescription{.kind = FigureDescription::Kind::Bars, .title = "Time of each model", .xAxis = "model",
                                .yAxis = "seconds"},
});

} // namespace
} // namespace Interleave
