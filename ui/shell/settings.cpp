#include "ui/shell/settings.h"

#include <QDir>
#include <QFileInfo>

namespace Interleave {

namespace {

constexpr int longestPath = 4096;
constexpr int longestName = 100;
constexpr int longestGeometry = 1000;
constexpr int widestPart = 20'000;

QString parameterKey(const Scenario &scenario, const std::string &name)
{
    return QStringLiteral("parameters/%1/%2").arg(QString::fromStdString(scenario.id), QString::fromStdString(name));
}

bool isUsablePath(const QString &path)
{
    return !path.isEmpty() && path.size() <= longestPath && !path.contains(QChar(0)) && QDir::isAbsolutePath(path);
}

} // namespace

Settings::Settings()
    : m_store(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Interleave"), QStringLiteral("Interleave"))
{}

Settings::Settings(const QString &iniFile)
    : m_store(iniFile, QSettings::IniFormat)
{}

int Settings::number(const QString &key, int minimum, int maximum, int standard) const
{
    bool isNumber = false;
    const int value = m_store.value(key).toString().toInt(&isNumber);
    return isNumber && value >= minimum && value <= maximum ? value : standard;
}

QByteArray Settings::geometry() const
{
    const QByteArray geometry = m_store.value(QStringLiteral("window/geometry")).toByteArray();
    return geometry.size() <= longestGeometry ? geometry : QByteArray();
}

void Settings::setGeometry(const QByteArray &geometry)
{
    m_store.setValue(QStringLiteral("window/geometry"), geometry);
}

QList<int> Settings::splitterSizes(const QString &splitter, int count) const
{
    const QStringList texts = m_store.value(QStringLiteral("window/") + splitter).toStringList();
    if (texts.size() != count)
        return {};
    QList<int> sizes;
    for (const QString &text : texts) {
        bool isNumber = false;
        const int size = text.toInt(&isNumber);
        if (!isNumber || size < 0 || size > widestPart)
            return {};
        sizes << size;
    }
    // All hidden would be a window without content.
    return std::all_of(sizes.begin(), sizes.end(), [](int size) { return size == 0; }) ? QList<int>() : sizes;
}

void Settings::setSplitterSizes(const QString &splitter, const QList<int> &sizes)
{
    QStringList texts;
    for (const int size : sizes)
        texts << QString::number(size);
    m_store.setValue(QStringLiteral("window/") + splitter, texts);
}

QString Settings::resultTab() const
{
    return m_store.value(QStringLiteral("window/results")).toString().left(longestName);
}

void Settings::setResultTab(const QString &name)
{
    m_store.setValue(QStringLiteral("window/results"), name);
}

QString Settings::scenario() const
{
    const QString id = m_store.value(QStringLiteral("run/scenario")).toString();
    return findScenario(id.toStdString()) ? id : QString();
}

void Settings::setScenario(const QString &id)
{
    m_store.setValue(QStringLiteral("run/scenario"), id);
}

ParameterValues Settings::parameters(const Scenario &scenario) const
{
    ParameterValues fitting;
    for (const Parameter &parameter : scenario.parameters) {
        const QVariant stored = m_store.value(parameterKey(scenario, parameter.name));
        if (!stored.isValid())
            continue;
        const std::string text = stored.toString().toStdString();
        if (scenario.complete({{parameter.name, text}}).hasValue())
            fitting[parameter.name] = text;
    }
    return scenario.complete(fitting).takeValue();
}

void Settings::setParameters(const Scenario &scenario, const ParameterValues &values)
{
    for (const auto &[name, value] : values)
        m_store.setValue(parameterKey(scenario, name), QString::fromStdString(value));
}

QString Settings::folder() const
{
    const QString folder = m_store.value(QStringLiteral("files/folder")).toString();
    return isUsablePath(folder) && QFileInfo(folder).isDir() ? folder : QDir::homePath();
}

void Settings::setFolder(const QString &folder)
{
    m_store.setValue(QStringLiteral("files/folder"), folder);
}

QStringList Settings::recentFiles() const
{
    QStringList files;
    for (const QString &file : m_store.value(QStringLiteral("files/recent")).toStringList()) {
        if (files.size() < mostRecentFiles && isUsablePath(file) && !files.contains(file))
            files << file;
    }
    return files;
}

void Settings::addRecentFile(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList files = recentFiles();
    files.removeAll(absolute);
    files.prepend(absolute);
    m_store.setValue(QStringLiteral("files/recent"), QStringList(files.mid(0, mostRecentFiles)));
}

ColourScheme Settings::colourScheme() const
{
    return ColourScheme(number(QStringLiteral("window/colours"), 0, 2, 0));
}

void Settings::setColourScheme(ColourScheme scheme)
{
    m_store.setValue(QStringLiteral("window/colours"), int(scheme));
}

ColourBy Settings::colourBy() const
{
    return ColourBy(number(QStringLiteral("window/colourBy"), 0, 1, 0));
}

void Settings::setColourBy(ColourBy by)
{
    m_store.setValue(QStringLiteral("window/colourBy"), int(by));
}

LaneOrder Settings::laneOrder() const
{
    return LaneOrder(number(QStringLiteral("lanes/order"), 0, laneOrders - 1, 0));
}

void Settings::setLaneOrder(LaneOrder order)
{
    m_store.setValue(QStringLiteral("lanes/order"), int(order));
}

int Settings::rowPercent() const
{
    return number(QStringLiteral("lanes/height"), LaneArrangement::lowestRows, LaneArrangement::highestRows,
                  LaneArrangement::usualRows);
}

void Settings::setRowPercent(int percent)
{
    m_store.setValue(QStringLiteral("lanes/height"), percent);
}

ExportChoices Settings::exportChoices() const
{
    const ExportChoices standard;
    return {.format = ExportChoices::Format(number(QStringLiteral("export/format"), 0, 3, int(standard.format))),
            .wholeRun = number(QStringLiteral("export/wholeRun"), 0, 1, standard.wholeRun) == 1,
            .scale = number(QStringLiteral("export/scale"), 1, 4, standard.scale),
            .look = ExportChoices::Look(number(QStringLiteral("export/look"), 0, 2, int(standard.look))),
            .caption = ExportChoices::Caption(number(QStringLiteral("export/caption"), 0, 2, int(standard.caption))),
            .carriesRun = number(QStringLiteral("export/carriesRun"), 0, 1, standard.carriesRun) == 1};
}

void Settings::setExportChoices(const ExportChoices &choices)
{
    m_store.setValue(QStringLiteral("export/format"), int(choices.format));
    m_store.setValue(QStringLiteral("export/wholeRun"), choices.wholeRun ? 1 : 0);
    m_store.setValue(QStringLiteral("export/scale"), choices.scale);
    m_store.setValue(QStringLiteral("export/look"), int(choices.look));
    m_store.setValue(QStringLiteral("export/caption"), int(choices.caption));
    m_store.setValue(QStringLiteral("export/carriesRun"), choices.carriesRun ? 1 : 0);
}

} // namespace Interleave
