#include "ui/shell/redislogin.h"

#include "core/redis/redispasswords.h"
#include "core/session/session.h"
#include "ui/panels/card.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/runcontroller.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace Interleave {

namespace {

constexpr int dialogWidth = 460;

/// A line for the password, whose text is shown to nobody.
class PasswordDialog : public QDialog
{
public:
    PasswordDialog(const QString &server, bool isRefused, QWidget *parent)
        : QDialog(parent), m_password(new QLineEdit(this))
    {
        setObjectName(QStringLiteral("passwordDialog"));
        setWindowTitle(RedisLogin::tr("Password for Redis"));
        setAttribute(Qt::WA_DeleteOnClose);
        m_password->setEchoMode(QLineEdit::Password);
        m_password->setObjectName(QStringLiteral("redisPassword"));
        m_password->setAccessibleName(RedisLogin::tr("Password"));
        auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
        auto *run = new QPushButton(RedisLogin::tr("Run"), this);
        run->setProperty("role", QStringLiteral("primary"));
        buttons->addButton(run, QDialogButtonBox::AcceptRole);
        run->setDefault(true);
        auto *form = new QFormLayout(this);
        form->addRow(wrapped((isRefused ? RedisLogin::tr("The Redis server at %1 did not accept the password.")
                                        : RedisLogin::tr("The Redis server at %1 wants a password.")).arg(server)));
        form->addRow(RedisLogin::tr("&Password:"), m_password);
        form->addRow(wrapped(RedisLogin::tr("It is kept until the program ends, and not saved anywhere.")));
        form->addRow(buttons);
        setFixedSize(dialogWidth, form->heightForWidth(dialogWidth));
        connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
        connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    }

    QString password() const { return m_password->text(); }

private:
    QLabel *wrapped(const QString &text)
    {
        QLabel *label = plainLabel(text, this);
        label->setWordWrap(true);
        return label;
    }

    QLineEdit *m_password;
};

} // namespace

RedisLogin::RedisLogin(RunController *runs, MessageBar *messages, QWidget *window)
    : QObject(window), m_runs(runs), m_messages(messages), m_window(window)
{
    connect(runs, &RunController::passwordWanted, this, &RedisLogin::ask);
}

void RedisLogin::ask(const RunRequest &request, const QString &sentence)
{
    const std::string &server = request.parameters.at("server");
    const bool isRefused = !RedisPasswords::of(server).empty();
    auto *dialog = new PasswordDialog(QString::fromStdString(server), isRefused, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, request] {
        RedisPasswords::remember(request.parameters.at("server"), dialog->password().toStdString());
        m_runs->start(QString::fromStdString(request.scenario), request.parameters);
    });
    connect(dialog, &QDialog::rejected, this, [this, server, sentence] {
        RedisPasswords::remember(server, std::string());
        m_messages->showError(sentence);
    });
    dialog->open();
}

} // namespace Interleave
