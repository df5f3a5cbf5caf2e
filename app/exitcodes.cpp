#include "app/exitcodes.h"

#include "app/printing.h"

namespace Interleave {

ExitCode exitCodeFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Usage: return ExitUsage;
    case ErrorCode::ServiceMissing: return ExitServiceMissing;
    case ErrorCode::CannotRead: return ExitCannotRead;
    case ErrorCode::Incomplete: return ExitIncomplete;
    case ErrorCode::CannotWrite: return ExitCannotWrite;
    case ErrorCode::NoResources: return ExitNoResources;
    case ErrorCode::Failed: return ExitFailed;
    }
    return ExitFailed;
}

int failWith(const Error &error)
{
    printError("interleave: {}\n", error.message);
    return exitCodeFor(error.code);
}

} // namespace Interleave
