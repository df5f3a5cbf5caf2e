// Where a search is typed: the field, how many were found and which of them is the current one,
// and buttons for the next and the one before. Return and F3 go on, with Shift back; Esc closes
// and clears. Hidden until open().
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace Interleave {

class Search;

class SearchBar : public QWidget
{
    Q_OBJECT

public:
    /// The search outlives the bar.
    explicit SearchBar(const Search *search, QWidget *parent = nullptr);

    void open();
    /// Shows itself with this text, without taking the keyboard.
    void lookFor(const QString &text);
    void close();
    QString summary() const; // "3 of 128"

Q_SIGNALS:
    void textChanged(const QString &text);
    void nextRequested();
    void previousRequested();
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *addButton(const QString &text, const QString &name);
    void showSummary();

    const Search *m_search;
    QLineEdit *m_field;
    QLabel *m_summary;
    QToolButton *m_previous;
    QToolButton *m_next;
};

} // namespace Interleave
