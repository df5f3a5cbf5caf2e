// What goes wrong in a job on another thread, as a value: a future would throw an exception again in a
// slot, which ends the program.
#pragma once

#include "core/base/result.h"

#include <QCoreApplication>
#include <QString>

#include <exception>
#include <stop_token>

namespace Interleave {

/// What the work comes to; what it throws, which can only be a lack of memory, as an error.
template<class Work>
auto caught(const QString &path, Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::exception &exception) {
        return Error(ErrorCode::NoResources,
                     QCoreApplication::translate("FileJobs", "There is not enough memory for %1 (%2).")
                         .arg(path, QString::fromLocal8Bit(exception.what())).toStdString());
    }
}

/// The failure as a sentence, or empty; to be stopped is none.
template<class Work>
QString failureOf(const QString &path, const std::stop_token &stop, Work work)
{
    const Result<void> done = caught(path, work);
    return done.hasValue() || stop.stop_requested() ? QString() : QString::fromStdString(done.error().message);
}

} // namespace Interleave
