// A run as Chrome Trace Event JSON, for Perfetto, chrome://tracing, speedscope, Firefox and Tracy,
// and back into Interleave without loss.
//
// An array with one record a line. The first line is the M record "interleave_header", the last
// "interleave_footer", whose crc32c covers all bytes before its line; viewers ignore both. Between them M records
// name the lanes, each with its declaration in args.lane, then come the run's events in order of
// time: a slice for each state a lane is in, flows s and f for wakes, C for counters, i for the
// rest. Every recorded event stands in exactly one record's args.event:
//   [time in ns, lane, kind, code of the reason or outcome, argument, line, 1 when inferred]
// and its text, or its counter's name and value, in args.text and args.value. A string that is no UTF-8 is repeated in base 16
// as args.text_hex. ts is in µs since the first event, with three decimals.
#pragma once

#include "core/trace/trace.h"

#include <QByteArrayView>

#include <functional>

namespace Interleave {

/// With this description of the run.
bool writeChrome(const Trace &trace, const RunInfo &info, const std::function<bool(QByteArrayView)> &write);

/// The same through gzip.
bool writeChromeGzip(const Trace &trace, const RunInfo &info, const std::function<bool(QByteArrayView)> &write);

} // namespace Interleave
