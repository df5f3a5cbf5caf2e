#include "ui/timeline/kernelnotice.h"

#include "core/trace/trace.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace Interleave {

KernelNotice::KernelNotice(QWidget *parent) : QWidget(parent), m_text(new QLabel(this))
{
    m_text->setProperty("role", QStringLiteral("dim"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard); // there is a command in it
    auto *hideIt = new QPushButton(tr("Hide"), this);
    hideIt->setProperty("role", QStringLiteral("link"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 12, 2);
    row->addWidget(m_text, 1);
    row->addWidget(hideIt, 0, Qt::AlignTop);
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
        m_text->setText(tr("%1 Each thread's totals stand in: select it, or point at its name.")
                            .arg(QString::fromStdString(refusal)));
    }
    setVisible(!refusal.empty() && refusal != m_read);
}

} // namespace Interleave
