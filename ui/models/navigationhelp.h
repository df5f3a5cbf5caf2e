// What keys and mouse do on a timeline, in words: for the key help, menus and the command palette.
// Its keys are those of navigationkeys.h, so that it cannot say what is not bound.
#pragma once

#include "ui/models/navigationkeys.h"

#include <QString>

#include <vector>

namespace Interleave {

/// "Zoom In"
QString commandTitle(Navigation command);

/// The keys as they stand on a keyboard: "W, +".
QString keysText(Navigation command);

/// One line of the help: what some commands and gestures do together.
struct NavigationHelp {
    std::vector<Navigation> commands;
    QString gestures; // of the mouse, may be empty
    QString meaning;
    QString keys() const; // "W, + / S, −, Ctrl + wheel"
};

/// Every command stands in exactly one line.
std::vector<NavigationHelp> navigationHelp();

} // namespace Interleave
