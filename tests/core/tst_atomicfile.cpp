#include "core/io/atomicfile.h"
#include "tests/support/fulldisk.h"
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"

#include <QDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Interleave;

class TestAtomicFile : public QObject
{
    Q_OBJECT

private:
    static QStringList contents(const QString &folder)
    {
        return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }

    static void verifyRefused(const Result<void> &result, const char *because)
    {
        QVERIFY(!result.hasValue());
        QCOMPARE(result.error().code, ErrorCode::CannotWrite);
        QVERIFY2(result.error().message.find(because) != std::string::npos, result.error().message.c_str());
    }

private Q_SLOTS:
    void contentIsWrittenWhole()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("file"));
        const QByteArray content(5'000'000, 'x');
        QVERIFY(writeFileAtomically(path, content).hasValue());
        QCOMPARE(bytesOf(path), content);
        QVERIFY(writeFileAtomically(path, QByteArrayView()).hasValue());
        QCOMPARE(bytesOf(path), QByteArray());
        QCOMPARE(contents(folder.path()), QStringList{QStringLiteral("file")});
    }

    void whoMakesTheContentMayGiveUp()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("file"));
        putBytes(path, "old");
        const Result<void> result = writeFileAtomically(path, [](const auto &write) {
            write("new");
            return false;
        });
        verifyRefused(result, "could not be made");
        QCOMPARE(bytesOf(path), QByteArray("old"));
        QCOMPARE(contents(folder.path()), QStringList{QStringLiteral("file")});
    }

    void aFullDiskIsNeverASuccess_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("fits into a write buffer") << 12'000;
        QTest::newRow("does not") << 1'000'000;
    }

    void aFullDiskIsNeverASuccess()
    {
        QFETCH(int, size);
        FullDisk disk(16 << 10);
        if (!disk.isMounted())
            QSKIP("needs the right to mount a small tmpfs");
        const QString path = disk.path() + QStringLiteral("/file");
        const QByteArray old(8'000, 'o');
        putBytes(path, old);
        verifyRefused(writeFileAtomically(path, QByteArray(size, 'n')), "No space left");
        QCOMPARE(bytesOf(path), old);
        QCOMPARE(contents(disk.path()), QStringList{QStringLiteral("file")});
    }

    void everyFormatLeavesTheOldFileOnAFullDisk()
    {
        FullDisk disk(16 << 10);
        if (!disk.isMounted())
            QSKIP("needs the right to mount a small tmpfs");
        const Trace trace = sampleTrace(1, 8, 3'000);
        for (const char *suffix : {"ilv", "json", "json.gz", "csv"}) {
            const QString path = disk.path() + QStringLiteral("/file.") + QLatin1String(suffix);
            putBytes(path, "old");
            verifyRefused(writeTraceFile(trace, path), "No space left");
            QCOMPARE(bytesOf(path), QByteArray("old"));
            QFile::remove(path);
        }
        QCOMPARE(contents(disk.path()), QStringList());
    }

    void whatIsNoRegularFileIsLeftAlone()
    {
        QTemporaryDir folder;
        const QString pipe = folder.filePath(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        verifyRefused(writeFileAtomically(pipe, "x"), "not a regular file");
        verifyRefused(writeFileAtomically(folder.path(), "x"), "it is a folder");
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(pipe).constData(), &status), 0);
        QVERIFY(S_ISFIFO(status.st_mode));
    }

    void aFolderThatIsMissingOrANameTooLongIsSaid()
    {
        QTemporaryDir folder;
        verifyRefused(writeFileAtomically(folder.filePath(QStringLiteral("no/file")), "x"), "No such file");
        verifyRefused(writeFileAtomically(folder.filePath(QString(300, QLatin1Char('n'))), "x"), "name too long");
        QCOMPARE(contents(folder.path()), QStringList());
    }

    void aReadOnlyFolderIsSaid()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("file"));
        putBytes(path, "old");
        constexpr uid_t nobody = 65'534;
        const bool isRoot = ::geteuid() == 0;
        QCOMPARE(::chmod(QFile::encodeName(folder.path()).constData(), 0555), 0);
        if (isRoot)
            QCOMPARE(::seteuid(nobody), 0); // root may write anywhere
        const Result<void> result = writeFileAtomically(path, "new");
        if (isRoot)
            QCOMPARE(::seteuid(0), 0);
        QCOMPARE(::chmod(QFile::encodeName(folder.path()).constData(), 0755), 0);
        verifyRefused(result, "ermission denied");
        QCOMPARE(bytesOf(path), QByteArray("old"));
    }

    void anUnknownSuffixIsAUsageError()
    {
        QTemporaryDir folder;
        const Result<void> result = writeTraceFile(Trace(), folder.filePath(QStringLiteral("run.txt")));
        QVERIFY(!result.hasValue());
        QCOMPARE(result.error().code, ErrorCode::Usage);
        QCOMPARE(contents(folder.path()), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomicfile.moc"
