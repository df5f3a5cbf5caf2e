// The table of a run for spreadsheets and scripts: RFC 4180, one row an event in order of time,
// with the columns time_ns,lane,kind,reason,peer,value,text,line. Out only.
#pragma once

#include "core/trace/trace.h"

#include <QByteArrayView>

#include <functional>

namespace Interleave {

/// Times count from the run's first event, so that a lane declared before it has a negative one.
/// `reason` is also the outcome of a finish and the kind of a declared lane; `value` is the counter's,
/// the time that a sleep asked for in ns, an exit code or signal, or the number of records lost.
/// Texts that a spreadsheet would take for a formula get a single quote in front.
bool writeCsv(const Trace &trace, const std::function<bool(QByteArrayView)> &write);

} // namespace Interleave
