// The laws of what the kernel says of a run: see laws.h. Used by laws.cpp alone.
#pragma once

#include "core/analysis/lawreport.h"

namespace Interleave {

/// Whether records of the kernel's were lost: then its lanes cannot be judged.
bool hasLostOfKernel(const Trace &trace);

void checkKernelLaws(const Trace &trace, LawReport &report);

} // namespace Interleave
