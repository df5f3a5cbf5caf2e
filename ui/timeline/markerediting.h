// Markers and notes on the canvas: where a new one goes, writing its remark, removing it, and what
// is under the mouse. Owned by the canvas; the markers are the window's.
#pragma once

#include "core/trace/marker.h"
#include "ui/timeline/markeroverlay.h"

#include <QObject>

#include <optional>

class QPoint;

namespace Interleave {

class LaneCanvas;
class NoteEditor;

class MarkerEditing : public QObject
{
    Q_OBJECT

public:
    explicit MarkerEditing(LaneCanvas *canvas);

    /// At the moment given.
    void addMarker(Nanos time);
    /// On the selected range or, without one, at the moment; asks for its remark.
    void addNote(Nanos time);
    /// The current one or one that stands there. False when there is none.
    bool removeNear(Nanos time);
    void edit(std::size_t index);

    /// The flag or band under the point of the ruler.
    std::optional<std::size_t> at(QPoint point) const;
    /// What hovering there says; empty where nothing is.
    QString hoverText(QPoint point) const;
    std::vector<MarkerPlace> places() const;

private:
    void write(const QString &text);

    LaneCanvas *m_canvas;
    NoteEditor *m_editor = nullptr; // made for the first remark
    std::optional<Marker> m_edited; // by its time, since indices move
};

} // namespace Interleave
