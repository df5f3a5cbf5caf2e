#include "ui/models/viewstate.h"

#include "ui/models/markers.h"
#include "ui/models/pathstate.h"
#include "ui/models/playhead.h"
#include "ui/models/rangeselection.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"

namespace Interleave {

ViewState::ViewState(QObject *owner)
    : zoom(new ZoomState(owner)), selection(new Selection(owner)), range(new RangeSelection(owner))
    , playhead(new Playhead(owner)), markers(new Markers(owner)), path(new PathState(owner))
{}

} // namespace Interleave
