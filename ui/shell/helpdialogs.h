// Help ▸ Keys, Help ▸ What the Bars Mean and Help ▸ About. Each stays open beside the window until it is closed.
#pragma once

class QWidget;

namespace Interleave {

/// What is bound: the timeline's table of keys, and those of all the window's actions.
void showKeys(QWidget *window);
void showBarMeanings(QWidget *parent);
void showAbout(QWidget *parent);

} // namespace Interleave
