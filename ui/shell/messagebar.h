// Errors and remarks above the content. Each stands until it is dismissed; the oldest gives way
// when there are too many. Plain text only, since sentences may quote foreign files.
#pragma once

#include <QStringList>
#include <QWidget>

#include <functional>

class QFrame;
class QVBoxLayout;

namespace Interleave {

class MessageBar : public QWidget
{
    Q_OBJECT

public:
    static constexpr int mostMessages = 3;

    explicit MessageBar(QWidget *parent = nullptr);

    void showError(const QString &sentence);
    void showNotice(const QString &sentence);
    /// A remark with a button, which does the one thing and dismisses it: "Undo".
    void showOffer(const QString &sentence, const QString &button, std::function<void()> accept);
    /// What stands there, the oldest first.
    QStringList messages() const;

private:
    enum class Severity { Error, Notice };

    QFrame *add(Severity severity, const QString &sentence);
    QFrame *makeRow(Severity severity, const QString &text);
    void dismiss(QFrame *row);

    QVBoxLayout *m_layout;
    QList<QFrame *> m_rows;
};

} // namespace Interleave
