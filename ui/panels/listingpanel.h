// Python and C++ of a scenario beside each other, lit: at the moment shown, each lane's line is marked
// in both, in the lane's colour; where a lane waits its line is paler, until it goes on. Shows what it
// is given; window thread.
#pragma once

#include "core/analysis/currentlines.h"
#include "ui/models/listing.h"

#include <QColor>
#include <QWidget>

#include <functional>

class QLabel;
class QSplitter;

namespace Interleave {

class ListingView;

class ListingPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ListingPanel(QWidget *parent = nullptr);

    void setListing(Listing listing);
    /// What is lit. `nameOf` and `colourOf` say how a lane is called and drawn.
    void setLines(const std::vector<CurrentLine> &lines, const std::function<QString(LaneId)> &nameOf,
                  const std::function<QColor(LaneId)> &colourOf);

    /// Scrolls both so that this C++ line, and what goes with it, is seen.
    void reveal(int cppLine);

    ListingView *python() const { return m_python; }
    ListingView *cpp() const { return m_cpp; }

Q_SIGNALS:
    /// By its number in the C++ text, which is what waits carry. A Python line may stand for several.
    void linesClicked(const std::vector<int> &cppLines);
    /// At which no lane ever waits: nothing can be shown of it.
    void waitlessLineClicked();

private:
    Listing m_listing;
    QLabel *m_nothing;
    QSplitter *m_both;
    ListingView *m_python, *m_cpp;
};

} // namespace Interleave
