#include "app/redispassword.h"

#include "app/printing.h"
#include "core/redis/redisconnection.h"

#include <cstdio>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace Interleave {

namespace {

/// A line typed by a person, not shown.
std::string askedFor(const std::string &prompt)
{
    termios shown{};
    tcgetattr(STDIN_FILENO, &shown);
    termios hidden = shown;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    printError("{}", prompt);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    std::string line;
    std::getline(std::cin, line);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    printError("\n");
    return line;
}

bool wantsPassword(const RedisAddress &address)
{
    RedisConnection connection;
    return !connection.open(address, RedisConnection::usualPatience).hasValue() && connection.wantsPassword();
}

} // namespace

Result<QString> redisUrlFrom(const QString &url)
{
    Result<RedisAddress> parsed = RedisAddress::parse(url.toStdString());
    if (!parsed.hasValue())
        return parsed.error();
    RedisAddress &address = parsed.value();
    if (address.password.empty() && isatty(STDIN_FILENO) && isatty(STDERR_FILENO) && wantsPassword(address))
        address.password = askedFor("Password for " + address.text() + ": ");
    if (!address.password.empty())
        qputenv(RedisAddress::passwordVariable, QByteArray::fromStdString(address.password));
    return QString::fromStdString(address.text());
}

} // namespace Interleave
