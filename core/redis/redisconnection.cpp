#include "core/redis/redisconnection.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QHostInfo>
#include <QLocalSocket>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>

namespace Interleave {

namespace {

std::string words(const QString &text)
{
    return text.endsWith(u'.') ? text.chopped(1).toStdString() : text.toStdString();
}

Error missing(const RedisAddress &address, const std::string &why)
{
    return Error(ErrorCode::ServiceMissing, "No Redis server answers at " + address.text() + ": " + why + ".");
}

/// By number, so that no helper thread of Qt's has to look the name up.
std::optional<QHostAddress> resolved(const std::string &host, std::string &why)
{
    QHostAddress address;
    if (address.setAddress(QString::fromStdString(host)))
        return address;
    const QHostInfo found = QHostInfo::fromName(QString::fromStdString(host));
    why = words(found.errorString());
    return found.addresses().isEmpty() ? std::nullopt : std::optional(found.addresses().first());
}

/// Qt's TLS wants an application to be there, for which a worker has no other use.
void ensureApplication()
{
    static int argc = 1;
    static char name[] = "interleave", *argv[] = {name, nullptr};
    static QCoreApplication *const ours = QCoreApplication::instance() ? nullptr : new QCoreApplication(argc, argv);
    static_cast<void>(ours); // lives as long as the process
}

QSslSocket *newSslSocket(const std::string &host)
{
    ensureApplication();
    auto *socket = new QSslSocket;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    const QString file = qEnvironmentVariable(RedisAddress::certificatesVariable);
    if (!file.isEmpty())
        configuration.addCaCertificates(file);
    socket->setSslConfiguration(configuration);
    socket->setPeerVerifyName(QString::fromStdString(host));
    return socket;
}

bool isConnected(const QIODevice &device)
{
    if (const auto *local = qobject_cast<const QLocalSocket *>(&device))
        return local->state() == QLocalSocket::ConnectedState;
    return static_cast<const QAbstractSocket &>(device).state() == QAbstractSocket::ConnectedState;
}

} // namespace

std::string encoded(const RedisCommand &command)
{
    std::string bytes = "*" + std::to_string(command.size()) + "\r\n";
    for (const std::string &word : command)
        bytes += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
    return bytes;
}

Result<void> RedisConnection::open(const RedisAddress &address, Milliseconds patience)
{
    close();
    m_refusal = RedisReply();
    m_trouble.clear();
    const QDeadlineTimer deadline(patience);
    if (Result<void> connected = connectTo(address, patience); !connected.hasValue()) {
        m_device.reset();
        return connected;
    }
    m_parser = std::make_unique<RedisParser>();
    Result<void> introduced = introduce(address, Milliseconds(deadline.remainingTime()));
    if (!introduced.hasValue())
        m_device.reset();
    return introduced;
}

Result<void> RedisConnection::connectTo(const RedisAddress &address, Milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    const int connecting = int(patience.count() / 2);
    if (address.kind == RedisAddress::Kind::Unix) {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(QString::fromStdString(address.path));
        if (!socket->waitForConnected(connecting))
            return missing(address, words(socket->errorString()));
        m_device = std::move(socket);
        return Success();
    }
    std::string why;
    const std::optional<QHostAddress> host = resolved(address.host, why);
    if (!host)
        return missing(address, why);
    std::unique_ptr<QTcpSocket> socket;
    QSslSocket *encrypted = nullptr;
    if (address.kind == RedisAddress::Kind::Tls)
        socket.reset(encrypted = newSslSocket(address.host));
    else
        socket = std::make_unique<QTcpSocket>();
    socket->setProxy(QNetworkProxy::NoProxy);
    socket->connectToHost(*host, quint16(address.port));
    if (!socket->waitForConnected(connecting))
        return missing(address, words(socket->errorString()));
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (encrypted) {
        encrypted->startClientEncryption();
        if (!encrypted->waitForEncrypted(int(deadline.remainingTime())))
            return missing(address, words(socket->errorString()));
    }
    m_device = std::move(socket);
    return Success();
}

Result<void> RedisConnection::introduce(const RedisAddress &address, Milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    std::vector<RedisCommand> commands;
    if (!address.password.empty() || !address.user.empty()) // a user may do without a password
        commands.push_back(address.user.empty() ? RedisCommand{"AUTH", address.password}
                                                : RedisCommand{"AUTH", address.user, address.password});
    commands.push_back({"SELECT", std::to_string(address.database)});
    for (const RedisCommand &command : commands)
        send(command);
    for (std::size_t answered = 0; answered < commands.size(); ++answered) {
        std::optional<RedisReply> reply = receive(Milliseconds(deadline.remainingTime()));
        if (!reply)
            return missing(address, m_trouble.empty() ? "it is silent" : m_trouble);
        if (reply->isError()) {
            m_refusal = std::move(*reply);
            std::string why = words(QString::fromStdString(m_refusal.text));
            if (wantsPassword() && address.password.empty())
                why += std::string("; give its password by the environment variable ") + RedisAddress::passwordVariable;
            return missing(address, why);
        }
    }
    return Success();
}

bool RedisConnection::wantsPassword() const
{
    return m_refusal.isError() && (m_refusal.errorCode() == "NOAUTH" || m_refusal.errorCode() == "WRONGPASS");
}

void RedisConnection::close()
{
    m_device.reset();
}

void RedisConnection::lose(const std::string &why)
{
    m_trouble = why;
    m_device.reset();
}

void RedisConnection::send(const RedisCommand &command)
{
    if (!m_device)
        return;
    const std::string bytes = encoded(command);
    if (m_device->write(bytes.data(), qint64(bytes.size())) < 0) {
        lose(words(m_device->errorString()));
        return;
    }
    // What the kernel does not take at once goes out while a reply is waited for.
    if (auto *local = qobject_cast<QLocalSocket *>(m_device.get()))
        local->flush();
    else
        static_cast<QAbstractSocket &>(*m_device).flush();
}

std::optional<RedisReply> RedisConnection::receive(Milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    while (m_device) {
        const QByteArray bytes = m_device->readAll();
        if (!bytes.isEmpty())
            m_parser->feed(std::string_view(bytes.data(), std::size_t(bytes.size())));
        if (std::optional<RedisReply> reply = m_parser->next())
            return reply;
        if (m_parser->isFaulty()) {
            lose("it does not speak Redis's language: " + m_parser->fault());
        } else if (!m_device->waitForReadyRead(int(deadline.remainingTime())) && m_device->bytesAvailable() == 0) {
            if (!isConnected(*m_device))
                lose(words(m_device->errorString()));
            else if (deadline.hasExpired())
                return std::nullopt;
        }
    }
    return std::nullopt;
}

int RedisConnection::descriptor() const
{
    if (const auto *local = qobject_cast<const QLocalSocket *>(m_device.get()))
        return int(local->socketDescriptor());
    return m_device ? int(static_cast<const QAbstractSocket &>(*m_device).socketDescriptor()) : -1;
}

} // namespace Interleave
