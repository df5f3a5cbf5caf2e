// One example of the documents: what people read about it, its parameters, and the program that
// runs. A scenario is one file in this folder that registers itself; window, command line and
// tests find it here.
#pragma once

#include "core/base/parametervalues.h"
#include "core/base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace Interleave {

class Program;

enum class ScenarioGroup { Processes, Threads, Coroutines, Async, Pool, Redis, Models };
std::string groupTitle(ScenarioGroup group); // "Multiple processes" …

struct Parameter {
    enum class Type { Integer, Choice, Switch, Text };

    std::string name;   // one lower-case word, as in --set name=value
    std::string label;  // what the window says: "A document second lasts"
    std::string help;   // one sentence: what it means
    Type type = Type::Integer;
    std::string unit;   // "ms", or empty
    std::int64_t minimum = 0, maximum = 0; // Integer only; inclusive
    std::vector<std::string> choices;      // Choice only
    std::string standard;                  // the default, as text: "3", "fork", "on"

    static Parameter integer(std::string name, std::string label, std::string unit, std::int64_t standard,
                             std::int64_t minimum, std::int64_t maximum, std::string help);
    static Parameter choice(std::string name, std::string label, std::vector<std::string> choices,
                            std::string help); // the first is the default
    static Parameter text(std::string name, std::string label, std::string standard, std::string help);
    static Parameter onOff(std::string name, std::string label, bool standard, std::string help);
};

/// What a run takes of the operating system, itself included. Checked before it starts.
struct ResourceNeed {
    std::int64_t processes = 1;
    std::int64_t threads = 1;     // of all its processes together
    std::int64_t connections = 0; // sockets open at once
    std::int64_t memoryBytes = 0; // beyond what processes and threads themselves take
};

/// A chart that belongs to a scenario, of the values that it hands to Program::plot().
struct FigureDescription {
    enum class Kind { Curve, Bars };
    Kind kind = Kind::Curve;
    std::string title; // "Time by number of workers"
    std::string xAxis; // "workers"; for bars what the names are
    std::string yAxis; // "seconds"
    bool marksCpuCount = false; // at x = the number of CPUs
};

struct Scenario {
    std::string id;                       // "async.count"
    std::string title;                    // "Count: async"
    ScenarioGroup group = ScenarioGroup::Processes;
    int order = 0;                        // within its group
    std::vector<std::string> documents;   // "004: Async IO"
    std::string summary;                  // one sentence
    std::vector<std::string> notice;      // three to six sentences: what to look at
    std::vector<Parameter> parameters;
    std::function<void(Program &)> main;  // what runs, in the runner's main thread
    std::function<ResourceNeed(const ParameterValues &)> need; // complete values; empty: one process, one thread
    bool usesServer = false;              // the session starts a web server of its own beside the run
    bool usesRedis = false; // likewise a Redis server, unless the parameter "server" gives an address
    std::optional<FigureDescription> figure;

    /// The defaults, overwritten by `given`. Usage error for an unknown name, a value of the
    /// wrong type or one out of its range, saying what is allowed.
    Result<ParameterValues> complete(const ParameterValues &given) const;
    const Parameter *parameter(const std::string &name) const;
};

/// All scenarios in the order of the catalogue.
std::vector<const Scenario *> allScenarios();
/// Null when there is none of that id.
const Scenario *findScenario(const std::string &id);

/// Makes a scenario known: `const ScenarioRegistration registration({.id = …});` at file scope.
class ScenarioRegistration
{
public:
    explicit ScenarioRegistration(Scenario scenario);
};

} // namespace Interleave
