// The window with larger text and on a denser screen: nothing that is written is cut off, and the tool
// bar hides nothing. What ends in an ellipsis says the whole on hover.
#include "tests/support/sampletrace.h"
#include "tests/support/testfiles.h"
#include "ui/models/selection.h"
#include "ui/shell/exportdialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/runcontroller.h"

using namespace Interleave;

namespace {

constexpr int patience = 20'000; // milliseconds

QString nameOf(const QWidget *widget)
{
    const QString text = widget->property("text").toString();
    return QStringLiteral("%1 \"%2\"").arg(QLatin1String(widget->metaObject()->className()), text.isEmpty() ? widget->objectName() : text);
}

bool hasRoomFor(const QLabel *label)
{
    if (label->wordWrap())
        return label->height() >= label->heightForWidth(label->width());
    return label->height() >= label->sizeHint().height() && label->width() >= label->minimumSizeHint().width();
}

/// Whether all that the widget says has room in it.
bool hasRoom(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        return hasRoomFor(label);
    if (qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QSpinBox *>(widget))
        return widget->width() >= widget->sizeHint().width() && widget->height() >= widget->sizeHint().height();
    if (qobject_cast<const QComboBox *>(widget) || qobject_cast<const QLineEdit *>(widget))
        return widget->height() >= widget->minimumSizeHint().height();
    if (const auto *tabs = qobject_cast<const QTabBar *>(widget))
        return tabs->count() == 0 || tabs->tabRect(tabs->count() - 1).right() <= tabs->width();
    return true;
}

/// What is below the end of a scroll area can be scrolled to; beside it, only where it has a bar for that.
bool isWithin(const QWidget *widget, const QWidget *around)
{
    const int left = widget->mapTo(around, QPoint()).x();
    return left >= 0 && left + widget->width() <= around->width();
}

bool saysSomething(const QWidget *widget)
{
    return qobject_cast<const QLabel *>(widget) || qobject_cast<const QAbstractButton *>(widget)
        || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget);
}

bool isWithinItsParents(const QWidget *widget)
{
    for (QWidget *parent = widget->parentWidget(); parent && !widget->isWindow(); parent = parent->parentWidget()) {
        const auto *area = qobject_cast<QScrollArea *>(parent);
        if (area && area->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff && area->widget()->isAncestorOf(widget)
            && !isWithin(widget, area->viewport()))
            return false;
    }
    return isWithin(widget, widget->window());
}

QStringList cutOff(const QWidget *window)
{
    QStringList found;
    for (const QWidget *widget : window->findChildren<QWidget *>()) {
        if (!widget->isVisibleTo(window) || widget->window() != window || widget->visibleRegion().isEmpty())
            continue;
        if (!hasRoom(widget))
            found << QStringLiteral("%1 has %2 × %3, needs %4 × %5").arg(nameOf(widget)).arg(widget->width()).arg(widget->height())
                         .arg(widget->sizeHint().width()).arg(widget->sizeHint().height());
        if (saysSomething(widget) && !isWithinItsParents(widget))
            found << nameOf(widget) + QStringLiteral(" stands outside of what is around it");
    }
    for (const QToolBar *bar : window->findChildren<QToolBar *>()) {
        for (QAction *action : bar->actions()) {
            if (const QWidget *part = bar->widgetForAction(action); part && !part->isVisible())
                found << nameOf(part) + QStringLiteral(" has no room in the tool bar");
        }
    }
    return found;
}

} // namespace

class TestLargeText : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QFont m_usual = QApplication::font();

    static void layOut(QWidget *window)
    {
        QVERIFY(QTest::qWaitForWindowExposed(window));
        for (int round = 0; round < 3; ++round) // words that wrap ask for another height once they know their width
            QCoreApplication::sendPostedEvents();
    }

    /// A run is there, and a segment of it is explained.
    void fill(MainWindow &window) const
    {
        const QString path = m_folder.filePath(QStringLiteral("run.ilv"));
        QVERIFY(writeTraceFile(SampleTraceBuilder(7, 6, 400).build(), path).hasValue());
        window.openFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(window.runs().trace(), patience);
        const LaneId task(5);
        window.findChild<Selection *>()->select({task, window.runs().trace()->lane(task)->events.back().time() - Nanos(1)});
    }

    static void sizes()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<QSize>("size");
        QTest::newRow("usual text, smallest window") << 0 << QSize(1000, 700);
        QTest::newRow("usual text, usual window") << 0 << QSize(1440, 900);
        QTest::newRow("14 points, smallest window") << 14 << QSize(1000, 700);
        QTest::newRow("14 points, usual window") << 14 << QSize(1440, 900);
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        QFETCH(int, points); // 0: as the desktop has it
        QFont font = m_usual;
        if (points > 0)
            font.setPointSize(points);
        QApplication::setFont(font);
    }

    void cleanup() { QApplication::setFont(m_usual); }

    void nothingIsCutOffInTheWindow_data() { sizes(); }

    void nothingIsCutOffInTheWindow()
    {
        QFETCH(QSize, size);
        MainWindow window;
        window.resize(size);
        window.show();
        layOut(&window);
        QCOMPARE(cutOff(&window).join(QLatin1Char('\n')), QString());
        fill(window);
        for (int tab = 0; tab < window.findChild<QTabBar *>()->count(); ++tab) {
            window.findChild<QTabBar *>()->setCurrentIndex(tab);
            layOut(&window);
            QCOMPARE(cutOff(&window).join(QLatin1Char('\n')), QString());
        }
    }

    void norInTheExportDialog_data() { sizes(); }

    void norInTheExportDialog()
    {
        MainWindow window;
        window.show();
        fill(window);
        const auto trace = window.runs().trace();
        Settings settings;
        ExportDialog dialog({.trace = trace, .visible = {trace->begin(), trace->end()}, .explanation = QStringLiteral("It waits.")},
                            &settings, &window);
        dialog.show();
        for (int format = 0; format < 4; ++format) {
            dialog.findChild<QComboBox *>(QStringLiteral("format"))->setCurrentIndex(format);
            layOut(&dialog);
            QCOMPARE(cutOff(&dialog).join(QLatin1Char('\n')), QString());
        }
    }

    void wordsInTheToolBarGiveWayAndComeBack_data()
    {
        QTest::addColumn<int>("points");
        QTest::newRow("usual") << 0;
        QTest::newRow("14 points") << 14;
    }

    void wordsInTheToolBarGiveWayAndComeBack()
    {
        MainWindow window;
        window.show();
        const auto words = [&window] {
            const auto buttons = window.findChild<QToolBar *>()->findChildren<QToolButton *>();
            return std::count_if(buttons.begin(), buttons.end(), [](const QToolButton *button) {
                return button->toolButtonStyle() == Qt::ToolButtonTextBesideIcon;
            });
        };
        window.resize(2400, 900);
        layOut(&window);
        QCOMPARE(words(), 3);
        QFETCH(int, points);
        window.resize(1000, 700);
        layOut(&window);
        QVERIFY(points == 0 ? words() >= 2 : words() < 3);
        for (const QToolButton *button : window.findChild<QToolBar *>()->findChildren<QToolButton *>())
            QVERIFY(!button->isVisible() || !button->accessibleName().isEmpty() || !button->text().isEmpty());
        window.resize(2400, 900);
        layOut(&window);
        QCOMPARE(words(), 3);
    }

    void norAtTwiceTheScale_data()
    {
        QTest::addColumn<int>("points");
        QTest::newRow("in another process") << 0;
    }

    /// The scale is the process's: the same test in another.
    void norAtTwiceTheScale()
    {
        if (qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
            return;
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_SCALE_FACTOR"), QStringLiteral("2"));
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("nothingIsCutOffInTheWindow"), QStringLiteral("norInTheExportDialog")});
        QVERIFY(process.waitForFinished(120'000));
        const QByteArray said = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, said.constData());
    }
};

QTEST_MAIN(TestLargeText)
#include "tst_largetext.moc"
