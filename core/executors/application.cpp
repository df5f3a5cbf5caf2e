#include "core/executors/application.h"

#include "core/executors/polldispatcher.h"

#include <stdexcept>

namespace Interleave {

Application::Application(LoopImplementation implementation)
{
    static int argc = 1;
    static char name[] = "interleave", *argv[] = {name, nullptr};
    const bool wantsOwn = implementation == LoopImplementation::Own;
    if (!QCoreApplication::instance()) {
        if (wantsOwn)
            QCoreApplication::setEventDispatcher(new PollDispatcher); // the application takes it
        m_application.emplace(argc, argv);
    } else if (wantsOwn != bool(qobject_cast<PollDispatcher *>(QCoreApplication::eventDispatcher()))) {
        throw std::logic_error("the application is on another event dispatcher already");
    }
}

} // namespace Interleave
