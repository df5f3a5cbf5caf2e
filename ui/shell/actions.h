// Everything that can be asked of the window, with its words, icon and keys; and where it stands
// in menus and tool bar. The window connects them.
#pragma once

#include "ui/theme/windowlook.h"

#include <QObject>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;
class QPushButton;
class QWidget;

namespace Interleave {

class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QMainWindow *window);

    void fillMenus(QMenu *recentFiles, const QList<QAction *> &finding);
    /// Before its submenu of colours.
    void addToViewMenu(QMenu *menu);
    /// With the playhead's controls behind the button.
    void fillToolBar(QWidget *playControls);
    /// One button, which runs or stops.
    void showRunning(bool running);
    void focusRunButton();
    void showColourScheme(ColourScheme scheme);

    QAction *open;
    QAction *save;
    QAction *exportRun;
    QAction *quit;
    QAction *run;
    QAction *stop;
    QAction *fit;
    QAction *zoomIn;
    QAction *zoomOut;
    QAction *follow;
    QAction *keys;
    QAction *bars;
    QAction *about;

Q_SIGNALS:
    void colourSchemeChosen(ColourScheme scheme);

private:
    void makeFileActions();
    void makeRunActions();
    void makeViewActions();
    void makeColourActions();

    QMainWindow *m_window;
    QActionGroup *m_colours;
    QMenu *m_view = nullptr;
    QPushButton *m_runButton = nullptr;
};

} // namespace Interleave
