#include "ui/shell/colourbymenu.h"

#include "ui/shell/settings.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"

#include <QActionGroup>

namespace Interleave {

ColourByMenu::ColourByMenu(Settings *settings, QWidget *parent) : QMenu(tr("Colour &By"), parent)
{
    auto *choices = new QActionGroup(this);
    const std::pair<ColourBy, QString> offered[] = {{ColourBy::Lane, tr("&Lane or Task")}, {ColourBy::State, tr("&State")}};
    for (const auto &[by, text] : offered) {
        QAction *action = choices->addAction(text);
        action->setCheckable(true);
        action->setChecked(by == settings->colourBy());
        connect(action, &QAction::triggered, this, [settings, by = by] {
            settings->setColourBy(by);
            applyColourBy(by);
        });
    }
    addActions(choices->actions());
    applyColourBy(settings->colourBy());
}

} // namespace Interleave
