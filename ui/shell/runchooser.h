// A list of the runs that are open, and a file at its end: chooses one of them. Window thread.
#pragma once

#include "ui/shell/openruns.h"

#include <QComboBox>

#include <optional>

namespace Interleave {

class RunChooser : public QComboBox
{
    Q_OBJECT

public:
    explicit RunChooser(QWidget *parent = nullptr);

    /// Which stands there; none before one is chosen.
    void showRun(std::optional<OpenRun> run);

Q_SIGNALS:
    void runChosen(const Interleave::OpenRun &run);
    void fileRequested();

private:
    void list();
    void choose(int index);

    std::vector<OpenRun> m_runs; // as they stand in the list
    std::optional<OpenRun> m_shown;
};

} // namespace Interleave
