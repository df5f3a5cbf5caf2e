#include "ui/shell/helpdialogs.h"

#include "ui/panels/card.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMessageBox>
#include <QVBoxLayout>

namespace Interleave {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("HelpDialogs", text);
}

QList<std::pair<QString, QString>> keyTable()
{
    return {{tr("Ctrl + R, Return in a field"), tr("Run")},
            {tr("Ctrl + ."), tr("Stop the run")},
            {tr("W / S, + / −, Ctrl + wheel"), tr("Zoom at the mouse")},
            {tr("A / D, Shift + wheel"), tr("Move in time")},
            {tr("Wheel"), tr("Scroll the lanes")},
            {tr("Middle drag, Shift + drag"), tr("Move both ways")},
            {tr("Ctrl + drag, right drag"), tr("Zoom to the dragged range")},
            {tr("Double click"), tr("Fit a segment; on the ruler, the whole run")},
            {tr("F, 0, Ctrl + 0"), tr("Fit the selection; the whole run")},
            {tr("Home / End"), tr("Start / end of the run")},
            {tr("← / →, ↑ / ↓"), tr("Previous / next segment; lane above / below")},
            {tr("Esc"), tr("Deselect, then stop following")},
            {tr("Ctrl + Z, Ctrl + Shift + Z"), tr("Undo / redo the view")},
            {tr("Ctrl + L"), tr("Follow the live edge")},
            {tr("Ctrl + O, Ctrl + S, Ctrl + E"), tr("Open, save, export as PNG")}};
}

} // namespace

void showKeys(QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keys and Mouse"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    int row = 0;
    for (const auto &[keys, meaning] : keyTable()) {
        grid->addWidget(headingLabel(keys, dialog), row, 0);
        grid->addWidget(plainLabel(meaning, dialog), row, 1);
        ++row;
    }
    grid->setColumnStretch(1, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto *layout = new QVBoxLayout(dialog);
    layout->addLayout(grid);
    layout->addStretch(1);
    layout->addWidget(buttons);
    dialog->resize(560, dialog->sizeHint().height());
    dialog->show();
}

void showAbout(QWidget *parent)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("About Interleave"));
    box->setText(tr("Interleave %1").arg(QCoreApplication::applicationVersion()));
    box->setInformativeText(tr("Runs processes, threads and coroutines for real and shows how they interleave.\n\n"
                               "Free software under the GNU General Public License, version 3 or any later "
                               "version (GPL-3.0-or-later), without any warranty.\n\nUses Qt %1 and QCoro.")
                                .arg(QString::fromLatin1(qVersion())));
    box->setStandardButtons(QMessageBox::Close);
    box->open();
}

} // namespace Interleave
