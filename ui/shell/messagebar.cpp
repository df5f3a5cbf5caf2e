#include "ui/shell/messagebar.h"

#include "ui/panels/card.h"
#include "ui/theme/icons.h"

#include <QAccessible>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace Interleave {

namespace {

constexpr int longestMessage = 2000;

QLabel *textOf(const QFrame *row)
{
    return row->findChild<QLabel *>(QStringLiteral("messageText"));
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    setAccessibleName(tr("Messages"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    hide();
}

void MessageBar::showError(const QString &sentence)
{
    add(Severity::Error, sentence);
}

void MessageBar::showNotice(const QString &sentence)
{
    add(Severity::Notice, sentence);
}

void MessageBar::showOffer(const QString &sentence, const QString &button, std::function<void()> accept)
{
    for (QFrame *row : QList<QFrame *>(m_rows)) { // the newest offer of its kind is the one that can be taken
        if (textOf(row)->text() == sentence)
            dismiss(row);
    }
    QFrame *row = add(Severity::Notice, sentence);
    auto *offer = new QPushButton(button, row);
    offer->setProperty("role", QStringLiteral("small"));
    offer->setObjectName(QStringLiteral("offerButton"));
    connect(offer, &QPushButton::clicked, this, [this, row, accept = std::move(accept)] {
        dismiss(row);
        accept();
    });
    static_cast<QHBoxLayout *>(row->layout())->insertWidget(2, offer);
}

QStringList MessageBar::messages() const
{
    QStringList texts;
    for (const QFrame *row : m_rows)
        texts << textOf(row)->text();
    return texts;
}

/// None where the same stands there already.
QFrame *MessageBar::add(Severity severity, const QString &sentence)
{
    const QString text = sentence.size() > longestMessage
        ? sentence.left(longestMessage) + QStringLiteral("…") : sentence;
    if (messages().contains(text))
        return nullptr;
    if (m_rows.size() == mostMessages)
        dismiss(m_rows.first());
    QFrame *row = makeRow(severity, text);
    m_rows << row;
    m_layout->addWidget(row);
    show();
    QAccessibleEvent alert(row, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    return row;
}

QFrame *MessageBar::makeRow(Severity severity, const QString &text)
{
    const bool isError = severity == Severity::Error;
    auto *row = new QFrame(this);
    row->setObjectName(QStringLiteral("messageBar"));
    row->setProperty("severity", isError ? QStringLiteral("error") : QStringLiteral("notice"));
    row->setAccessibleName(isError ? tr("Error: %1").arg(text) : tr("Notice: %1").arg(text));

    auto *icon = new QLabel(row);
    icon->setPixmap(glyphIcon(isError ? Glyph::Error : Glyph::Notice, QPalette::WindowText).pixmap(QSize(18, 18), devicePixelRatioF()));
    icon->setAccessibleName(isError ? tr("Error") : tr("Notice"));
    QLabel *label = plainLabel(text, row);
    label->setObjectName(QStringLiteral("messageText"));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *close = new QToolButton(row);
    close->setProperty("role", QStringLiteral("quiet"));
    close->setObjectName(QStringLiteral("dismissButton"));
    close->setIcon(glyphIcon(Glyph::Close));
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss message"));
    connect(close, &QToolButton::clicked, this, [this, row] { dismiss(row); });

    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 6, 6, 6);
    layout->addWidget(icon, 0, Qt::AlignVCenter);
    layout->addWidget(label, 1);
    layout->addWidget(close, 0, Qt::AlignTop);
    return row;
}

void MessageBar::dismiss(QFrame *row)
{
    m_rows.removeOne(row);
    row->hide();
    row->deleteLater();
    setVisible(!m_rows.isEmpty());
}

} // namespace Interleave
