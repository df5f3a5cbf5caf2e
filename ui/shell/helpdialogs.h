// Help ▸ Keys, Help ▸ What the Bars Mean and Help ▸ About. Each stays open beside the window until it is closed.
#pragma once

class QWidget;

namespace Interleave {

void showKeys(QWidget *parent);
void showBarMeanings(QWidget *parent);
void showAbout(QWidget *parent);

} // namespace Interleave
