#include "ui/shell/helpdialogs.h"

#include "ui/panels/card.h"
#include "ui/theme/windowlook.h"
#include "ui/timeline/lanepainter.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPainter>
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
            {tr("/, Ctrl + F"), tr("Find lanes, reasons, notes and output")},
            {tr("F3, Shift + F3"), tr("Next / previous hit; Return in the field")},
            {tr("Ctrl + Shift + P"), tr("Command palette: everything that can be done")},
            {tr("?, F1"), tr("These keys")},
            {tr("Ctrl + O, Ctrl + S, Ctrl + E"), tr("Open, save, export as PNG")}};
}

/// A bar as the timeline draws it.
class Swatch : public QWidget
{
public:
    Swatch(BarShape shape, bool inferred, QWidget *parent)
        : QWidget(parent), m_shape(shape), m_inferred(inferred)
    {
        setFixedSize(18, 18);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        LanePainter(currentTheme()).paintSwatch(painter, 0, height() / 2, m_shape, m_inferred);
    }

private:
    BarShape m_shape;
    bool m_inferred;
};

struct Meaning {
    BarShape shape;
    bool inferred;
    QString text;
};

QList<Meaning> barMeanings()
{
    return {{BarShape::Running, false, tr("Running, in the lane's own colour. On the lanes of locks, jobs and event loops "
                                          "the colour is that of whoever holds it, works on it or has the turn.")},
            {BarShape::Ready, false, tr("Ready: it could go on, and waits for its turn.")},
            {BarShape::Suspended, false, tr("Waiting, with the reason written in it where there is room.")},
            {BarShape::Stacked, false, tr("Several moments too short to draw apart: the heights are their shares of the "
                                          "time. Zoom in to see them.")},
            {BarShape::Running, true, tr("Outlined: inferred from outside, not recorded by itself.")},
            {BarShape::Unobserved, false, tr("Not observed: it lives, but nothing else is known of it.")},
            {BarShape::Free, false, tr("Free: nobody holds it.")},
            {BarShape::Level, false, tr("An amount over time: what lies in a queue, or is free of a semaphore. The largest "
                                        "stands beside the lane's name.")},
            {BarShape::Container, false, tr("A process around its threads.")}};
}

/// A dialog that explains, with a button to close it.
void showExplanation(QWidget *parent, const QString &title, QLayout *content)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto *layout = new QVBoxLayout(dialog);
    layout->addLayout(content);
    layout->addStretch(1);
    layout->addWidget(buttons);
    dialog->resize(560, layout->hasHeightForWidth() ? layout->heightForWidth(560) : dialog->sizeHint().height());
    dialog->show();
}

} // namespace

void showBarMeanings(QWidget *parent)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(10);
    int row = 0;
    for (const Meaning &meaning : barMeanings()) {
        grid->addWidget(new Swatch(meaning.shape, meaning.inferred, parent), row, 0, Qt::AlignTop);
        grid->addWidget(plainLabel(meaning.text, parent), row, 1);
        ++row;
    }
    grid->setColumnStretch(1, 1);
    showExplanation(parent, tr("What the Bars Mean"), grid);
}

void showKeys(QWidget *parent)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    int row = 0;
    for (const auto &[keys, meaning] : keyTable()) {
        grid->addWidget(headingLabel(keys, parent), row, 0);
        grid->addWidget(plainLabel(meaning, parent), row, 1);
        ++row;
    }
    grid->setColumnStretch(1, 1);
    showExplanation(parent, tr("Keys and Mouse"), grid);
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
