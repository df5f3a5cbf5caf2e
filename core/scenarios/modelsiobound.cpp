// The same waiting jobs under every model: what overlaps, and what does it cost?
#include "core/scenarios/scenariomodels.h"

namespace Interleave {
namespace {

const ScenarioRegistration registration({
    .id = "models.io-bound",
    .title = "Jobs that wait",
    .group = ScenarioGroup::Models,
    .order = 1,
    .documents = {"003: Where does Async IO fit in?", "002: Where does Async IO fit in?"},
    .summary = "The same jobs, each of which only waits, under six models, one model after the other.",
    .notice = {
        "One after another, the waits add up; under every other model they overlap.",
        "Processes and threads overlap as many waits as there are workers; raise the workers and they catch up.",
        "Generators and the event loop overlap all of them in a single thread: waiting needs no worker.",
        "The CPU time is next to nothing everywhere; what differs is how many processes and threads and how much memory each model takes for the same waits. The output has the numbers.",
        "This is why programs that mostly wait, for a network or a disk, are at home on an event loop.",
    },
    .parameters = {
        Parameter::integer("jobs", "Jobs", "", 8, 1, 64, "How many jobs each model is given."),
        Parameter::integer("wait", "Each job waits", "ms", 100, 1, 1000, "How long one job waits, as for an answer from elsewhere."),
        Parameter::integer("workers", "Workers", "", 4, 1, 64, "How many processes, threads or pool threads share the jobs."),
    },
    .main = runEveryModel,
    .need = needOfModels,
    .figure = FigureDescription{.kind = FigureDescription::Kind::Bars, .title = "Time of each model", .xAxis = "model",
                                .yAxis = "seconds"},
});

} // namespace
} // namespace Interleave
