// worker: does jobs of any run that has put some into a Redis server, from whatever machine.
#include "app/exitcodes.h"
#include "app/options.h"
#include "app/printing.h"
#include "app/redispassword.h"
#include "app/verbs.h"
#include "core/executors/farworker.h"

#include <csignal>

namespace Interleave {

int workerVerb(const QStringList &arguments)
{
    const QString usage = QStringLiteral("interleave worker --redis URL [--queues NAME,…] [--burst]");
    Result<Options> options = Options::parse(
        arguments, {{QStringLiteral("redis"), QStringLiteral("queues")}, {QStringLiteral("burst")}, 0, 0, usage});
    if (!options.hasValue())
        return failWith(options.error());
    if (!options.value().has(QStringLiteral("redis")))
        return failWith(Error(ErrorCode::Usage, "Say where the Redis server is.\nUsage: " + usage.toStdString()));
    const Result<QString> url = redisUrlFrom(*options.value().value(QStringLiteral("redis")));
    if (!url.hasValue())
        return failWith(url.error());

    FarWorker::Settings settings;
    settings.address = RedisAddress::parse(url.value().toStdString()).takeValue();
    const QString queues = options.value().value(QStringLiteral("queues")).value_or(QString());
    for (const QString &queue : queues.split(u',', Qt::SkipEmptyParts))
        settings.queues.push_back(queue.toStdString());
    settings.burst = options.value().has(QStringLiteral("burst"));
    settings.say = [](const std::string &line) { printError("{}\n", line); };
    FarWorker worker(std::move(settings));
    const Result<int> worked = worker.work();
    if (!worked.hasValue())
        return failWith(worked.error());
    return worked.value() == SIGINT ? ExitInterrupted : worked.value() == SIGTERM ? ExitTerminated : ExitDone;
}

} // namespace Interleave
