#include "ui/shell/runcaption.h"

#include "core/scenarios/scenario.h"
#include "ui/theme/windowlook.h"
#include "ui/timeline/lanepainter.h"
#include "ui/timeline/lanerows.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace Interleave {

namespace {

constexpr int captionHeight = 28;
constexpr int side = 12;         // free at the left and right
constexpr int leastForText = 150; // then the legend gives way

QString titleOf(const RunInfo &info)
{
    const std::string &title = info.title.empty() ? info.scenario : info.title;
    return QString::fromStdString(title);
}

/// Those that are not as usual come first: what has no room is what one knows.
QString parametersOf(const RunInfo &info)
{
    const Scenario *scenario = findScenario(info.scenario);
    QStringList changed, parts;
    for (const auto &[name, value] : info.parameters) {
        const Parameter *parameter = scenario ? scenario->parameter(name) : nullptr;
        QStringList &list = parameter && parameter->standard != value ? changed : parts;
        list << QStringLiteral("%1 %2").arg(QString::fromStdString(name), QString::fromStdString(value));
    }
    parts = changed + parts;
    return parts.join(QStringLiteral(" · "));
}

} // namespace

RunCaption::RunCaption(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("runCaption"));
    fitToText();
    renew();
}

void RunCaption::fitToText()
{
    setFixedHeight(int(std::lround(captionHeight * textScale())));
}

void RunCaption::setTrace(std::shared_ptr<const Trace> trace)
{
    if (m_trace != trace)
        m_chosenBefore = m_chosen;
    m_trace = std::move(trace);
    renew();
}

void RunCaption::setChosen(const Scenario *scenario)
{
    m_chosen = scenario;
    renew();
}

/// A file may hold a run of no scenario of ours: what was chosen when it was opened says nothing of it.
void RunCaption::renew()
{
    m_hasBands = m_trace && showsBands(*m_trace);
    const bool isKnown = m_trace && findScenario(m_trace->info.scenario);
    m_ofAnother = m_trace && m_chosen && m_trace->info.scenario != m_chosen->id && (isKnown || m_chosen != m_chosenBefore);
    if (!m_trace) {
        m_text = tr("No run yet");
    } else if (m_trace->isForeign()) {
        m_text = m_ofAnother ? tr("Still the recording of another program. Press Run for the chosen scenario.")
                             : tr("Recording of another program");
    } else if (m_ofAnother) {
        const bool goesOn = m_trace->info.outcome == RunOutcome::Running;
        m_text = (goesOn ? tr("Still the run of %1, which goes on. Stop it to run the chosen scenario.")
                         : tr("Still the run of %1. Press Run for the chosen scenario.")).arg(titleOf(m_trace->info));
    } else {
        const QString parameters = parametersOf(m_trace->info);
        m_text = tr("Run of %1").arg(titleOf(m_trace->info));
        if (!parameters.isEmpty())
            m_text += QStringLiteral("  ·  ") + parameters;
    }
    setAccessibleName(m_text);
    update();
}

int RunCaption::legendWidth() const
{
    return LanePainter::legendWidth(LanePainter::Legend::Brief, colourBy(), m_hasBands);
}

void RunCaption::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = currentTheme();
    painter.fillRect(rect(), m_ofAnother ? theme.noticeFill : theme.background);
    painter.fillRect(0, height() - 1, width(), 1, theme.grid);
    const QFont font = laneNameFont(m_ofAnother);
    const QFontMetrics metrics(font);
    const int legend = legendWidth();
    const int needed = m_ofAnother ? std::max(leastForText, metrics.horizontalAdvance(m_text)) : leastForText;
    const bool legendFits = width() >= needed + legend + 3 * side;
    const int room = width() - 2 * side - (legendFits ? legend + side : 0);
    painter.setFont(font);
    painter.setPen(m_ofAnother ? theme.notice : theme.dimText);
    painter.drawText(QRect(side, 0, room, height() - 1), Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(m_text, Qt::ElideRight, room));
    if (legendFits)
        LanePainter(timelineTheme(palette())).paintLegend(painter, width() - side - legend, (height() - QFontMetrics(dimFont()).height()) / 2,
                                       LanePainter::Legend::Brief, m_hasBands);
}

void RunCaption::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        fitToText();
    if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

bool RunCaption::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                       QStringLiteral("<qt>%1</qt>").arg(m_text.toHtmlEscaped()), this);
    return true;
}

} // namespace Interleave
