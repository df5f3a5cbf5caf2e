// The critical path of the run that is shown, once it is known, and whether it is lit. Shared by
// the timeline, which draws it, and the panel that says each lane's share. Window thread.
#pragma once

#include "core/analysis/criticalpath.h"

#include <QObject>

namespace Interleave {

class PathState : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    bool isKnown() const { return m_known; }
    bool isLit() const { return m_lit; }
    /// In order of time, without gaps; empty until it is known.
    const std::vector<PathStep> &steps() const { return m_steps; }
    const std::vector<PathShare> &shares() const { return m_shares; }

    void set(std::vector<PathStep> steps);
    void setLit(bool lit);
    void forget();

Q_SIGNALS:
    void changed();

private:
    std::vector<PathStep> m_steps;
    std::vector<PathShare> m_shares;
    bool m_known = false;
    bool m_lit = false;
};

} // namespace Interleave
