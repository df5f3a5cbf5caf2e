// Reads wheels and touchpads: what a scrolling event asks for, with nothing lost. Touchpads and
// fine wheels send fractions of a pixel or of a notch, which are kept until they make one. What a
// gesture does (zoom, pan or scroll) is decided when it begins and holds until its momentum has
// run out, so that a key pressed meanwhile, or a finger that strays, changes nothing.
#pragma once

class QWheelEvent;

namespace Interleave {

class WheelScroll
{
public:
    enum class Does { Zoom, Pan, Scroll, ChangeHeight };

    struct Asked {
        Does does = Does::Scroll;
        double notches = 0;  // Zoom: positive is away from the person, nearer
        int heightSteps = 0; // ChangeHeight: positive makes rows higher
        double pixels = 0;   // Pan: positive moves the content to the right
        int wholePixels = 0; // Scroll: positive moves the content down
    };

    static constexpr int heightNotch = 3; // steps for one notch

    /// `panNotch` and `scrollNotch`: pixels for one notch of a wheel.
    Asked read(const QWheelEvent &event, double panNotch, double scrollNotch);

private:
    static Does meaning(const QWheelEvent &event);
    int whole(double amount);

    Does m_does = Does::Scroll;
    bool m_sideways = false; // the finger moves along the x axis
    bool m_decided = false;  // in a gesture, and its axis is known
    double m_rest = 0;       // of a pixel or step
};

} // namespace Interleave
