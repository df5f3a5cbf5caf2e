// The words after a verb, read strictly: an option that a verb does not know is an error, and so is
// a missing value. Values may stand as --name value or --name=value.
#pragma once

#include "core/base/result.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <chrono>
#include <map>
#include <optional>

namespace Interleave {

class Options
{
public:
    /// Options with a value, options without, and how many plain words there may be.
    struct Grammar {
        QStringList valued, flags;
        int fewestWords = 0, mostWords = 0;
        QString usage; // shown with every usage error
    };

    static Result<Options> parse(const QStringList &arguments, const Grammar &grammar);

    const QStringList &words() const { return m_words; }
    bool has(const QString &name) const { return m_values.contains(name); }
    std::optional<QString> value(const QString &name) const; // the last one given
    QStringList values(const QString &name) const;

    /// Absent: `standard`. Usage error when it is no whole number in the range.
    Result<int> integer(const QString &name, int standard, int least, int most) const;
    /// Seconds with up to nine decimals. Usage error unless at least `least` and at most a day.
    Result<std::optional<std::chrono::nanoseconds>> seconds(const QString &name,
                                                            std::chrono::nanoseconds least = {}) const;
    /// WIDTHxHEIGHT. Empty when absent.
    Result<QSize> size(const QString &name) const;

private:
    Error wrongValue(const QString &name, const QString &wanted) const;

    QStringList m_words;
    std::map<QString, QStringList> m_values;
};

} // namespace Interleave
