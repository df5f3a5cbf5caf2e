// View ▸ Colour By: whether the timeline's colours tell lanes or states apart, remembered. Owned
// by the window.
#pragma once

#include <QMenu>

namespace Interleave {

class Settings;

class ColourByMenu : public QMenu
{
    Q_OBJECT

public:
    /// The settings outlive the menu.
    ColourByMenu(Settings *settings, QWidget *parent);
};

} // namespace Interleave
