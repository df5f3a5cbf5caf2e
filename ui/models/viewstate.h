// What the panels of one window show of a run, together: pointers to the models that they share,
// so that each panel takes one thing. The models belong to the owner given.
#pragma once

class QObject;

namespace Interleave {

class Markers;
class PathState;
class Playhead;
class RangeSelection;
class Selection;
class ZoomState;

struct ViewState {
    explicit ViewState(QObject *owner);

    ZoomState *zoom;
    Selection *selection;
    RangeSelection *range;
    Playhead *playhead;
    Markers *markers;
    PathState *path;
};

} // namespace Interleave
