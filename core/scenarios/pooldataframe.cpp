// A table handed to a pool row by row, column by column, or as whole frames.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

namespace Interleave {
namespace {

constexpr std::int64_t columns = 5;

/// For each number of a column 1 if it lies within the range, else 0.
Row withinRange(Program &p, const Row &column, std::int64_t minimum, std::int64_t maximum)
{
    p.compute(Nanos(std::chrono::milliseconds(p.integer("work"))) / columns);
    Row marks;
    for (const std::int64_t n : column)
        marks.push_back(minimum <= n && n <= maximum ? 1 : 0);
    return marks;
}
const PoolFunction within("within_range", withinRange);

using RowCall = std::tuple<Row, std::int64_t, std::int64_t>;
using FrameCall = std::tuple<Table, std::int64_t, std::int64_t>;

Row byRow(ProcessPool &pool, const Table &frame)
{
    std::vector<RowCall> calls;
    for (const Row &row : frame)
        calls.emplace_back(row, 4, 8);
    pool.nameCalls("row");
    return pool.starmap(howmany, calls);
}

Row byColumn(ProcessPool &pool, const Table &frame)
{
    std::vector<RowCall> calls(std::size_t(columns), RowCall(Row(), 4, 8));
    for (const Row &row : frame) {
        for (std::size_t column = 0; column < row.size(); ++column)
            std::get<0>(calls[column]).push_back(row[column]);
    }
    pool.nameCalls("column");
    Row counts(frame.size(), 0);
    for (const Row &marks : pool.starmap(within, calls, 1)) {
        for (std::size_t row = 0; row < marks.size(); ++row)
            counts[row] += marks[row];
    }
    return counts;
}

Row byFrame(ProcessPool &pool, const Table &frame, std::int64_t workers)
{
    std::vector<FrameCall> calls;
    for (Table &part : parts(frame, workers))
        calls.emplace_back(std::move(part), 4, 8);
    pool.nameCalls("frame");
    Row counts;
    for (const Row &ofFrame : pool.starmap(howmanyInRows, calls, 1))
        counts.insert(counts.end(), ofFrame.begin(), ofFrame.end());
    return counts;
}

void run(Program &p)
{
    const Table data = drawTable(p, p.integer("rows"), columns);
    const std::string split = p.text("split");
    ProcessPool pool(p, int(p.integer("workers")));
    Counts results;
    if (split == "row")
        results.append(byRow(pool, data));
    else if (split == "column")
        results.append(byColumn(pool, data));
    else
        results.append(byFrame(pool, data, p.integer("workers")));
    pool.close();
    pool.join();
    p.print("split by {}", split);
    results.print(p, data);
}

const ScenarioRegistration registration({
    .id = "pool.data-frame",
    .title = "A data frame, three ways",
    .group = ScenarioGroup::Pool,
    .order = 10,
    .documents = {"002: 7 How to parallel a panda data frame"},
    .summary = "The same table is shared out by rows, by columns, or cut into a few smaller tables; each way gives the same counts.",
    .notice = {
        "By row there are many small pieces, which the pool hands over in chunks.",
        "By column there are just five pieces, one a column; each says yes or no for every row, and the parent adds them up.",
        "By frame every worker gets one large piece, a smaller table with all its columns.",
        "Fewer, larger pieces cost less to hand over; smaller ones share the work out more evenly.",
        "With more workers than columns, a split by column leaves some of them without work.",
    },
    .parameters = {
        workersParameter(), rowsParameter(),
        Parameter::choice("split", "Split by", {"row", "column", "frame"}, "What one call gets: a row, a column, or a part of the table with all its columns."),
        workParameter(), seedParameter(),
    },
    .main = run,
    .need = poolNeed,
});

} // namespace
} // namespace Interleave
