// Makes the text of a slice (core/trace/slicetext.h) from its record in a foreign trace. Records
// that say the same share one text: they are told apart by their bytes, and only a new one is put
// into words. One stretch of a file, one thread; the bytes must outlive it.
#pragma once

#include "core/io/chromerecord.h"
#include "core/io/wordtable.h"

#include <cstdint>
#include <string>
#include <vector>

namespace Interleave {

class SliceDetails
{
public:
    /// Whether its record says more of a slice than the name: a category, or arguments.
    static bool isMoreThanAName(const ChromeRecord &record);

    /// The number of the text for records alike, and whether it is a new one.
    std::pair<std::uint32_t, bool> numberOf(const ChromeRecord &record, bool namesPhase);
    /// The text itself: for a record that is new.
    static std::string textOf(const ChromeRecord &record, bool namesPhase);

private:
    WordTable<std::string> m_alike;
    std::string m_key;
};

} // namespace Interleave
