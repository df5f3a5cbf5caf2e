// A row of the benchmarks' table: what was measured beside its limit and its goal. Every benchmark
// takes `--rows FILE`, to which it appends one JSON object a line, and `--quick` for a short run of
// fewer events; tests/bench/assemble.py gathers the lines of all of them into bench.json.
#pragma once

#include <fstream>
#include <iomanip>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

namespace Interleave {

/// What must hold of the value, or of the value as a multiple of its limit.
struct Goal {
    enum Kind { AtMost, AtLeast, RatioAtMost };
    Kind kind = AtMost;
    double bound = 0;

    bool isMet(double value, std::optional<double> ratio) const
    {
        switch (kind) {
        case AtMost: return value <= bound;
        case AtLeast: return value >= bound;
        case RatioAtMost: return ratio && *ratio <= bound;
        }
        return false;
    }

    std::string text(const std::string &unit) const
    {
        std::ostringstream text;
        text << (kind == AtLeast ? "≥ " : "≤ ") << bound << ' ' << (kind == RatioAtMost ? "× limit" : unit);
        return text.str();
    }
};

struct Row {
    std::string name; // in the words of the table of the design, ": " and the figure where it has several
    std::optional<double> value; // none: it could not be measured, and `why` says the reason
    std::string unit;
    std::optional<double> limit = {}; // measured in the same run, in the same unit
    Goal goal = {};
    std::optional<double> ratio = {}; // where it is not simply value / limit, as a median of ratios
    std::string why = {};

    bool isMet() const { return value && goal.isMet(*value, multiple()); }
    std::optional<double> multiple() const
    {
        if (ratio || !value || !limit || *limit == 0)
            return ratio;
        return *value / *limit;
    }
};

/// Prints the rows and appends them to the file that the command line names. One a program.
class RowWriter
{
public:
    /// Takes `--rows FILE` and `--quick` out of the arguments.
    RowWriter(int &argc, char **argv)
    {
        int kept = 1;
        for (int next = 1; next < argc; ++next) {
            const std::string argument = argv[next];
            if (argument == "--quick")
                m_quick = true;
            else if (argument == "--rows" && next + 1 < argc)
                m_file.open(argv[++next], std::ios::app);
            else
                argv[kept++] = argv[next];
        }
        argc = kept;
    }

    bool isQuick() const { return m_quick; }

    void add(const Row &row)
    {
        print(row);
        if (m_file.is_open())
            m_file << json(row) << std::endl; // at once: what follows may crash
    }

private:
    static std::string number(std::optional<double> value)
    {
        if (!value)
            return "null";
        std::ostringstream text;
        text << std::setprecision(6) << *value;
        return text.str();
    }

    static std::string quoted(const std::string &text)
    {
        std::string quoted = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\')
                quoted += '\\';
            quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
        return quoted + '"';
    }

    static std::string json(const Row &row)
    {
        std::string text = "{\"row\":" + quoted(row.name) + ",\"value\":" + number(row.value) + ",\"unit\":"
            + quoted(row.unit) + ",\"limit\":" + number(row.limit) + ",\"ratio\":" + number(row.multiple())
            + ",\"goal\":" + quoted(row.goal.text(row.unit)) + ",\"met\":" + (row.isMet() ? "true" : "false");
        if (!row.why.empty())
            text += ",\"why\":" + quoted(row.why);
        return text + "}";
    }

    static void print(const Row &row)
    {
        const auto shown = [](std::optional<double> value) {
            std::ostringstream text;
            text << std::setprecision(4);
            if (value)
                text << *value;
            else
                text << "-";
            return text.str();
        };
        std::cout << std::left << std::setw(60) << row.name << std::right << std::setw(10) << shown(row.value) << ' '
                  << std::left << std::setw(9) << row.unit << " limit " << std::setw(9) << shown(row.limit)
                  << " ratio " << std::setw(7) << shown(row.multiple()) << row.goal.text(row.unit) << ": "
                  << (!row.value ? "not measured: " + row.why : row.isMet() ? "met" : "NOT MET") << std::endl;
    }

    bool m_quick = false;
    std::ofstream m_file;
};

} // namespace Interleave
