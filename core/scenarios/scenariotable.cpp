#include "core/scenarios/scenariotable.h"

#include "core/executors/program.h"

#include <algorithm>

namespace Interleave {

namespace {

std::int64_t howmanyFrom4To8(Program &p, const Row &row) { return howmanyWithinRange(p, row, 4, 8); }

Row howmanyOfEach(Program &p, const Table &rows, std::int64_t minimum, std::int64_t maximum)
{
    Row counts;
    for (const Row &row : rows)
        counts.push_back(howmanyWithinRange(p, row, minimum, maximum));
    return counts;
}

} // namespace

const PoolFunction<std::int64_t, const Row &, std::int64_t, std::int64_t> howmany("howmany_within_range", howmanyWithinRange);
const PoolFunction<std::int64_t, const Row &> howmanyRowOnly("howmany_within_range_rowonly", howmanyFrom4To8);
const PoolFunction<Row, const Table &, std::int64_t, std::int64_t> howmanyInRows("howmany_in_rows", howmanyOfEach);

Table drawTable(Program &p, std::int64_t rows, std::int64_t columns)
{
    const Row empty(std::size_t(columns), 0);
    Table table(std::size_t(rows), empty);
    for (Row &row : table) {
        for (std::int64_t &digit : row)
            digit = p.random.randInt(0, 9);
    }
    return table;
}

std::int64_t countWithin(const Row &row, std::int64_t minimum, std::int64_t maximum)
{
    return std::count_if(row.begin(), row.end(), [=](std::int64_t n) { return minimum <= n && n <= maximum; });
}

std::int64_t howmanyWithinRange(Program &p, const Row &row, std::int64_t minimum, std::int64_t maximum)
{
    p.compute(Nanos(std::chrono::milliseconds(p.integer("work"))) / p.integer("rows"));
    return countWithin(row, minimum, maximum);
}

std::vector<Table> parts(const Table &table, std::int64_t count)
{
    const std::size_t number = std::min(std::size_t(count), table.size());
    std::vector<Table> parts;
    for (std::size_t part = 0; part < number; ++part) {
        const auto row = [&](std::size_t index) { return table.begin() + std::ptrdiff_t(index * table.size() / number); };
        parts.emplace_back(row(part), row(part + 1));
    }
    return parts;
}

void Counts::append(const Row &counts)
{
    m_counts.insert(m_counts.end(), counts.begin(), counts.end());
}

void Counts::appendHoles(std::size_t rows)
{
    m_counts.resize(m_counts.size() + rows);
}

void Counts::appendArrived(std::size_t rows, const TaskLost &lost)
{
    const std::size_t before = m_counts.size();
    for (const std::optional<std::int64_t> &count : lost.arrived<std::int64_t>())
        m_counts.push_back(count);
    m_counts.resize(before + rows); // one call for several rows leaves a hole for each
}

void Counts::print(Program &p, const Table &table) const
{
    constexpr std::size_t shown = 10;
    std::string beginning;
    std::int64_t sum = 0;
    bool equal = m_counts.size() == table.size();
    for (std::size_t row = 0; row < m_counts.size(); ++row) {
        const std::optional<std::int64_t> &count = m_counts[row];
        if (row < shown)
            beginning += (row > 0 ? ", " : "") + (count ? std::to_string(*count) : std::string("lost"));
        sum += count.value_or(0);
        equal = equal && count && *count == countWithin(table[row], 4, 8);
    }
    p.print("[{}]", beginning);
    p.print("sum: {}", sum);
    p.print("equal to serial: {}", equal ? "yes" : "no");
}

Parameter workersParameter()
{
    return Parameter::integer("workers", "Workers", "", std::min(64, Program::cpuCount()), 1, 64,
                              "How many worker processes the pool has; by default one a processor.");
}

Parameter rowsParameter()
{
    return Parameter::integer("rows", "Rows", "", 100, 1, 50'000, "How many rows of random digits the table has.");
}

Parameter tasksParameter()
{
    return Parameter::integer("tasks", "Tasks", "", 20, 1, 10'000, "In how many calls the rows are handed to the pool; never more than there are rows.");
}

Parameter chunkParameter()
{
    return Parameter::integer("chunk", "Rows in a chunk", "", 0, 0, 50'000, "How many rows make one task; 0 is Python's own choice, about four tasks a worker.");
}

Parameter seedParameter()
{
    return Parameter::integer("seed", "Seed", "", 444, 0, 2'147'483'647, "Where the random numbers begin.");
}

Parameter workParameter()
{
    return Parameter::integer("work", "Work, all rows together", "ms", 400, 0, 5000, "Processor time that the counting of all rows uses, shared out evenly among them.");
}

ResourceNeed poolNeed(const ParameterValues &values)
{
    const std::int64_t workers = std::stoll(values.at("workers"));
    return {.processes = 1 + workers, .threads = 2 + workers, .connections = workers};
}

} // namespace Interleave
