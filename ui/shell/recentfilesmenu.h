// File ▸ Open Recent: the files last opened or saved, missing ones greyed. Filled when it opens.
#pragma once

#include <QMenu>

namespace Interleave {

class Settings;

class RecentFilesMenu : public QMenu
{
    Q_OBJECT

public:
    /// The settings outlive the menu.
    RecentFilesMenu(const Settings *settings, QWidget *parent);

Q_SIGNALS:
    void fileChosen(const QString &path);

private:
    void fill();

    const Settings *m_settings;
};

} // namespace Interleave
