#include "ui/shell/lanesmenu.h"

#include "ui/models/lanearrangement.h"
#include "ui/shell/settings.h"
#include "ui/timeline/laneactions.h"
#include "ui/timeline/timelineview.h"

namespace Interleave {

LanesMenu::LanesMenu(TimelineView *timeline, Settings *settings, QWidget *parent) : QMenu(tr("&Lanes"), parent)
{
    LaneArrangement *arrangement = timeline->arrangement();
    arrangement->setOrder(settings->laneOrder());
    arrangement->setRowPercent(settings->rowPercent());
    connect(arrangement, &LaneArrangement::changed, this, [=] { settings->setLaneOrder(arrangement->choices().order); });
    connect(arrangement, &LaneArrangement::rowPercentChanged, this, [=](int percent) { settings->setRowPercent(percent); });
    timeline->laneActions()->fill(this);
}

} // namespace Interleave
