// The few building blocks that every panel shares: a rounded card and its labels. Labels show
// plain text only, since names and texts may come from a foreign trace.
#pragma once

#include <QString>

class QFrame;
class QLabel;
class QWidget;

namespace Interleave {

/// Gives the frame the look of a card (see the style sheet).
void makeCard(QFrame *frame);

/// Wraps its plain text.
QLabel *plainLabel(const QString &text, QWidget *parent);
QLabel *headingLabel(const QString &text, QWidget *parent);
QLabel *dimLabel(const QString &text, QWidget *parent);

} // namespace Interleave
