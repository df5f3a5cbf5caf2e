#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "tests/support/tracedifference.h"
#include "ui/timeline/picturefile.h"

#include <QImage>
#include <QXmlStreamReader>

using namespace Interleave;

/// The names of its elements, those of the run's metadata last.
static QString svgElements(const QString &path)
{
    QString names, metadata;
    QXmlStreamReader reader(bytesOf(path));
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement)
            (reader.name() == QLatin1String("metadata") ? metadata : names) += reader.name().toString() + u' ';
    }
    return reader.hasError() ? reader.errorString() : names + metadata;
}

class TestEmbeddedRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPictureWithItsRunOpensAsThatRun_data();
    void aPictureWithItsRunOpensAsThatRun();
    void thePictureStaysTheSame();
    void theBytesItAddsAreKnownBefore();
    void puttingARunInCanBeStopped();
    void aPictureWithoutARunIsRefusedInASentence_data();
    void aPictureWithoutARunIsRefusedInASentence();
    void everyDamageIsSaidOrDoesNoHarm_data();
    void everyDamageIsSaidOrDoesNoHarm();
    void aPdfCannotCarryARun();

private:
    QString written(const QString &suffix, bool carries)
    {
        const QString path = m_folder.filePath(QStringLiteral("picture") + suffix);
        const Result<void> done = writePicture(m_trace, {}, path, carries ? &m_trace.info : nullptr);
        return done.hasValue() ? path : QString();
    }

    void suffixes()
    {
        QTest::addColumn<QString>("suffix");
        QTest::newRow("PNG") << QStringLiteral(".png");
        QTest::newRow("SVG") << QStringLiteral(".svg");
    }

    const Trace m_trace = SampleTraceBuilder(7, 6, 400).build();
    QTemporaryDir m_folder;
};

void TestEmbeddedRun::aPictureWithItsRunOpensAsThatRun_data()
{
    suffixes();
}

void TestEmbeddedRun::aPictureWithItsRunOpensAsThatRun()
{
    QFETCH(QString, suffix);
    Result<OpenedTrace> opened = openTraceFile(written(suffix, true));
    QVERIFY(opened.hasValue());
    QCOMPARE(difference(opened.value().trace, m_trace), std::string());
    QVERIFY(!opened.value().verify);
}

void TestEmbeddedRun::thePictureStaysTheSame()
{
    const QImage without(written(QStringLiteral(".png"), false)), with(written(QStringLiteral(".png"), true));
    QVERIFY(!without.isNull());
    QCOMPARE(with, without);
    QCOMPARE(with.dotsPerMeterX(), without.dotsPerMeterX());
    // But for its metadata, the SVG says the same in the same order.
    const QString carrying = svgElements(written(QStringLiteral(".svg"), true));
    QCOMPARE(carrying, svgElements(written(QStringLiteral(".svg"), false)) + QStringLiteral("metadata "));
}

void TestEmbeddedRun::theBytesItAddsAreKnownBefore()
{
    const Result<CarriedBytes> bytes = bytesCarried(m_trace, m_trace.info);
    QVERIFY(bytes.hasValue());
    const auto added = [this](const QString &suffix) {
        const qsizetype without = bytesOf(written(suffix, false)).size();
        return bytesOf(written(suffix, true)).size() - without;
    };
    QCOMPARE(bytes.value().inPng, added(QStringLiteral(".png")));
    QCOMPARE(bytes.value().inSvg, added(QStringLiteral(".svg")));
}

void TestEmbeddedRun::puttingARunInCanBeStopped()
{
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(int(bytesCarried(m_trace, m_trace.info, stop.get_token()).error().code), int(ErrorCode::Failed));
    const auto picture = withRun("picture", PictureKind::Png, m_trace, m_trace.info, stop.get_token());
    QCOMPARE(int(picture.error().code), int(ErrorCode::Failed));
}

void TestEmbeddedRun::aPictureWithoutARunIsRefusedInASentence_data()
{
    suffixes();
}

void TestEmbeddedRun::aPictureWithoutARunIsRefusedInASentence()
{
    QFETCH(QString, suffix);
    const QString path = written(suffix, false);
    const Result<Trace> read = readTraceFile(path);
    QVERIFY(!read.hasValue());
    QCOMPARE(int(read.error().code), int(ErrorCode::CannotRead));
    const QString kind = suffix == QLatin1String(".png") ? QStringLiteral("a PNG") : QStringLiteral("an SVG");
    QCOMPARE(QString::fromStdString(read.error().message),
             QStringLiteral("Cannot read %1: it is %2 picture without a run in it.").arg(path, kind));
}

void TestEmbeddedRun::everyDamageIsSaidOrDoesNoHarm_data()
{
    suffixes();
}

/// One byte at a time, and the file cut off there: never another run, and never silence.
void TestEmbeddedRun::everyDamageIsSaidOrDoesNoHarm()
{
    QFETCH(QString, suffix);
    const QString path = written(suffix, true);
    const QByteArray whole = bytesOf(path);
    constexpr qsizetype step = 397; // some places in each part of the file
    for (qsizetype at = 0; at < whole.size(); at += step) {
        QByteArray changed = whole;
        changed[at] = char(changed[at] ^ 0x10);
        for (const QByteArray &bytes : {changed, whole.first(at)}) {
            putBytes(path, bytes);
            const Result<Trace> read = readTraceFile(path);
            QVERIFY2(!read.hasValue() || difference(read.value(), m_trace).empty(), qPrintable(QString::number(at)));
            QVERIFY(read.hasValue() || read.error().message.starts_with("Cannot read "));
        }
    }
}

void TestEmbeddedRun::aPdfCannotCarryARun()
{
    const QString path = m_folder.filePath(QStringLiteral("run.pdf"));
    const Result<void> done = writePicture(m_trace, {}, path, &m_trace.info);
    QVERIFY(!done.hasValue());
    QCOMPARE(int(done.error().code), int(ErrorCode::Usage));
    QVERIFY(!QFile::exists(path));
}

QTEST_MAIN(TestEmbeddedRun)
#include "tst_embeddedrun.moc"
