#include "ui/shell/recentfilesmenu.h"

#include "ui/shell/settings.h"

#include <QDir>
#include <QFileInfo>

namespace Interleave {

RecentFilesMenu::RecentFilesMenu(const Settings *settings, QWidget *parent)
    : QMenu(tr("Open &Recent"), parent), m_settings(settings)
{
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &RecentFilesMenu::fill);
}

void RecentFilesMenu::fill()
{
    clear();
    for (const QString &path : m_settings->recentFiles()) {
        const QFileInfo file(path);
        QString text = file.fileName();
        text.replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction *action = addAction(text, this, [this, path] { Q_EMIT fileChosen(path); });
        action->setToolTip(QStringLiteral("<qt>%1</qt>").arg(QDir::toNativeSeparators(path).toHtmlEscaped()));
        action->setEnabled(file.isFile());
    }
    if (isEmpty())
        addAction(tr("No Recent Files"))->setEnabled(false);
}

} // namespace Interleave
