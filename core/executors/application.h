// The QCoreApplication that an event loop needs: made if this process has none yet, and then ended
// with this object, which must outlive the loop. For programs that make their loop by hand.
#pragma once

#include <QCoreApplication>

#include <optional>

namespace Interleave {

class Application
{
public:
    Application()
    {
        static int argc = 1;
        static char name[] = "interleave", *argv[] = {name, nullptr};
        if (!QCoreApplication::instance())
            m_application.emplace(argc, argv);
    }
    Application(const Application &) = delete;

private:
    std::optional<QCoreApplication> m_application;
};

} // namespace Interleave
