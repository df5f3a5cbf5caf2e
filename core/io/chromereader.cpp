#include "core/io/chromereader.h"

#include "core/io/crc32c.h"
#include "core/io/foreignassembler.h"
#include "core/io/foreignreader.h"
#include "core/io/gzip.h"
#include "core/io/inputfile.h"
#include "core/io/ownrecords.h"
#include "core/io/recordsplitter.h"

#include <nlohmann/json.hpp>

#include <QByteArray>

#include <algorithm>

namespace Interleave {

using nlohmann::json;

namespace {

constexpr qint64 blockBytes = 256 << 10;
constexpr std::string_view gzipMagic("\x1f\x8b", 2);
constexpr std::string_view byteOrderMark("\xef\xbb\xbf", 3);
constexpr std::string_view ownBeginning = R"([{"ph":"M","name":"interleave_header")";
constexpr std::string_view whitespace = " \t\r\n";
constexpr std::string_view ownName = R"("interleave_header")"; // wherever another program put it
constexpr std::size_t beginningBytes = 4096; // enough to know what it is
constexpr double feedingShare = 0.8; // of the time; the rest is making the trace of it

class ChromeReader
{
public:
    ChromeReader(QFile &file, const QString &path, ReadingWatch &watch)
        : m_file(file), m_path(path), m_watch(watch), m_size(std::max<qint64>(1, file.size()))
    {}

    Result<Trace> read();

private:
    void readAll();
    void readPlain();
    void readLines();
    void readGzip();
    bool take(std::string_view bytes);
    bool recognize();
    void pass(std::string_view bytes);
    void takeLine(std::string_view line);
    void takeRecord(std::string_view text);
    void sayWhatIsMissing(std::vector<std::string> &problems) const;
    Trace finishOwn();
    Trace finishForeign();
    void startAgainAsForeign();
    bool goOn() { return m_watch.goOn(feedingShare * double(m_file.pos()) / double(m_size)); }

    QFile &m_file;
    const QString m_path; // for people: the file itself was opened by its descriptor
    ReadingWatch &m_watch;
    const qint64 m_size;
    std::string m_beginning; // until it is known what it is
    enum class Layout { Unknown, OwnLines, OwnRewritten, Foreign, None } m_layout = Layout::Unknown;
    bool m_surelyForeign = false;
    LineSplitter m_lines{[this](std::string_view line) { takeLine(line); }};
    ObjectSplitter m_objects{[this](std::string_view record) { takeRecord(record); }};
    OwnRecords m_own;
    ForeignReader m_foreign;
    std::uint32_t m_checksum = 0; // of all lines before the footer
    std::uint64_t m_damaged = 0;
    bool m_closed = false; // the last line ended the array
    Inflater::State m_gzip = Inflater::State::AtEnd;
    bool m_isGzip = false;
};

void ChromeReader::readPlain()
{
    for (QByteArray block = m_file.read(blockBytes); !block.isEmpty() && goOn(); block = m_file.read(blockBytes)) {
        if (!take({block.constData(), std::size_t(block.size())}))
            return;
        if (m_layout == Layout::Foreign && m_foreign.hasLines())
            readLines();
    }
}

/// Goes on behind what several threads read by themselves.
void ChromeReader::readLines()
{
    m_file.seek(m_foreign.readLines(m_file.handle(), m_file.pos(), m_size, [this](qint64 offset) {
        return m_watch.goOn(feedingShare * double(offset) / double(m_size));
    }));
}

void ChromeReader::readGzip()
{
    Inflater inflater;
    m_gzip = Inflater::State::Within;
    for (QByteArray block = m_file.read(blockBytes); !block.isEmpty() && goOn(); block = m_file.read(blockBytes)) {
        m_gzip = inflater.feed(block, [this](QByteArrayView bytes) {
            return take({bytes.data(), std::size_t(bytes.size())}) && goOn();
        });
        if (m_gzip != Inflater::State::Within && m_gzip != Inflater::State::AtEnd)
            return;
    }
}

/// False when the file turned out to be no JSON.
bool ChromeReader::take(std::string_view bytes)
{
    if (m_layout != Layout::Unknown) {
        pass(bytes);
        return true;
    }
    m_beginning += bytes;
    if (m_beginning.size() < beginningBytes)
        return true;
    return recognize();
}

bool ChromeReader::recognize()
{
    std::string_view bytes = m_beginning;
    if (bytes.starts_with(byteOrderMark))
        bytes.remove_prefix(byteOrderMark.size());
    bytes.remove_prefix(std::min(bytes.find_first_not_of(whitespace), bytes.size()));
    if (!bytes.starts_with('[') && !bytes.starts_with('{')) {
        m_layout = Layout::None;
        return false;
    }
    m_layout = bytes.starts_with(ownBeginning) ? Layout::OwnLines : Layout::Foreign;
    if (m_layout == Layout::Foreign && !m_surelyForeign && bytes.find(ownName) != std::string_view::npos)
        m_layout = Layout::OwnRewritten;
    pass(bytes);
    return true;
}

void ChromeReader::pass(std::string_view bytes)
{
    if (m_layout == Layout::OwnLines)
        m_lines.feed(bytes);
    else if (m_layout == Layout::OwnRewritten)
        m_objects.feed(bytes);
    else
        m_foreign.feed(bytes);
}

/// A line is whole with the comma or bracket behind its record. Only then does it count.
void ChromeReader::takeLine(std::string_view line)
{
    if (m_own.hasFooter()) {
        ++m_damaged; // nothing may follow
        return;
    }
    std::string_view record = line;
    while (!record.empty() && whitespace.find(record.back()) != std::string_view::npos)
        record.remove_suffix(1);
    if (record.starts_with('['))
        record.remove_prefix(1);
    const bool closes = record.ends_with("}]");
    if (closes || record.ends_with("},")) {
        record.remove_suffix(1);
        takeRecord(record);
    } else {
        m_damaged += line.ends_with('\n');
    }
    m_closed = closes;
    if (!m_own.hasFooter())
        m_checksum = crc32c(line, m_checksum);
}

void ChromeReader::takeRecord(std::string_view text)
{
    if (m_own.takeQuickly(text))
        return;
    const json record = json::parse(text.begin(), text.end(), nullptr, false);
    if (record.is_object())
        m_own.take(record);
    else
        ++m_damaged;
}

void ChromeReader::sayWhatIsMissing(std::vector<std::string> &problems) const
{
    if (m_gzip == Inflater::State::Within)
        problems.push_back("The compressed file is cut off.");
    if (m_gzip == Inflater::State::Damaged)
        problems.push_back("The compressed file is damaged; it was read up to there.");
    if (m_gzip == Inflater::State::TooMuch)
        problems.push_back("The compressed file inflates to more than a trace would; it was read up to there.");
    if (m_damaged > 0)
        problems.push_back(std::to_string(m_damaged) + (m_damaged == 1 ? " damaged record" : " damaged records")
                           + " left out.");
    if (m_objects.refused() > 0)
        problems.push_back(std::to_string(m_objects.refused()) + " records too long or too deep left out.");
}

Trace ChromeReader::finishOwn()
{
    std::vector<std::string> &problems = m_own.gathered().problems;
    sayWhatIsMissing(problems);
    if (m_layout == Layout::OwnRewritten)
        problems.push_back("The file is not as Interleave wrote it: another program rewrote it.");
    else if (m_own.hasFooter() && m_own.checksum() != m_checksum)
        problems.push_back("The file's checksum does not fit: it was changed after it was written.");
    else if (m_own.hasFooter() && !m_closed)
        problems.push_back("The file does not end with its last record.");
    return m_own.finish();
}

Trace ChromeReader::finishForeign()
{
    std::vector<std::string> problems;
    sayWhatIsMissing(problems);
    ForeignGatherer &gatherer = m_foreign.gatherer();
    for (std::string &problem : problems)
        gatherer.say(std::move(problem));
    if (!m_foreign.isWhole())
        gatherer.say("The file has no end, it may be cut off; " + std::to_string(gatherer.recordCount())
                     + " records were recovered.");
    return ForeignAssembler(gatherer.takeContent()).assemble(m_watch, feedingShare);
}

/// It only speaks of Interleave's header.
void ChromeReader::startAgainAsForeign()
{
    m_surelyForeign = true;
    m_layout = Layout::Unknown;
    m_beginning.clear();
    m_damaged = 0;
    m_file.seek(0);
}

void ChromeReader::readAll()
{
    const QByteArray magic = m_file.peek(qint64(gzipMagic.size()));
    m_isGzip = std::string_view(magic.constData(), std::size_t(magic.size())) == gzipMagic;
    if (m_isGzip)
        readGzip();
    else
        readPlain();
    if (m_layout == Layout::Unknown)
        recognize();
    if (m_layout == Layout::OwnRewritten && !m_own.hasHeader() && !m_watch.isStopped()) {
        startAgainAsForeign();
        readAll();
    }
}

Result<Trace> ChromeReader::read()
{
    readAll();
    if (m_watch.isStopped())
        return Error(ErrorCode::Failed, "Reading " + m_path.toStdString() + " was stopped.");
    if (m_layout == Layout::None) {
        const std::string description = looksLike(QByteArrayView(m_beginning));
        return cannotRead(m_path, "it is not a trace, its content is "
                                      + (m_isGzip ? "compressed and " : std::string()) + description);
    }
    if (m_layout != Layout::Foreign) {
        m_lines.finish();
        return finishOwn();
    }
    m_foreign.finishFeeding();
    if (m_foreign.gatherer().recordCount() == 0)
        return cannotRead(m_path, "it is JSON, but no trace: there are no trace events in it");
    Trace trace = finishForeign();
    if (m_watch.isStopped())
        return Error(ErrorCode::Failed, "Reading " + m_path.toStdString() + " was stopped.");
    return trace;
}

} // namespace

Result<Trace> readChrome(QFile &file, const QString &path, ReadingWatch &watch)
{
    return ChromeReader(file, path, watch).read();
}

} // namespace Interleave
