// The style sheet of the window: rounded cards on a quiet ground. Selectors name the object names
// and the dynamic property "role" that panels and shell set; no colour stands outside this folder.
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"

#include <QEvent>
#include <QWidget>

namespace Interleave {

namespace {

/// Colours that only the window's parts need.
struct PartColours {
    QColor border, field, groove;
    QColor primaryHover;
    QColor selection;
    QColor errorFill;
};

const PartColours lightParts{
    .border = QColor(0xdfe4ea), .field = QColor(0xeef1f5), .groove = QColor(0xd5dbe3),
    .primaryHover = QColor(0x1d54cf), .selection = QColor(0xdfe8fb),
    .errorFill = QColor(0xfdecea)};

const PartColours darkParts{
    .border = QColor(0x30363c), .field = QColor(0x282d32), .groove = QColor(0x3f464d),
    .primaryHover = QColor(0x8bbaff), .selection = QColor(0x28364a),
    .errorFill = QColor(0x3a2020)};

const char groundAndCards[] = R"(
QMainWindow, QDialog { background: @window; }
QMenuBar, QStatusBar, QToolBar { background: @card; border: none; }
QMenuBar { padding: 2px 4px; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: @selection; color: @text; }
QToolBar { padding: 4px 8px 8px 8px; spacing: 6px; border-bottom: 1px solid @border; }
QStatusBar { border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QSplitter::handle { background: transparent; }
*[role="card"] { background: @card; border: 1px solid @border; border-radius: 8px; }
QLabel[role="heading"] { font-weight: bold; }
QLabel[role="dim"] { color: @dim; }
QScrollArea, QScrollArea > #qt_scrollarea_viewport > QWidget { background: transparent; border: none; }
)";

const char buttons[] = R"(
QToolButton { background: @field; color: @text; border: 1px solid transparent; border-radius: 6px; padding: 6px 10px; }
QToolButton:hover { border-color: @primary; }
QToolButton:focus { border-color: @primary; }
QToolButton:checked { background: @selection; border-color: @primary; }
QToolButton:disabled { color: @faint; }
QToolButton[role="quiet"] { background: transparent; padding: 2px; }
QToolButton[role="quiet"]::menu-indicator { image: none; }
QToolButton[role="glyph"] { padding: 6px 7px; }
QToolButton[role="small"] { padding: 3px 8px; }
QFileDialog QToolButton { padding: 3px; }
QPushButton { background: @field; color: @text; border: 1px solid transparent; border-radius: 6px; padding: 6px 14px; }
QPushButton:hover, QPushButton:focus { border-color: @primary; }
QPushButton:disabled { color: @faint; }
QPushButton[role="link"] { background: transparent; color: @primary; border: 1px solid transparent; padding: 2px 6px; }
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus { border-color: @primary; }
QPushButton[role="primary"] { background: @primary; color: @onPrimary; font-weight: bold; padding: 7px 16px; }
QPushButton[role="primary"]:hover { background: @primaryHover; }
QPushButton[role="primary"]:focus { border: 1px solid @text; }
QPushButton[role="primary"]:disabled { background: @groove; color: @dim; }
)";

const char fields[] = R"(
QLineEdit, QSpinBox { background: @field; color: @text; border: 1px solid @border; border-radius: 5px;
    padding: 3px 6px; selection-background-color: @primary; selection-color: @onPrimary; }
QLineEdit:focus, QSpinBox:focus { border-color: @primary; }
QSpinBox::up-button, QSpinBox::down-button { width: 0px; border: none; }
QComboBox { background: @field; color: @text; border: 1px solid @border; border-radius: 5px; padding: 4px 8px; }
QComboBox:focus { border-color: @primary; }
QComboBox:disabled, QCheckBox:disabled, QRadioButton:disabled { color: @faint; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/down.png); width: 10px; height: 6px; }
QComboBox QAbstractItemView { background: @card; color: @text; border: 1px solid @border;
    selection-background-color: @selection; selection-color: @text; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @dim; border-radius: 8px; background: @card; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @primary; border-radius: 8px; }
QRadioButton::indicator:checked:disabled { border-color: @groove; }
QRadioButton::indicator:unchecked:disabled, QCheckBox::indicator:unchecked:disabled { border-color: @groove; }
QCheckBox::indicator:unchecked { width: 13px; height: 13px; background: @card; border: 1px solid @dim; border-radius: 3px; }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: @groove; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @primary; border-radius: 2px; }
QSlider::handle:horizontal { background: @card; border: 2px solid @primary; width: 12px; height: 12px;
    margin: -6px 0; border-radius: 8px; }
QSlider::handle:horizontal:focus, QSlider::handle:horizontal:hover { background: @primary; }
QSlider::sub-page:horizontal:disabled { background: @groove; }
QSlider::handle:horizontal:disabled { border-color: @groove; }
)";

const char viewsAndBars[] = R"(
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: @groove; border: 3px solid @card; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @dim; }
QScrollBar::handle:disabled { background: transparent; border-color: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTreeView, QTableView, QPlainTextEdit { background: @card; color: @text; border: none; outline: none; }
QTreeView::item { padding: 2px 0; }
QTreeView::item:hover, QTableView::item:hover { background: @window; }
QTreeView::item:selected, QTableView::item:selected { background: @selection; color: @text; }
QTreeView:focus, QTableView:focus { border: 1px solid @primary; border-radius: 4px; }
QHeaderView { background: @card; }
QHeaderView::section { background: @card; color: @dim; border: none; border-bottom: 1px solid @border;
    border-right: 1px solid @border; padding: 2px 6px; }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @dim; padding: 6px 4px 4px 4px; margin-right: 14px;
    border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @primary; font-weight: bold; border-bottom-color: @primary; }
QTabBar::tab:focus { color: @text; border: 1px solid @primary; border-radius: 4px; }
QCheckBox, QRadioButton { border: 1px solid transparent; border-radius: 4px; padding: 1px; }
QCheckBox:focus, QRadioButton:focus { border-color: @primary; }
QPlainTextEdit:focus, QTextBrowser:focus { border: 1px solid @primary; border-radius: 4px; }
QScrollArea:focus { border: 1px solid @primary; border-radius: 4px; }
QFrame#messageBar[severity="error"] { background: @errorFill; border: 1px solid @error; border-radius: 6px; }
QFrame#messageBar[severity="notice"] { background: @noticeFill; border: 1px solid @notice; border-radius: 6px; }
)";

QString windowStyleSheet(const Theme &theme)
{
    QString sheet = QLatin1String(groundAndCards) + QLatin1String(buttons) + QLatin1String(fields)
        + QLatin1String(viewsAndBars);
    const PartColours &parts = theme.dark ? darkParts : lightParts;
    QColor faint = theme.dimText;
    faint.setAlpha(140);
    // Longer names first: @errorFill begins with @error.
    const std::pair<const char *, QColor> names[] = {
        {"@primaryHover", parts.primaryHover}, {"@onPrimary", theme.background}, {"@primary", theme.accent},
        {"@errorFill", parts.errorFill}, {"@error", theme.error}, {"@noticeFill", theme.noticeFill},
        {"@notice", theme.notice}, {"@selection", parts.selection}, {"@window", theme.window},
        {"@border", parts.border}, {"@groove", parts.groove}, {"@field", parts.field}, {"@faint", faint},
        {"@card", theme.background}, {"@text", theme.text}, {"@dim", theme.dimText}};
    for (const auto &[name, colour] : names) {
        sheet.replace(QLatin1String(name), QStringLiteral("rgba(%1, %2, %3, %4)").arg(colour.red())
                          .arg(colour.green()).arg(colour.blue()).arg(colour.alpha()));
    }
    return sheet;
}

} // namespace

void dressWindow(QWidget *window)
{
    const QString sheet = windowStyleSheet(currentTheme());
    if (sheet != window->styleSheet())
        window->setStyleSheet(sheet);
}

void redressWindow(QWidget *window, const QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::PaletteChange)
        dressWindow(window);
}

} // namespace Interleave
