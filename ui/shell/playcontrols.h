// The playhead by the mouse: to the start, one event back, play or pause, one event on, to the end,
// and how fast. Its buttons ask for what the keys ask for; the tool bar owns it.
#pragma once

#include <QWidget>

class QLabel;
class QSlider;
class QToolButton;

namespace Interleave {

class Navigator;
class Playhead;
enum class Glyph;
enum class Navigation;

class PlayControls : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    PlayControls(Playhead *playhead, Navigator *navigator, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    QToolButton *addButton(Navigation command, Glyph glyph);
    void addSpeed();
    void showPlaying();
    void showSpeed();
    void fitToText();

    Playhead *m_playhead;
    Navigator *m_navigator;
    QToolButton *m_play = nullptr;
    QSlider *m_speed;
    QLabel *m_speedText;
};

} // namespace Interleave
