// Help ▸ Keys, Help ▸ What the Bars Mean and Help ▸ About. Each stays open beside the window until it is closed.
#pragma once

class QMainWindow;
class QWidget;

namespace Interleave {

/// What is bound: the timeline's table of keys, and the shortcuts in the window's menus.
void showKeys(QMainWindow *parent);
void showBarMeanings(QWidget *parent);
void showAbout(QWidget *parent);

} // namespace Interleave
