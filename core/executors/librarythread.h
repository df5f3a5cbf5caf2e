// The lane of a thread that a library makes for itself within our process. It records nothing, so its
// lane says only what can be seen from outside: that it exists and lives. Everything of it is marked
// inferred. Made before the library is used, asked to look until it is found; main thread only.
#pragma once

#include "core/executors/here.h"

#include <string>
#include <vector>

namespace Interleave {

class LibraryThread
{
public:
    /// `kernelName` is what the library names its thread. One that has this name already is another.
    LibraryThread(std::string kernelName, std::string laneName);
    LibraryThread(const LibraryThread &) = delete;
    /// Ends the lane; by then the library has told its thread to end, and this waits until it is gone.
    ~LibraryThread();

    /// Looks whether it is there; once it is, its lane begins, not observed. Returns whether it is known.
    bool look();
    /// The same for one that must be there, so young that it may not have its name yet.
    void find();

private:
    std::string m_kernelName;
    std::string m_laneName;
    std::vector<pid_t> m_others;
    LaneId m_lane;
    pid_t m_tid = 0;
};

} // namespace Interleave
