// Reads a foreign trace that comes in blocks. A file with one record a line is cut at line ends and
// its stretches are scanned at once on several threads; that a line's end lies between two records
// is only assumed, and checked before a stretch counts: where it does not hold, the file is read
// on by one thread as it comes. One use, one thread besides its helpers.
#pragma once

#include "core/io/foreigngatherer.h"

#include <deque>
#include <functional>
#include <future>
#include <memory>

namespace Interleave {

class ForeignReader
{
public:
    void feed(std::string_view bytes);
    /// Nothing more comes.
    void finishFeeding();

    /// Whether the file turned out to have one record a line, so that readLines() may go on.
    bool hasLines() const { return m_way == Way::Lines; }
    /// Goes on from `offset` of the file, where the bytes that were fed ended, on several threads that
    /// each read their own part. Ends where it has to be fed again: at the file's end, or where lines
    /// are no records any more. `goOn` is told the offset, and says whether to.
    std::int64_t readLines(int descriptor, std::int64_t offset, std::int64_t size,
                           const std::function<bool(std::int64_t)> &goOn);

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

    /// Lines that a thread of its own reads from the file: from behind the first line end at or after
    /// `from` (the first one: from there) to behind the first one at or after `to`.
    struct FileStretch {
        std::int64_t from = 0, to = 0;
        bool isFirst = false;
        std::int64_t begin = 0, end = 0; // once read; the same where there is no line
        std::vector<char> bytes;
        ChromeScanner scanner;
        ForeignChunk chunk;
        bool isWhole = false; // its lines are records, all of them
        std::future<void> scanned;

        void read(int descriptor);
        bool readLines(int descriptor);
    };

    void scanHere();
    void sendLines();
    void takeOldest();
    void goOnAlone();
    std::unique_ptr<FileStretch> sendFrom(int descriptor, std::int64_t from, std::int64_t to, bool isFirst);
    bool takeFrom(FileStretch &stretch);

    enum class Way { Unknown, Lines, Alone } m_way = Way::Unknown;
    ChromeScanner m_scanner;
    std::string m_pending;
    std::size_t m_enough = stretchBytes; // to be scanned
    std::deque<std::unique_ptr<Stretch>> m_sent; // in order of the file
    std::vector<std::vector<char>> m_buffers; // of stretches that are done: fresh memory is slow
    ForeignGatherer m_gatherer;
};

} // namespace Interleave
