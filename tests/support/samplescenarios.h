// Scenarios made by hand, which never run: for tests of what shows scenarios.
#pragma once

#include "core/scenarios/scenario.h"

namespace Interleave {

inline Scenario sampleScenario(std::string id, std::string title, ScenarioGroup group)
{
    Scenario scenario;
    scenario.id = std::move(id);
    scenario.title = std::move(title);
    scenario.group = group;
    scenario.documents = {"D4 Async IO", "D3 Example1"};
    scenario.summary = "Several counters at once.";
    scenario.notice = {"Only one runs at a time.", "The loop gives the turn away."};
    return scenario;
}

/// One parameter of each type, and a number with a wide range.
inline Scenario scenarioWithEveryType()
{
    Scenario scenario = sampleScenario("sample.every", "Every type", ScenarioGroup::Async);
    scenario.parameters = {
        Parameter::integer("tasks", "Tasks", "", 3, 1, 10'000, "How many count."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "Slower or faster."),
        Parameter::choice("start", "Start method", {"fork", "spawn"}, "How processes begin."),
        Parameter::onOff("lock", "Take the lock & hold it", true, "Whether the counter is guarded."),
        Parameter::text("prefix", "Prefix", "Dear", "What is searched for."),
    };
    return scenario;
}

} // namespace Interleave
