#include "ui/models/selection.h"

namespace Interleave {

void Selection::select(Selected selected)
{
    if (m_current == selected)
        return;
    m_current = selected;
    Q_EMIT changed();
}

void Selection::clear()
{
    if (!m_current)
        return;
    m_current.reset();
    Q_EMIT changed();
}

} // namespace Interleave
