// View ▸ Lanes: what the timeline offers for its lanes, and the memory of their order and height.
// Owned by the window.
#pragma once

#include <QMenu>

namespace Interleave {

class Settings;
class TimelineView;

class LanesMenu : public QMenu
{
    Q_OBJECT

public:
    /// Both outlive the menu.
    LanesMenu(TimelineView *timeline, Settings *settings, QWidget *parent);
};

} // namespace Interleave
