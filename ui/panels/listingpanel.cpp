#include "ui/panels/listingpanel.h"

#include "ui/panels/card.h"
#include "ui/panels/listingview.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace Interleave {

namespace {

constexpr std::size_t mostChips = 6;
constexpr int mostNamed = 3; // lanes at one line

/// What several lanes make of one line.
class MarkCollector
{
public:
    void add(int line, const CurrentLine &lane, const QString &name, const QColor &colour)
    {
        if (line == 0)
            return;
        Collected &at = m_lines[line];
        at.mark.line = line;
        const bool waits = lane.state == State::Suspended || lane.isAhead;
        at.mark.waits = at.count == 0 ? waits : at.mark.waits && waits;
        if (at.mark.colours.size() < mostChips)
            waits ? at.mark.colours.push_back(colour) : void(at.mark.colours.insert(at.mark.colours.begin(), colour));
        const QString who = lane.isAhead ? ListingPanel::tr("%1, on its way here").arg(name) : name;
        if (at.count < mostNamed && !lane.values.empty())
            at.values << QString::fromStdString(lane.values);
        if (at.count++ < mostNamed)
            at.names << (lane.values.empty() ? who : QStringLiteral("%1: %2").arg(who, QString::fromStdString(lane.values)));
    }

    std::vector<LineMark> take()
    {
        std::vector<LineMark> marks;
        for (auto &[line, at] : m_lines) {
            at.mark.text = at.names.join(QStringLiteral(" · "));
            at.mark.values = at.values.join(QStringLiteral(" · "));
            if (at.count > mostNamed)
                at.mark.text += QStringLiteral(" + %1").arg(at.count - mostNamed);
            marks.push_back(std::move(at.mark));
        }
        return marks;
    }

private:
    struct Collected {
        LineMark mark;
        QStringList names, values;
        int count = 0;
    };
    std::map<int, Collected> m_lines;
};

QWidget *underHeading(const QString &title, ListingView *view)
{
    auto *part = new QWidget;
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(dimLabel(title, part));
    layout->addWidget(view, 1);
    return part;
}

} // namespace

ListingPanel::ListingPanel(QWidget *parent)
    : QWidget(parent), m_nothing(dimLabel(tr("This run has no listing: another program recorded it."), this))
    , m_both(new QSplitter(Qt::Horizontal, this))
    , m_python(new ListingView(CodeHighlighter::Language::Python, tr("Python listing")))
    , m_cpp(new ListingView(CodeHighlighter::Language::Cpp, tr("C++ listing")))
{
    setAccessibleName(tr("Listing"));
    m_both->setChildrenCollapsible(false);
    m_both->addWidget(underHeading(tr("Python, as one would write it"), m_python));
    m_both->addWidget(underHeading(tr("C++, as it runs here"), m_cpp));
    m_both->setSizes({1, 1});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->addWidget(m_nothing);
    layout->addWidget(m_both, 1);
    setFocusProxy(m_python);
    connect(m_python, &ListingView::lineClicked, this, [this](int line) {
        if (const auto lines = m_listing.cppLines(line); !lines.empty())
            Q_EMIT linesClicked(lines);
        else
            Q_EMIT waitlessLineClicked();
    });
    connect(m_cpp, &ListingView::lineClicked, this, [this](int line) {
        if (m_listing.pythonLine(line) != 0)
            Q_EMIT linesClicked({line});
        else
            Q_EMIT waitlessLineClicked();
    });
    setListing({});
}

void ListingPanel::setListing(Listing listing)
{
    m_listing = std::move(listing);
    m_python->setLines(m_listing.python);
    m_cpp->setLines(m_listing.cpp);
    m_both->setVisible(!m_listing.isEmpty());
    m_nothing->setVisible(m_listing.isEmpty());
}

void ListingPanel::setLines(const std::vector<CurrentLine> &lines, const std::function<QString(LaneId)> &nameOf,
                            const std::function<QColor(LaneId)> &colourOf)
{
    MarkCollector python, cpp;
    for (const CurrentLine &lane : lines) {
        const QString name = nameOf(lane.lane);
        const QColor colour = colourOf(lane.lane);
        cpp.add(lane.line, lane, name, colour);
        python.add(m_listing.pythonLine(lane.line), lane, name, colour);
    }
    m_python->setMarks(python.take());
    m_cpp->setMarks(cpp.take());
}

void ListingPanel::reveal(int cppLine)
{
    m_cpp->reveal(cppLine);
    m_python->reveal(m_listing.pythonLine(cppLine));
}

} // namespace Interleave
