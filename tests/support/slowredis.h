// In front of a Redis server on a Unix socket: a TCP port where everything takes that long each way.
// Works in a thread of its own, so that it does not hold up the test's.
#pragma once

#include <QLocalSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <chrono>

namespace Interleave {

class SlowRedis
{
public:
    SlowRedis(const QString &path, std::chrono::milliseconds oneWay)
    {
        m_server = new QTcpServer;
        m_server->listen(QHostAddress::LocalHost);
        m_port = m_server->serverPort();
        m_server->moveToThread(&m_thread);
        QObject::connect(m_server, &QTcpServer::newConnection, m_server, [this, path, oneWay] {
            QTcpSocket *near = m_server->nextPendingConnection();
            auto *behind = new QLocalSocket(near);
            behind->connectToServer(path);
            pass(near, behind, oneWay);
            pass(behind, near, oneWay);
            QObject::connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
        });
        QObject::connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
        m_thread.start();
    }
    SlowRedis(const SlowRedis &) = delete;
    ~SlowRedis()
    {
        m_thread.quit();
        m_thread.wait();
    }

    std::string url() const { return "redis://127.0.0.1:" + std::to_string(m_port) + "/0"; }

private:
    static void pass(QIODevice *from, QIODevice *to, std::chrono::milliseconds oneWay)
    {
        QObject::connect(from, &QIODevice::readyRead, to, [from, to, oneWay] {
            QTimer::singleShot(oneWay, Qt::PreciseTimer, to, [to, bytes = from->readAll()] { to->write(bytes); });
        });
    }

    QThread m_thread;
    QTcpServer *m_server = nullptr;
    quint16 m_port = 0;
};

} // namespace Interleave
