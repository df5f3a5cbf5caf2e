// Exports as people ask for them: in the window's dialog and the file dialog behind it, with every
// choice. The files are parsed, and what carries a run is dropped on the window.
#include "core/analysis/explanation.h"
#include "core/analysis/runsentence.h"
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "tests/support/tracedifference.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"
#include "ui/shell/exportdialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/runcontroller.h"
#include "ui/timeline/timelineview.h"

#include <QSvgRenderer>

using namespace Interleave;

namespace {

constexpr int patience = 20'000; // milliseconds

using Format = ExportChoices::Format;
using Caption = ExportChoices::Caption;

/// The letters of an SVG's texts, without the blanks at which lines may break.
QString lettersOf(const QString &svg)
{
    QString letters;
    QXmlStreamReader reader(bytesOf(svg));
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters)
            letters += reader.text();
    }
    return reader.hasError() ? reader.errorString() : letters.remove(QRegularExpression(QStringLiteral("\\s")));
}

QString letters(QString text) { return text.remove(QRegularExpression(QStringLiteral("\\s"))); }

} // namespace

class TestExportDialog : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
    const Trace m_trace = SampleTraceBuilder(7, 6, 400).build();

    template<class Part>
    Part *part(const char *name) const { return m_window->findChild<Part *>(QLatin1String(name)); }

    const Trace &shown() const { return *m_window->runs().trace(); }
    QString file(const QString &name) const { return m_folder.filePath(name); }

    ExportDialog *openDialog()
    {
        for (QAction *action : m_window->findChildren<QAction *>()) {
            if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_E))
                action->trigger();
        }
        for (ExportDialog *dialog : m_window->findChildren<ExportDialog *>()) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }

    static void choose(const ExportDialog *dialog, const char *box, int index)
    {
        dialog->findChild<QComboBox *>(QLatin1String(box))->setCurrentIndex(index);
    }

    /// Presses Export and types that name into the file dialog.
    static void exportAs(ExportDialog *dialog, const QString &typed)
    {
        QTimer::singleShot(0, dialog, [typed] {
            auto *files = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
            files->findChild<QLineEdit *>(QStringLiteral("fileNameEdit"))->setText(typed);
            QMetaObject::invokeMethod(files, "accept");
        });
        dialog->findChild<QPushButton *>(QStringLiteral("exportButton"))->click();
    }

    bool isWritten(const QString &path) const
    {
        const QString expected = QStringLiteral("Exported to ") + path;
        return QTest::qWaitFor([&] { return part<QLabel>("statusSummary")->accessibleDescription() == expected; }, patience);
    }

    void drop(const QString &path)
    {
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QDropEvent event(QPointF(100, 100), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &event);
    }

    void select()
    {
        const LaneId task(5);
        m_window->findChild<Selection *>()->select({task, shown().lane(task)->events.back().time() - Nanos(1)});
    }

    QString explanation() const
    {
        const Selected at = *m_window->findChild<Selection *>()->current();
        return QString::fromStdString(explain(shown(), at.lane, at.time, shown().end())->text());
    }

    void pictureFormats()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("name");
        QTest::newRow("PNG") << int(Format::Png) << QStringLiteral("run.png");
        QTest::newRow("SVG") << int(Format::Svg) << QStringLiteral("run.svg");
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    }

    void init()
    {
        Settings().setExportChoices({});
        m_window = std::make_unique<MainWindow>();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        const QString path = file(QStringLiteral("sample.ilv"));
        QVERIFY(writeTraceFile(m_trace, path).hasValue());
        m_window->openFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->runs().trace(), patience);
    }

    void cleanup() { m_window.reset(); }

    void aPngHasThePixelsItPromised()
    {
        ExportDialog *dialog = openDialog();
        choose(dialog, "scale", 2);
        const QString promised = dialog->findChild<QLabel *>(QStringLiteral("pixelSize"))->text();
        const QString path = file(QStringLiteral("pixels.png"));
        exportAs(dialog, path);
        QVERIFY(isWritten(path));
        const QImage picture(path);
        QCOMPARE(promised, QStringLiteral("%1 × %2 pixels").arg(picture.width()).arg(picture.height()));
        QImage expected = renderPicture(shown(), {.scale = 3}).value().convertToFormat(picture.format());
        expected.setDevicePixelRatio(1);
        QCOMPARE(picture, expected);
    }

    void anSvgIsADrawingOfThatSize()
    {
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", int(Format::Svg));
        const QString path = file(QStringLiteral("drawing.svg"));
        exportAs(dialog, path);
        QVERIFY(isWritten(path));
        QSvgRenderer renderer(path);
        QVERIFY(renderer.isValid());
        QCOMPARE(renderer.viewBox(), QRect(QPoint(0, 0), pictureSize(shown(), {})));
    }

    void aPdfHasOnePage()
    {
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", int(Format::Pdf));
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("pixelSize"))->text().startsWith(QStringLiteral("One page of 381 × ")));
        const QString path = file(QStringLiteral("page.pdf"));
        exportAs(dialog, path);
        QVERIFY(isWritten(path));
        const QByteArray pdf = bytesOf(path);
        QVERIFY(pdf.startsWith("%PDF-"));
        QCOMPARE(pdf.count("/Type /Page\n"), 1);
        QVERIFY(pdf.contains("/Count 1"));
    }

    void aReportTellsTheRunAndTheSelectedSegment()
    {
        select();
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", int(Format::Html));
        choose(dialog, "caption", int(Caption::Segment));
        const QString path = file(QStringLiteral("report.html"));
        exportAs(dialog, path);
        QVERIFY(isWritten(path));
        const QString html = QString::fromUtf8(bytesOf(path));
        for (const QString &expected : {QString::fromStdString(runSentence(balanceOf(shown()))).toHtmlEscaped(),
                                        explanation().toHtmlEscaped(), QStringLiteral("Time by state of each lane"),
                                        QStringLiteral("What it printed"), QStringLiteral("</html>")})
            QVERIFY2(html.contains(expected), qPrintable(expected));
    }

    void whatIsOnTheScreenIsTheTimeAndTheLanesThere()
    {
        auto *timeline = m_window->findChild<TimelineView *>();
        timeline->arrangement()->hide({LaneId(6)});
        auto *zoom = m_window->findChild<ZoomState *>();
        const TimeRange whole = zoom->visible();
        zoom->setVisible({whole.begin + whole.length() / 4, whole.begin + whole.length() / 2});
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", int(Format::Svg));
        dialog->findChild<QRadioButton *>(QStringLiteral("onScreen"))->setChecked(true);
        const QString path = file(QStringLiteral("screen.svg"));
        exportAs(dialog, path);
        QVERIFY(isWritten(path));
        QCOMPARE(bytesOf(path), renderSvg(shown(), {.range = zoom->visible(), .rows = timeline->shownRows()}).value());
        QVERIFY(timeline->shownRows().only->contains(LaneId(5)));
        QVERIFY(!timeline->shownRows().only->contains(LaneId(6)));
    }

    void lanesThatAreScrolledAwayAreNotOnTheScreen()
    {
        m_window->resize(1000, 700);
        auto *timeline = m_window->findChild<TimelineView *>();
        timeline->arrangement()->setRowPercent(LaneArrangement::highestRows);
        QTRY_VERIFY(timeline->shownRows().only->size() < shown().lanes().size() - 1);
        const PictureRows rows = timeline->shownRows();
        const PictureOptions some{.rows = rows};
        QVERIFY(pictureSize(shown(), some).height() < pictureSize(shown(), {}).height());
        timeline->arrangement()->setRowPercent(LaneArrangement::usualRows);
    }

    void theCaptionIsTheOneChosen_data()
    {
        QTest::addColumn<int>("caption");
        QTest::newRow("the run") << int(Caption::Run);
        QTest::newRow("the segment") << int(Caption::Segment);
    }

    void theCaptionIsTheOneChosen()
    {
        QFETCH(int, caption);
        select();
        const QString sentence = caption == int(Caption::Segment) ? explanation()
                                                                  : QString::fromStdString(runSentence(balanceOf(shown())));
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", int(Format::Svg));
        choose(dialog, "caption", caption);
        QTRY_COMPARE(dialog->findChild<QLabel *>(QStringLiteral("captionText"))->text(), sentence);
        const QString path = file(QStringLiteral("caption%1.svg").arg(caption));
        exportAs(dialog, path);
        QVERIFY(isWritten(path));
        QVERIFY2(lettersOf(path).contains(letters(sentence)), qPrintable(lettersOf(path)));
        QVERIFY(QSvgRenderer(path).viewBox().height() > pictureSize(shown(), {}).height());
    }

    void aCaptionNotKnownYetIsWrittenAllTheSame()
    {
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", int(Format::Svg));
        choose(dialog, "caption", int(Caption::Run));
        const QString path = file(QStringLiteral("quick.svg"));
        exportAs(dialog, path); // before the event loop could bring the sentence
        QVERIFY(isWritten(path));
        QVERIFY(lettersOf(path).contains(letters(QString::fromStdString(runSentence(balanceOf(shown()))))));
    }

    void aPictureThatCarriesItsRunOpensWhenDropped_data() { pictureFormats(); }

    void aPictureThatCarriesItsRunOpensWhenDropped()
    {
        QFETCH(int, format);
        QFETCH(QString, name);
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", format);
        auto *carries = dialog->findChild<QCheckBox *>(QStringLiteral("carriesRun"));
        QTRY_VERIFY2(carries->text().contains(QRegularExpression(QStringLiteral("\\(adds \\d+ \\w+\\)"))), qPrintable(carries->text()));
        carries->setChecked(true);
        const QString path = file(name);
        exportAs(dialog, path);
        QVERIFY(isWritten(path));
        const auto before = m_window->runs().trace();
        drop(path);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->runs().trace() != before, patience);
        QCOMPARE(difference(shown(), m_trace), std::string());
        QVERIFY(m_window->messages().isEmpty());
    }

    void whatDoesNotApplySaysWhy()
    {
        ExportDialog *dialog = openDialog();
        const auto isOffered = [&](const char *name) {
            const auto *control = dialog->findChild<QWidget *>(QLatin1String(name));
            return control->isEnabled() && !control->toolTip().isEmpty();
        };
        const auto saysWhyNot = [&](const char *name, const char *word) {
            const auto *control = dialog->findChild<QWidget *>(QLatin1String(name));
            return !control->isEnabled() && control->toolTip().contains(QLatin1String(word));
        };
        for (const char *name : {"wholeRun", "onScreen", "scale", "look", "carriesRun"})
            QVERIFY2(isOffered(name), name);
        choose(dialog, "format", int(Format::Pdf));
        QVERIFY(saysWhyNot("scale", "sharp"));
        QVERIFY(saysWhyNot("carriesRun", "PDF"));
        QVERIFY(isOffered("look"));
        choose(dialog, "format", int(Format::Html));
        for (const char *name : {"wholeRun", "onScreen", "scale", "look", "carriesRun"})
            QVERIFY2(saysWhyNot(name, "report"), name);
        const auto *captions = qobject_cast<QStandardItemModel *>(dialog->findChild<QComboBox *>(QStringLiteral("caption"))->model());
        QVERIFY(!captions->item(int(Caption::Segment))->isEnabled()); // none is selected
        QVERIFY(captions->item(int(Caption::Segment))->toolTip().contains(QStringLiteral("selected")));
        dialog->reject();
    }

    void aTypedSuffixWins_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("written");
        QTest::newRow("another format") << QStringLiteral("typed.pdf") << QStringLiteral("typed.pdf");
        QTest::newRow("a report") << QStringLiteral("typed.html") << QStringLiteral("typed.html");
        QTest::newRow("none") << QStringLiteral("plain") << QStringLiteral("plain.svg");
        QTest::newRow("of no format") << QStringLiteral("run.v2") << QStringLiteral("run.v2.svg");
        QTest::newRow("in capitals") << QStringLiteral("LOUD.PNG") << QStringLiteral("LOUD.PNG");
    }

    void aTypedSuffixWins()
    {
        QFETCH(QString, typed);
        QFETCH(QString, written);
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", int(Format::Svg));
        exportAs(dialog, file(typed));
        QVERIFY(isWritten(file(written)));
        const QByteArray bytes = bytesOf(file(written));
        const QByteArray beginning = written.endsWith(QLatin1String(".pdf")) ? "%PDF" : written.endsWith(QLatin1String(".html")) ? "<!DO"
            : written.endsWith(QLatin1String(".svg")) ? "<?xm" : "\x89PNG";
        QCOMPARE(bytes.first(4), beginning);
    }

    void choicesComeBack()
    {
        ExportDialog *dialog = openDialog();
        choose(dialog, "format", int(Format::Svg));
        choose(dialog, "look", int(ExportChoices::Look::Dark));
        choose(dialog, "caption", int(Caption::Run));
        dialog->findChild<QRadioButton *>(QStringLiteral("onScreen"))->setChecked(true);
        dialog->findChild<QCheckBox *>(QStringLiteral("carriesRun"))->setChecked(true);
        const ExportChoices chosen = dialog->choices();
        const QString path = file(QStringLiteral("chosen.svg"));
        exportAs(dialog, path);
        QVERIFY(isWritten(path));
        dialog = openDialog();
        QVERIFY(dialog->choices() == chosen);
        dialog->reject();
    }

    void aSegmentsCaptionIsNotChosenWhereNoneIsSelected()
    {
        Settings().setExportChoices({.caption = Caption::Segment});
        ExportDialog *dialog = openDialog();
        QCOMPARE(int(dialog->choices().caption), int(Caption::None));
        dialog->reject();
    }

    void whatCannotBeWrittenIsSaid()
    {
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder.svg")));
        ExportDialog *dialog = openDialog();
        Q_EMIT dialog->chosen({.path = file(QStringLiteral("folder.svg")), .picture = dialog->options()});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->messages().size(), 1, patience);
        QVERIFY(m_window->messages().first().contains(QStringLiteral("folder.svg")));
        dialog->reject();
    }
};

QTEST_MAIN(TestExportDialog)
#include "tst_exportdialog.moc"
