// The verbs of the command line. Each takes the words behind it and returns the exit code.
#pragma once

#include <QStringList>

namespace Interleave {

int listVerb(const QStringList &arguments);
int runVerb(const QStringList &arguments); // needs an event loop; see runverb.cpp
int exportVerb(const QStringList &arguments);
int statsVerb(const QStringList &arguments);
int checkVerb(const QStringList &arguments);
int explainVerb(const QStringList &arguments);
int workerVerb(const QStringList &arguments);
int compareVerb(const QStringList &arguments);
int sweepVerb(const QStringList &arguments); // needs an event loop, too

} // namespace Interleave
