#include "ui/models/pathstate.h"

#include <utility>

namespace Interleave {

void PathState::set(std::vector<PathStep> steps)
{
    m_steps = std::move(steps);
    m_shares = pathShares(m_steps);
    m_known = true;
    Q_EMIT changed();
}

void PathState::setLit(bool lit)
{
    if (std::exchange(m_lit, lit) != lit)
        Q_EMIT changed();
}

void PathState::forget()
{
    m_steps.clear();
    m_shares.clear();
    m_known = m_lit = false;
    Q_EMIT changed();
}

} // namespace Interleave
