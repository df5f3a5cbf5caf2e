// How the command line comes by a Redis server's password: from the address, which it is taken out of,
// from the environment, or, where the server wants one and somebody sits there, by asking.
#pragma once

#include "core/base/result.h"

#include <QString>

namespace Interleave {

/// The address without a password, which the environment has then, for us and all that we start.
/// Usage error for what is no address.
Result<QString> redisUrlFrom(const QString &url);

} // namespace Interleave
