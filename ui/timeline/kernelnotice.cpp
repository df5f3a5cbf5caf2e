#include "ui/timeline/kernelnotice.h"

#include "core/trace/trace.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>

namespace Interleave {

namespace {

constexpr int mostLines = 2; // unasked

} // namespace

KernelNotice::KernelNotice(QWidget *parent)
    : QWidget(parent), m_text(new QLabel(this)), m_more(new QPushButton(tr("Why?"), this))
{
    m_text->setProperty("role", QStringLiteral("dim"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard); // there is a command in it
    m_more->setObjectName(QStringLiteral("whyNotice"));
    m_more->setProperty("role", QStringLiteral("link"));
    m_more->setToolTip(tr("Say why, and what can be set"));
    auto *hideIt = new QPushButton(tr("Hide"), this);
    hideIt->setObjectName(QStringLiteral("hideNotice"));
    hideIt->setProperty("role", QStringLiteral("link"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 12, 2);
    row->addWidget(m_text, 1);
    row->addWidget(m_more, 0, Qt::AlignTop);
    row->addWidget(hideIt, 0, Qt::AlignTop);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_isWhole = true;
        fit();
    });
    connect(hideIt, &QPushButton::clicked, this, [this] {
        m_read = m_refusal;
        hide();
    });
    setVisible(false);
}

void KernelNotice::show(const Trace *trace)
{
    const std::string refusal = trace ? trace->info.kernelRefusal : std::string();
    if (!refusal.empty() && refusal != m_refusal) {
        m_refusal = refusal;
        m_isWhole = false;
        fit();
    }
    setVisible(!refusal.empty() && refusal != m_read);
}

/// All of it where that takes two lines; the lanes need the room.
void KernelNotice::fit()
{
    const QString whole = tr("%1 Each thread's totals stand in: select it, or point at its name.").arg(QString::fromStdString(m_refusal));
    const QMargins margins = layout()->contentsMargins();
    const int room = width() - margins.left() - margins.right() - 2 * m_more->sizeHint().width();
    const QFontMetrics metrics = m_text->fontMetrics();
    const int needed = metrics.boundingRect(QRect(0, 0, std::max(room, 1), 10'000), Qt::TextWordWrap, whole).height();
    const bool isShort = !m_isWhole && needed > mostLines * metrics.lineSpacing();
    m_more->setVisible(isShort);
    m_text->setText(isShort ? tr("The kernel does not say what ran on which CPU.") : whole);
}

void KernelNotice::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width() && !m_refusal.empty())
        fit();
}

} // namespace Interleave
