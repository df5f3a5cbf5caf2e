// Cuts a stream of JSON into the records of a trace without reading it as a whole: a cut or
// damaged file gives the records that are whole, and memory stays that of one record. What is taken
// is followed by scanPadding zeros (jsonscan.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace Interleave {

/// The objects of the outermost array, or of the member "traceEvents" of the outermost object,
/// however they are laid out. Fed block by block.
class ObjectSplitter
{
public:
    using Take = std::function<void(std::string_view record)>;

    static constexpr std::size_t longestRecord = 16 << 20; // a text of 1 MiB, escaped and as bytes
    static constexpr std::size_t deepestRecord = 100;

    explicit ObjectSplitter(Take take) : m_take(std::move(take)) {}
    void feed(std::string_view bytes);

    bool sawArray() const { return m_inArray || m_closed; }
    /// The array came to its end.
    bool isWhole() const { return m_closed; }
    /// Records that were too long or too deep.
    std::uint64_t refused() const { return m_refused; }

private:
    void feedString(char character);
    void feedStructure(char character);
    void open(char character);
    void close();
    void keep(char character);
    void take();

    Take m_take;
    std::string m_record;
    std::string m_key; // the last string of the outermost object
    std::size_t m_depth = 0;
    std::size_t m_arrayDepth = 0;
    bool m_inArray = false, m_closed = false;
    bool m_inRecord = false, m_refuse = false;
    bool m_inString = false, m_escaped = false;
    std::uint64_t m_refused = 0;
};

/// The lines of a file that has one record a line, with their line feeds. After a damaged line the
/// next one is read as if nothing had happened. A line that is too long is taken cut.
class LineSplitter
{
public:
    using Take = std::function<void(std::string_view line)>;

    static constexpr std::size_t longestLine = ObjectSplitter::longestRecord;

    explicit LineSplitter(Take take) : m_take(std::move(take)) {}
    void feed(std::string_view bytes);
    /// Takes what stands behind the last line feed.
    void finish();

private:
    void keep(std::string_view bytes);
    void take();

    Take m_take;
    std::string m_line;
};

} // namespace Interleave
