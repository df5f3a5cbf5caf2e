#include "ui/shell/helpdialogs.h"

#include "ui/models/navigationhelp.h"
#include "ui/panels/card.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"
#include "ui/timeline/lanepainter.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Interleave {

namespace {

constexpr int explanationWidth = 600;

QString tr(const char *text)
{
    return QCoreApplication::translate("HelpDialogs", text);
}

/// "Ctrl + R"
QString spaced(const QKeySequence &keys)
{
    return keys.toString(QKeySequence::NativeText).replace(QLatin1Char('+'), QStringLiteral(" + "));
}

QString titleOf(const QAction &action)
{
    return action.text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}

using KeyTable = QList<std::pair<QString, QString>>;

void appendShortcuts(KeyTable &table, const QList<QAction *> &actions)
{
    for (const QAction *action : actions) {
        if (const auto *menu = action->menu<QMenu *>())
            appendShortcuts(table, menu->actions());
        QStringList keys;
        for (const QKeySequence &each : action->shortcuts())
            keys << spaced(each);
        keys.removeDuplicates();
        if (!keys.isEmpty())
            table.append({keys.join(QStringLiteral(", ")), titleOf(*action)});
    }
}

KeyTable keyTable(const QMainWindow *window)
{
    KeyTable table;
    for (const NavigationHelp &line : navigationHelp())
        table.append({line.keys(), line.meaning});
    appendShortcuts(table, window->menuBar()->actions());
    return table;
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
        LanePainter(timelineTheme(palette())).paintSwatch(painter, 0, height() / 2, m_shape, m_inferred);
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

/// A dialog that explains, with a button to close it; no higher than the window.
void showExplanation(QWidget *parent, const QString &title, QLayout *content)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *scroll = new QScrollArea(dialog);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(title);
    auto *page = new QWidget;
    page->setLayout(content);
    scroll->setWidget(page);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    const int width = int(explanationWidth * textScale());
    const int wanted = content->hasHeightForWidth() ? content->heightForWidth(width) : page->sizeHint().height();
    const int most = parent ? parent->window()->height() * 9 / 10 : wanted;
    dialog->resize(width + 60, std::min(wanted + 90, most));
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

void showKeys(QMainWindow *parent)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    int row = 0;
    for (const auto &[keys, meaning] : keyTable(parent)) {
        grid->addWidget(headingLabel(keys, parent), row, 0);
        grid->addWidget(plainLabel(meaning, parent), row, 1);
        ++row;
    }
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 3);
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
