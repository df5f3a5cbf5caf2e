#include "ui/timeline/markerediting.h"

#include "core/analysis/states.h"
#include "ui/models/markers.h"
#include "ui/models/rangeselection.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/noteeditor.h"
#include "ui/timeline/segmenttext.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr int reach = 8; // pixels about a marker that count as on it
constexpr int flagWidth = 9;

} // namespace

MarkerEditing::MarkerEditing(LaneCanvas *canvas)
    : QObject(canvas), m_canvas(canvas)
{
    connect(canvas->view().markers, &Markers::changed, canvas, qOverload<>(&QWidget::update));
}

void MarkerEditing::addMarker(Nanos time)
{
    const Nanos since = time - m_canvas->trace()->begin();
    m_canvas->view().markers->add({since, since, {}});
}

void MarkerEditing::addNote(Nanos time)
{
    const Nanos origin = m_canvas->trace()->begin();
    const TimeRange range = m_canvas->view().range->current().value_or(TimeRange{time, time});
    Markers *markers = m_canvas->view().markers;
    if (markers->add({range.begin - origin, range.end - origin, {}}))
        edit(*markers->current());
}

bool MarkerEditing::removeNear(Nanos time)
{
    Markers *markers = m_canvas->view().markers;
    const int x = m_canvas->xOf(time);
    const Nanos within = m_canvas->timeAtX(x + reach) - m_canvas->timeAtX(x);
    const auto index = markers->current() ? markers->current()
                                          : markers->nearest(time - m_canvas->trace()->begin(), within);
    if (index)
        markers->remove(*index);
    return index.has_value();
}

void MarkerEditing::edit(std::size_t index)
{
    if (!m_editor) {
        m_editor = new NoteEditor(m_canvas);
        connect(m_editor, &NoteEditor::written, this, &MarkerEditing::write);
        connect(m_editor, &NoteEditor::left, this, [this] { m_canvas->setFocus(); });
    }
    m_edited = m_canvas->view().markers->all()[index];
    const int x = m_canvas->xOf(m_edited->begin + m_canvas->trace()->begin());
    m_editor->begin(QString::fromStdString(m_edited->text), {std::max(x, m_canvas->headerWidth()), LaneCanvas::rulerHeight});
}

void MarkerEditing::write(const QString &text)
{
    Markers *markers = m_canvas->view().markers;
    const auto &all = markers->all();
    const auto found = std::find_if(all.begin(), all.end(), [this](const Marker &each) {
        return m_edited && each.begin == m_edited->begin && each.end == m_edited->end;
    });
    if (found != all.end())
        markers->setText(std::size_t(found - all.begin()), text.toStdString());
    m_edited.reset();
}

std::optional<std::size_t> MarkerEditing::at(QPoint point) const
{
    if (!m_canvas->trace() || point.y() >= LaneCanvas::rulerHeight || point.y() < LaneCanvas::rulerHeight / 2
        || point.x() < m_canvas->headerWidth())
        return std::nullopt;
    const std::vector<MarkerPlace> all = places();
    for (std::size_t index = all.size(); index-- > 0;) {
        const MarkerPlace &each = all[index];
        if (point.x() >= each.begin - 2 && point.x() <= std::max(each.begin + flagWidth, each.end))
            return index;
    }
    return std::nullopt;
}

QString MarkerEditing::hoverText(QPoint point) const
{
    const auto index = at(point);
    if (!index)
        return {};
    const Marker &marker = m_canvas->view().markers->all()[*index];
    QString when = tr("marker at %1").arg(momentText(marker.begin));
    if (marker.isRange())
        when = tr("note on %1, from %2 to %3").arg(QString::fromStdString(durationText(marker.end - marker.begin)),
                                                    momentText(marker.begin), momentText(marker.end));
    return marker.text.empty() ? when : QString::fromStdString(marker.text) + QLatin1Char('\n') + when;
}

std::vector<MarkerPlace> MarkerEditing::places() const
{
    std::vector<MarkerPlace> places;
    const Markers *markers = m_canvas->view().markers;
    const Nanos origin = m_canvas->trace()->begin();
    for (const Marker &marker : markers->all()) {
        places.push_back({m_canvas->xOf(marker.begin + origin), m_canvas->xOf(marker.end + origin),
                          QString::fromStdString(marker.text), markers->current() == places.size()});
    }
    return places;
}

} // namespace Interleave
