// Reads a foreign trace that comes in blocks. A file with one record a line is cut at line ends and
// its stretches are scanned at once on several threads; that a line's end lies between two records
// is only assumed, and checked before a stretch counts: where it does not hold, the file is read
// on by one thread as it comes. One use, one thread besides its helpers.
#pragma once

#include "core/io/foreigngatherer.h"

#include <deque>
#include <future>
#include <memory>

namespace Interleave {

class ForeignReader
{
public:
    void feed(std::string_view bytes);
    /// Nothing more comes.
    void finishFeeding();

    ForeignGatherer &gatherer() { return m_gatherer; }
    bool isWhole() const { return m_scanner.isWhole(); }

private:
    static constexpr std::size_t stretchBytes = 1 << 20;

    struct Stretch {
        std::string bytes; // and scanPadding zeros
        ChromeScanner scanner;
        ForeignChunk chunk;
        std::size_t taken = 0;
        std::future<void> scanned;

        void scan();
    };

    void scanHere();
    void sendLines();
    void takeOldest();
    void goOnAlone();

    enum class Way { Unknown, Lines, Alone } m_way = Way::Unknown;
    ChromeScanner m_scanner;
    std::string m_pending;
    std::size_t m_enough = stretchBytes; // to be scanned
    std::deque<std::unique_ptr<Stretch>> m_sent; // in order of the file
    ForeignGatherer m_gatherer;
};

} // namespace Interleave
