// The QCoreApplication that an event loop needs: made if this process has none yet, and then ended
// with this object, which must outlive the loop. For programs that make their loop by hand. It
// decides what the loop waits on.
#pragma once

#include <QCoreApplication>

#include <optional>

namespace Interleave {

/// Qt's event dispatcher for this system, or ours (polldispatcher.h).
enum class LoopImplementation { Qt, Own };

class Application
{
public:
    /// std::logic_error when there is an application already, on the other dispatcher.
    explicit Application(LoopImplementation implementation = LoopImplementation::Qt);
    Application(const Application &) = delete;

private:
    std::optional<QCoreApplication> m_application;
};

} // namespace Interleave
