#include "ui/shell/runwindow.h"

#include "ui/shell/mainwindow.h"

#include <QApplication>

#include <vector>

namespace Interleave {

int runWindow(const QStringList &files)
{
    std::vector<std::unique_ptr<MainWindow>> windows;
    do {
        windows.push_back(std::make_unique<MainWindow>());
        const auto index = qsizetype(windows.size()) - 1;
        if (index < files.size())
            windows.back()->openFile(files.at(index));
        windows.back()->show();
    } while (qsizetype(windows.size()) < files.size());
    return QApplication::exec();
}

} // namespace Interleave
