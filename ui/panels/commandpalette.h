// A field and a list over the window: a few letters, Return, done. Shows each command's place and
// keys, and of one that cannot be done now why. Esc, or the focus going elsewhere, closes it and
// gives the focus back.
#pragma once

#include "ui/models/commandmodel.h"

#include <QFrame>
#include <QPointer>

class QLineEdit;
class QListView;

namespace Interleave {

class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *window);

    void open(std::vector<Command> commands);
    const CommandModel *model() const { return m_model; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void showFirst();
    void run(const QModelIndex &index);
    void close();
    bool moveBy(QEvent *key);

    CommandModel *m_model;
    QLineEdit *m_field;
    QListView *m_list;
    QPointer<QWidget> m_focusBefore;
};

} // namespace Interleave
