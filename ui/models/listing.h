// The two texts of a scenario, Python's and the C++ that runs, with the lines that mean the same. They
// are compiled in; which line goes with which stands beside the Python text, as pairs of the lines'
// own words, so that an edit elsewhere moves nothing. A value.
#pragma once

#include <QStringList>

#include <string>
#include <vector>

namespace Interleave {

struct Listing {
    QStringList python; // line n at place n - 1
    QStringList cpp;    // up to where the scenario describes itself; numbered as in the file
    std::vector<int> pythonOfCpp; // by the C++ line's number; 0 for none
    QStringList problems;         // pairs that name no line, or more than one

    bool isEmpty() const { return python.isEmpty() && cpp.isEmpty(); }
    /// 0 for none.
    int pythonLine(int cppLine) const;
    /// The C++ lines that go with a Python line.
    std::vector<int> cppLines(int pythonLine) const;
};

/// Empty for an unknown id.
Listing listingOf(const std::string &scenarioId);

} // namespace Interleave
