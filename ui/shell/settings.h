// What the window remembers between two starts. Every value is checked when it is read, so that a
// damaged or foreign settings file costs at most the memory, never the start. Window thread.
#pragma once

#include "core/scenarios/scenario.h"
#include "ui/models/lanearrangement.h"
#include "ui/theme/windowlook.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>

namespace Interleave {

struct ExportChoices {
    enum class Format { Png, Svg, Pdf, Html };
    enum class Look { AsWindow, Light, Dark };
    enum class Caption { None, Run, Segment };

    Format format = Format::Png;
    bool wholeRun = true;
    int scale = 2; // 1 to 4
    Look look = Look::AsWindow;
    Caption caption = Caption::None;
    bool carriesRun = false;
    bool operator==(const ExportChoices &) const = default;
};

class Settings
{
public:
    static constexpr int mostRecentFiles = 10;

    /// The user's own.
    Settings();
    explicit Settings(const QString &iniFile);

    QByteArray geometry() const; // empty when there is none
    void setGeometry(const QByteArray &geometry);
    /// Sizes of a splitter's parts: exactly `count`, or empty when there are none that make sense.
    QList<int> splitterSizes(const QString &splitter, int count) const;
    void setSplitterSizes(const QString &splitter, const QList<int> &sizes);
    /// The name of the tab in front of the results, or empty.
    QString resultTab() const;
    void setResultTab(const QString &name);

    /// The id of a scenario that exists, or empty.
    QString scenario() const;
    void setScenario(const QString &id);
    /// Complete and within range: what is remembered and fits, defaults for the rest.
    ParameterValues parameters(const Scenario &scenario) const;
    void setParameters(const Scenario &scenario, const ParameterValues &values);

    /// A folder that exists.
    QString folder() const;
    void setFolder(const QString &folder);
    /// Absolute paths, the latest first, none twice; they need not exist any more.
    QStringList recentFiles() const;
    void addRecentFile(const QString &path);

    ColourScheme colourScheme() const;
    void setColourScheme(ColourScheme scheme);
    ColourBy colourBy() const;
    void setColourBy(ColourBy by);
    LaneOrder laneOrder() const;
    void setLaneOrder(LaneOrder order);
    int rowPercent() const;
    void setRowPercent(int percent);
    ExportChoices exportChoices() const;
    void setExportChoices(const ExportChoices &choices);

private:
    int number(const QString &key, int minimum, int maximum, int standard) const;

    QSettings m_store;
};

} // namespace Interleave
