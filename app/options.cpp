#include "app/options.h"

#include <QRegularExpression>

namespace Interleave {

namespace {

Error usageError(const QString &what, const Options::Grammar &grammar)
{
    return Error(ErrorCode::Usage, (what + QStringLiteral("\nUsage: ") + grammar.usage).toStdString());
}

} // namespace

Result<Options> Options::parse(const QStringList &arguments, const Grammar &grammar)
{
    Options options;
    for (qsizetype index = 0; index < arguments.size(); ++index) {
        const QString &argument = arguments[index];
        if (!argument.startsWith(QLatin1String("--"))) {
            options.m_words << argument;
            continue;
        }
        const qsizetype equals = argument.indexOf(u'=');
        const QString name = argument.mid(2, equals < 0 ? -1 : equals - 2);
        if (grammar.flags.contains(name) && equals < 0) {
            options.m_values[name] << QString();
        } else if (grammar.valued.contains(name)) {
            if (equals < 0 && index + 1 == arguments.size())
                return usageError(QStringLiteral("The option --%1 needs a value.").arg(name), grammar);
            options.m_values[name] << (equals < 0 ? arguments[++index] : argument.mid(equals + 1));
        } else {
            return usageError(QStringLiteral("There is no option %1 here.").arg(argument), grammar);
        }
    }
    if (options.m_words.size() < grammar.fewestWords)
        return usageError(QStringLiteral("What to work on is missing."), grammar);
    if (options.m_words.size() > grammar.mostWords)
        return usageError(QStringLiteral("\"%1\" is one word too many.").arg(options.m_words[grammar.mostWords]), grammar);
    return options;
}

std::optional<QString> Options::value(const QString &name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::nullopt : std::optional(found->second.last());
}

QStringList Options::values(const QString &name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? QStringList() : found->second;
}

Error Options::wrongValue(const QString &name, const QString &wanted) const
{
    return Error(ErrorCode::Usage, QStringLiteral("The option --%1 takes %2, not \"%3\".")
                                       .arg(name, wanted, value(name).value_or(QString())).toStdString());
}

Result<int> Options::integer(const QString &name, int standard, int least, int most) const
{
    if (!has(name))
        return standard;
    bool ok = false;
    const int number = value(name)->toInt(&ok);
    if (!ok || number < least || number > most)
        return wrongValue(name, QStringLiteral("a whole number from %1 to %2").arg(least).arg(most));
    return number;
}

Result<std::optional<std::chrono::nanoseconds>> Options::seconds(const QString &name,
                                                                 std::chrono::nanoseconds least) const
{
    using std::chrono::nanoseconds;
    if (!has(name))
        return std::optional<nanoseconds>();
    constexpr nanoseconds aDay = std::chrono::hours(24);
    constexpr int decimals = 9;
    static const QRegularExpression pattern(QStringLiteral("^(?=\\.?[0-9])([0-9]{0,9})(?:\\.([0-9]{0,9}))?$"));
    const QRegularExpressionMatch match = pattern.match(*value(name));
    const QString fraction = match.captured(2).leftJustified(decimals, u'0');
    const nanoseconds time = std::chrono::seconds(match.captured(1).toInt()) + nanoseconds(fraction.toInt());
    if (!match.hasMatch() || time < least || time > aDay) {
        return wrongValue(name, QStringLiteral("a number of seconds from %1 to 86400, with at most nine decimals")
                                    .arg(std::chrono::duration<double>(least).count()));
    }
    return std::optional(time);
}

Result<QSize> Options::size(const QString &name) const
{
    if (!has(name))
        return QSize();
    static const QRegularExpression pattern(QStringLiteral("^([1-9][0-9]{1,4})x([1-9][0-9]{1,4})$"));
    const QRegularExpressionMatch match = pattern.match(*value(name));
    if (!match.hasMatch())
        return wrongValue(name, QStringLiteral("WIDTHxHEIGHT in pixels, such as 1440x900"));
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

} // namespace Interleave
