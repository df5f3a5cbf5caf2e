// What the scenarios with a pool share: the documents' problem. A table of random digits, and for
// each of its rows the count of the digits within a range.
#pragma once

#include "core/executors/processpool.h"
#include "core/scenarios/scenario.h"

namespace Interleave {

using Row = std::vector<std::int64_t>;
using Table = std::vector<Row>;

/// Digits 0–9, drawn row by row with the program's random numbers.
Table drawTable(Program &p, std::int64_t rows, std::int64_t columns = 5);

/// How many of the row's numbers lie from minimum to maximum, both included.
std::int64_t countWithin(const Row &row, std::int64_t minimum, std::int64_t maximum);

/// The same, and the row's share of the processor time that the parameter `work` gives to all
/// `rows` together: what the pools' workers run.
std::int64_t howmanyWithinRange(Program &p, const Row &row, std::int64_t minimum, std::int64_t maximum);
extern const PoolFunction<std::int64_t, const Row &, std::int64_t, std::int64_t> howmany;
/// With one argument, for map: from 4 to 8.
extern const PoolFunction<std::int64_t, const Row &> howmanyRowOnly;
/// Several rows in one call.
extern const PoolFunction<Row, const Table &, std::int64_t, std::int64_t> howmanyInRows;

/// The rows in that many parts, as even as can be, none of them empty.
std::vector<Table> parts(const Table &table, std::int64_t count);

/// The count of each row, as far as it is known: a task that was lost leaves a hole.
class Counts
{
public:
    /// Appends what the call gives; where a task of it was lost, what arrived and holes.
    template<class Call>
    void take(std::size_t rows, Call call)
    {
        try {
            append(call());
        } catch (const TaskLost &lost) { // which the pool has reported as the program's failure
            appendArrived(rows, lost);
        }
    }
    void append(const Row &counts);
    void appendHoles(std::size_t rows);
    /// Prints the first ten, the sum, and whether all are as without a pool.
    void print(Program &p, const Table &table) const;

private:
    void appendArrived(std::size_t rows, const TaskLost &lost);

    std::vector<std::optional<std::int64_t>> m_counts;
};

// Parameters of several scenarios.
Parameter workersParameter();
Parameter rowsParameter();
Parameter tasksParameter();
Parameter chunkParameter();
Parameter seedParameter();
Parameter workParameter();
/// Of a pool with as many workers as the parameter says, and its handler thread.
ResourceNeed poolNeed(const ParameterValues &values);

} // namespace Interleave
