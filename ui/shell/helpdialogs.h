// Help ▸ Keys, Help ▸ What the Bars Mean and Help ▸ About. Each stays open beside the window until it is closed.
#pragma once

class QWidget;

namespace Interleave {

class Actions;

/// What is bound: the timeline's table of keys, and the actions' own.
void showKeys(QWidget *parent, const Actions &actions);
void showBarMeanings(QWidget *parent);
void showAbout(QWidget *parent);

} // namespace Interleave
