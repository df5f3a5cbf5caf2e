#include "ui/shell/playcontrols.h"

#include "ui/models/navigationhelp.h"
#include "ui/models/playhead.h"
#include "ui/theme/icons.h"
#include "ui/timeline/navigator.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

namespace Interleave {

namespace {

constexpr int speedWidth = 84;

/// "Play or Pause (Space)"
QString helpOf(Navigation command)
{
    return QStringLiteral("%1 (%2)").arg(commandTitle(command), keysText(command));
}

} // namespace

PlayControls::PlayControls(Playhead *playhead, Navigator *navigator, QWidget *parent)
    : QWidget(parent), m_playhead(playhead), m_navigator(navigator), m_speed(new QSlider(Qt::Horizontal))
    , m_speedText(new QLabel)
{
    setObjectName(QStringLiteral("playControls"));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(4);
    addButton(Navigation::PlayheadToBegin, Glyph::ToBegin);
    addButton(Navigation::EventBefore, Glyph::StepBack);
    m_play = addButton(Navigation::PlayOrPause, Glyph::Run);
    addButton(Navigation::EventAfter, Glyph::StepForward);
    addButton(Navigation::PlayheadToEnd, Glyph::ToEnd);
    addSpeed();
    connect(playhead, &Playhead::playingChanged, this, &PlayControls::showPlaying);
    connect(playhead, &Playhead::speedChanged, this, &PlayControls::showSpeed);
    connect(playhead, &Playhead::playableChanged, this, &QWidget::setEnabled);
    setEnabled(playhead->isPlayable());
    showPlaying();
    showSpeed();
    fitToText();
}

QToolButton *PlayControls::addButton(Navigation command, Glyph glyph)
{
    auto *button = new QToolButton;
    button->setIcon(glyphIcon(glyph));
    button->setIconSize(iconAlone);
    button->setAccessibleName(commandTitle(command));
    button->setToolTip(helpOf(command));
    button->setWhatsThis(helpOf(command));
    button->setProperty("role", QStringLiteral("glyph"));
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, command] { m_navigator->carryOut(command); });
    layout()->addWidget(button);
    return button;
}

void PlayControls::addSpeed()
{
    const QString help = tr("How fast it plays, of the run's own speed (%1 slower, %2 faster)")
                             .arg(keysText(Navigation::Slower), keysText(Navigation::Faster));
    m_speed->setRange(0, Playhead::speedCount() - 1);
    m_speed->setPageStep(3); // a power of ten
    m_speed->setFixedWidth(speedWidth);
    m_speed->setAccessibleName(tr("Speed"));
    m_speedText->setObjectName(QStringLiteral("speedText"));
    for (QWidget *part : {static_cast<QWidget *>(m_speed), static_cast<QWidget *>(m_speedText)}) {
        part->setToolTip(help);
        part->setWhatsThis(help);
        layout()->addWidget(part);
    }
    connect(m_speed, &QSlider::valueChanged, m_playhead, &Playhead::chooseSpeed);
}

void PlayControls::showPlaying()
{
    const bool playing = m_playhead->isPlaying();
    m_play->setIcon(glyphIcon(playing ? Glyph::Pause : Glyph::Run));
    m_play->setAccessibleName(playing ? tr("Pause") : tr("Play"));
}

/// What the slider shows was chosen elsewhere, and is not chosen again by it.
void PlayControls::showSpeed()
{
    const QSignalBlocker blocker(m_speed);
    m_speed->setValue(m_playhead->speedNumber());
    m_speedText->setText(speedText(m_playhead->speed()));
    m_speed->setAccessibleDescription(m_speedText->text());
}

/// Room for the longest speed, so that nothing beside it moves.
void PlayControls::fitToText()
{
    m_speedText->setMinimumWidth(m_speedText->fontMetrics().horizontalAdvance(speedText(Playhead::slowest)) + 2);
}

void PlayControls::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitToText();
}

} // namespace Interleave
