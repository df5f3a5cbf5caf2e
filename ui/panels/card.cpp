#include "ui/panels/card.h"

#include <QFrame>
#include <QLabel>
#include <QVariant>

namespace Interleave {

void makeCard(QFrame *frame)
{
    frame->setProperty("role", QStringLiteral("card"));
}

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setText(text);
    return label;
}

QLabel *headingLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent);
    label->setProperty("role", QStringLiteral("heading"));
    return label;
}

QLabel *dimLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent);
    label->setProperty("role", QStringLiteral("dim"));
    return label;
}

} // namespace Interleave
