#include "ui/panels/searchbar.h"

#include "ui/models/search.h"
#include "ui/panels/card.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

namespace Interleave {

SearchBar::SearchBar(const Search *search, QWidget *parent)
    : QWidget(parent), m_search(search), m_field(new QLineEdit(this)), m_summary(dimLabel(QString(), this))
    , m_previous(addButton(QStringLiteral("↑"), tr("Previous Hit (Shift+F3)")))
    , m_next(addButton(QStringLiteral("↓"), tr("Next Hit (F3)")))
{
    m_field->setPlaceholderText(tr("Find lanes, reasons, notes and output"));
    m_field->setAccessibleName(tr("Find in the run"));
    m_field->setObjectName(QStringLiteral("searchField"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_summary->setObjectName(QStringLiteral("searchSummary"));
    m_summary->setWordWrap(false);
    m_summary->setMinimumWidth(m_summary->fontMetrics().horizontalAdvance(tr("%1 of %2").arg(1000).arg(1000)));
    QToolButton *close = addButton(QString(), tr("Close the search (Esc)"));
    close->setIcon(glyphIcon(Glyph::Close));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 5, 8, 5);
    row->setSpacing(6);
    row->addWidget(m_field, 1);
    row->addWidget(m_summary);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(close);
    connect(m_field, &QLineEdit::textChanged, this, &SearchBar::textChanged);
    connect(m_previous, &QToolButton::clicked, this, &SearchBar::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &SearchBar::nextRequested);
    connect(close, &QToolButton::clicked, this, &SearchBar::close);
    connect(m_search, &Search::changed, this, &SearchBar::showSummary);
    connect(m_search, &Search::currentChanged, this, &SearchBar::showSummary);
    showSummary();
    hide();
}

QToolButton *SearchBar::addButton(const QString &text, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setProperty("role", QStringLiteral("small"));
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

void SearchBar::open()
{
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SearchBar::lookFor(const QString &text)
{
    show();
    if (m_field->text() == text)
        Q_EMIT nextRequested();
    else
        m_field->setText(text);
}

void SearchBar::close()
{
    m_field->clear();
    hide();
    Q_EMIT closed();
}

QString SearchBar::summary() const
{
    return m_summary->text();
}

void SearchBar::showSummary()
{
    const QLocale locale;
    const auto count = qulonglong(m_search->count());
    const bool isIdle = m_search->text().isEmpty();
    QString text;
    if (!isIdle && count == 0)
        text = m_search->isComplete() ? tr("nothing found") : tr("searching…");
    else if (!isIdle && !m_search->current())
        text = locale.toString(count);
    else if (!isIdle)
        text = tr("%1 of %2").arg(locale.toString(qulonglong(m_search->position())), locale.toString(count));
    if (count > 0 && !m_search->isComplete())
        text += QStringLiteral("…");
    m_summary->setText(text);
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
}

bool SearchBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Escape: close(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (key->modifiers() & Qt::ShiftModifier)
            Q_EMIT previousRequested();
        else
            Q_EMIT nextRequested();
        return true;
    default: return false;
    }
}

} // namespace Interleave
