#include "tests/support/samplescenarios.h"
#include "ui/shell/settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Interleave;

namespace {

const ScenarioRegistration registration(scenarioWithEveryType());

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Changes a few bytes, or cuts, doubles or fills a stretch: what disks and people do to files.
QByteArray mutated(QByteArray content, QRandomGenerator &random)
{
    const int changes = random.bounded(1, 20);
    for (int change = 0; change < changes && !content.isEmpty(); ++change) {
        const int at = int(random.bounded(quint32(content.size())));
        switch (random.bounded(5)) {
        case 0: content[at] = char(random.bounded(256)); break;
        case 1: content.truncate(at); break;
        case 2: content.insert(at, content.mid(at, random.bounded(40))); break;
        case 3: content.insert(at, QByteArray::number(qlonglong(random.generate64()))); break;
        default: content.remove(at, random.bounded(20)); break;
        }
    }
    return content;
}

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    Scenario m_scenario = scenarioWithEveryType();
    const ExportChoices m_choices{.format = ExportChoices::Format::Svg, .wholeRun = false, .scale = 3,
                                  .look = ExportChoices::Look::Light, .caption = ExportChoices::Caption::Segment,
                                  .carriesRun = true};

    QString iniFile() const { return m_folder.filePath(QStringLiteral("settings.ini")); }

    void fill() const
    {
        Settings settings(iniFile());
        settings.setGeometry(QByteArray("\x01\xd9\xd0\xcb geometry"));
        settings.setSplitterSizes(QStringLiteral("columns"), {200, 700, 300});
        settings.setScenario(QString::fromStdString(m_scenario.id));
        settings.setParameters(m_scenario, {{"tasks", "77"}, {"start", "spawn"}, {"prefix", "a=b;c, \"d\" ñ"}});
        settings.setFolder(m_folder.path());
        settings.addRecentFile(QStringLiteral("/runs/a & b.ilv"));
        settings.setColourScheme(ColourScheme::Dark);
        settings.setExportChoices(m_choices);
    }

    void verifySane(const Settings &settings) const
    {
        QVERIFY(settings.geometry().size() <= 1000);
        const QList<int> sizes = settings.splitterSizes(QStringLiteral("columns"), 3);
        QVERIFY(sizes.isEmpty() || sizes.size() == 3);
        for (const int size : sizes)
            QVERIFY(size >= 0 && size <= 20'000);
        QVERIFY(settings.scenario().isEmpty() || findScenario(settings.scenario().toStdString()));
        const ParameterValues values = settings.parameters(m_scenario);
        QCOMPARE(values.size(), m_scenario.parameters.size());
        QVERIFY(m_scenario.complete(values).hasValue());
        QVERIFY(QFileInfo(settings.folder()).isDir());
        const QStringList files = settings.recentFiles();
        QVERIFY(files.size() <= Settings::mostRecentFiles);
        for (const QString &file : files)
            QVERIFY(QDir::isAbsolutePath(file) && file.size() <= 4096);
        QVERIFY(int(settings.colourScheme()) >= 0 && int(settings.colourScheme()) <= 2);
        const ExportChoices choices = settings.exportChoices();
        QVERIFY(choices.scale >= 1 && choices.scale <= 4);
        QVERIFY(int(choices.look) >= 0 && int(choices.look) <= 2);
        QVERIFY(int(choices.format) >= 0 && int(choices.format) <= 3);
        QVERIFY(int(choices.caption) >= 0 && int(choices.caption) <= 2);
    }

private Q_SLOTS:
    void init() { QFile::remove(iniFile()); }

    void whatWasSetComesBackAfterARestart()
    {
        fill();
        const Settings settings(iniFile());
        QCOMPARE(settings.splitterSizes(QStringLiteral("columns"), 3), QList<int>({200, 700, 300}));
        QCOMPARE(settings.scenario(), QString::fromStdString(m_scenario.id));
        const ParameterValues values = settings.parameters(m_scenario);
        QCOMPARE(values.at("tasks"), std::string("77"));
        QCOMPARE(values.at("start"), std::string("spawn"));
        QCOMPARE(values.at("prefix"), std::string("a=b;c, \"d\" ñ"));
        QCOMPARE(values.at("lock"), std::string("on"));
        QCOMPARE(settings.folder(), m_folder.path());
        QCOMPARE(settings.recentFiles(), QStringList(QStringLiteral("/runs/a & b.ilv")));
        QCOMPARE(settings.colourScheme(), ColourScheme::Dark);
        QCOMPARE(settings.exportChoices(), m_choices);
    }

    void withoutAFileEverythingHasItsDefault()
    {
        const Settings settings(iniFile());
        verifySane(settings);
        QVERIFY(settings.scenario().isEmpty());
        QCOMPARE(settings.parameters(m_scenario), m_scenario.complete({}).takeValue());
        QCOMPARE(settings.exportChoices(), ExportChoices());
    }

    void onlyTheLatestTenFilesAreKeptEachOnce()
    {
        Settings settings(iniFile());
        for (int number = 0; number < 15; ++number)
            settings.addRecentFile(QStringLiteral("/runs/%1.ilv").arg(number));
        settings.addRecentFile(QStringLiteral("/runs/10.ilv"));
        const QStringList files = settings.recentFiles();
        QCOMPARE(files.size(), 10);
        QCOMPARE(files.first(), QStringLiteral("/runs/10.ilv"));
        QCOMPARE(files.at(1), QStringLiteral("/runs/14.ilv"));
        QCOMPARE(files.count(QStringLiteral("/runs/10.ilv")), 1);
    }

    void nonsenseInTheFileGivesSaneValues()
    {
        fill();
        const QByteArray good = contentOf(iniFile());
        QVERIFY(good.contains("recent"));
        QRandomGenerator random(444);
        for (int round = 0; round < 4000; ++round) {
            // A name of its own each time: QSettings shares what it has read of a path.
            const QString path = m_folder.filePath(QStringLiteral("broken-%1.ini").arg(round));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            const QByteArray broken = mutated(good, random);
            file.write(broken);
            file.close();
            verifySane(Settings(path));
            if (QTest::currentTestFailed()) {
                qWarning() << "round" << round << broken;
                return;
            }
            QFile::remove(path);
        }
    }

    void valuesOutOfRangeFallBackToTheDefault()
    {
        QFile file(iniFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[window]\ncolours=9\ncolumns=0, 0, 0\n[export]\nscale=400\nlook=-1\nwholeRun=maybe\nformat=4\ncaption=3\ncarriesRun=2\n"
                   "[files]\nrecent=relative.ilv, /runs/a.ilv\nfolder=/no/such/folder\n[run]\nscenario=no.such\n");
        file.close();
        const Settings settings(iniFile());
        QCOMPARE(settings.colourScheme(), ColourScheme::System);
        QVERIFY(settings.splitterSizes(QStringLiteral("columns"), 3).isEmpty());
        QCOMPARE(settings.exportChoices(), ExportChoices());
        QCOMPARE(settings.recentFiles(), QStringList(QStringLiteral("/runs/a.ilv")));
        QCOMPARE(settings.folder(), QDir::homePath());
        QVERIFY(settings.scenario().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
