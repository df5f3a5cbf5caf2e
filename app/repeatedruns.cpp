#include "app/repeatedruns.h"

#include "app/printing.h"
#include "core/analysis/states.h"
#include "core/trace/names.h"

#include <nlohmann/json.hpp>

namespace Interleave {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostOrders = 20, mostLanes = 40, mostRunsNamed = 8; // for people; the JSON has all

Json spreadShape(const Spread &spread)
{
    return {{"min", spread.least.count()}, {"median", spread.median.count()}, {"max", spread.most.count()}};
}

std::string runsText(const std::vector<std::uint32_t> &runs)
{
    std::string text = runs.size() == 1 ? "run" : "runs";
    for (std::size_t place = 0; place < std::min(runs.size(), mostRunsNamed); ++place)
        text += (place == 0 ? " " : ", ") + std::to_string(runs[place]);
    return runs.size() > mostRunsNamed ? text + " …" : text;
}

void printOrders(const Repetition &repetition)
{
    const std::vector<FinishingOrder> orders = repetition.orders();
    printError("\n{} of finishing, the most frequent first:\n",
               orders.size() == 1 ? "One order" : std::to_string(orders.size()) + " orders");
    for (std::size_t place = 0; place < std::min(orders.size(), mostOrders); ++place) {
        const FinishingOrder &order = orders[place];
        printError("{:>6} × {:>4} %  {}  ({})\n", order.runs.size(), percentOf(order.runs.size(), repetition.finishedRuns()),
                   repetition.orderText(order), runsText(order.runs));
    }
    if (orders.size() > mostOrders)
        printError("  … and {} more\n", orders.size() - mostOrders);
}

void printSpreads(const Repetition &repetition)
{
    const std::vector<LaneSpread> lanes = repetition.lanes();
    printError("\n{:<32} {:>5}   {:^32}   {:^32}\n{:<32} {:>5}   {:>10} {:>10} {:>10}   {:>10} {:>10} {:>10}\n", "", "",
               "finished after", "ran for", "lane", "runs", "least", "median", "most", "least", "median", "most");
    for (std::size_t place = 0; place < std::min(lanes.size(), mostLanes); ++place) {
        const LaneSpread &lane = lanes[place];
        printError("{:<32} {:>5}   {:>10} {:>10} {:>10}   {:>10} {:>10} {:>10}\n", repetition.title(lane.lane), lane.runs,
                   durationText(lane.finish.least), durationText(lane.finish.median), durationText(lane.finish.most),
                   durationText(lane.running.least), durationText(lane.running.median), durationText(lane.running.most));
    }
    if (lanes.size() > mostLanes)
        printError("  … and {} more lanes\n", lanes.size() - mostLanes);
}

} // namespace

void printRepetition(const Repetition &repetition)
{
    printError("\n{} runs, {} finished", repetition.runs(), repetition.finishedRuns());
    const std::optional<Spread> wall = repetition.wall();
    if (!wall) {
        printError(".\n");
        return;
    }
    printError(": {} at least, {} in the middle, {} at most.\n", durationText(wall->least), durationText(wall->median),
               durationText(wall->most));
    printOrders(repetition);
    printSpreads(repetition);
}

std::string repetitionAsJson(const Repetition &repetition, const std::string &runs)
{
    Json orders = Json::array(), lanes = Json::array();
    for (const FinishingOrder &order : repetition.orders()) {
        Json names = Json::array();
        for (const LaneMatching::Number lane : order.lanes)
            names.push_back(repetition.title(lane));
        orders.push_back({{"count", order.runs.size()}, {"runs", order.runs}, {"lanes", std::move(names)}});
    }
    for (const LaneSpread &lane : repetition.lanes())
        lanes.push_back({{"name", repetition.title(lane.lane)}, {"kind", laneKindName(repetition.kind(lane.lane))},
                         {"runs", lane.runs}, {"finish_ns", spreadShape(lane.finish)},
                         {"running_ns", spreadShape(lane.running)}});
    const std::optional<Spread> wall = repetition.wall();
    const Json together = {{"finished_runs", repetition.finishedRuns()}, {"wall_ns", wall ? spreadShape(*wall) : Json()},
                           {"orders", std::move(orders)}, {"lanes", std::move(lanes)}};
    const std::string rest = together.dump(1, ' ', false, Json::error_handler_t::replace);
    return "{\n \"runs\": [\n" + runs + "],\n" + rest.substr(rest.find('\n') + 1);
}

} // namespace Interleave
