#include "ui/shell/exportdialog.h"

#include "ui/panels/card.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace Interleave {

ExportDialog::ExportDialog(std::shared_ptr<const Trace> trace, TimeRange visible, Settings *settings, QWidget *parent)
    : QDialog(parent)
    , m_trace(std::move(trace))
    , m_visible(visible)
    , m_settings(settings)
    , m_wholeRun(new QRadioButton(tr("The &whole run"), this))
    , m_visibleRange(new QRadioButton(tr("The &visible range"), this))
    , m_scale(new QComboBox(this))
    , m_look(new QComboBox(this))
    , m_size(plainLabel(QString(), this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Export PNG"));
    setUpControls(settings->exportChoices());
    auto *form = new QFormLayout;
    auto *ranges = new QVBoxLayout;
    ranges->addWidget(m_wholeRun);
    ranges->addWidget(m_visibleRange);
    form->addRow(tr("Shows:"), ranges);
    form->addRow(tr("&Scale:"), m_scale);
    form->addRow(tr("&Colours:"), m_look);
    form->addRow(tr("Size:"), m_size);
    auto *exportButton = new QPushButton(tr("Export…"), this);
    exportButton->setObjectName(QStringLiteral("exportButton"));
    exportButton->setProperty("role", QStringLiteral("primary"));
    m_buttons->addButton(exportButton, QDialogButtonBox::AcceptRole);
    exportButton->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_buttons);

    connect(m_wholeRun, &QRadioButton::toggled, this, &ExportDialog::showSize);
    connect(m_scale, &QComboBox::currentIndexChanged, this, &ExportDialog::showSize);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showSize();
}

void ExportDialog::setUpControls(const ExportChoices &choices)
{
    m_wholeRun->setObjectName(QStringLiteral("wholeRun"));
    m_visibleRange->setObjectName(QStringLiteral("visibleRange"));
    (choices.wholeRun ? m_wholeRun : m_visibleRange)->setChecked(true);
    for (int scale = 1; scale <= 4; ++scale)
        m_scale->addItem(tr("%1×").arg(scale));
    m_scale->setCurrentIndex(choices.scale - 1);
    m_scale->setObjectName(QStringLiteral("scale"));
    m_scale->setAccessibleName(tr("Scale"));
    m_scale->setToolTip(tr("Pixels of the picture for one pixel of the window"));
    m_look->addItems({tr("As the window"), tr("Light"), tr("Dark")});
    m_look->setCurrentIndex(int(choices.look));
    m_look->setObjectName(QStringLiteral("look"));
    m_look->setAccessibleName(tr("Colours"));
    m_size->setObjectName(QStringLiteral("pixelSize"));
    m_size->setMinimumWidth(260);
}

ExportChoices ExportDialog::choices() const
{
    return {.wholeRun = m_wholeRun->isChecked(), .scale = m_scale->currentIndex() + 1,
            .look = ExportChoices::Look(m_look->currentIndex())};
}

PictureOptions ExportDialog::options() const
{
    const ExportChoices chosen = choices();
    PictureOptions options;
    if (!chosen.wholeRun)
        options.range = m_visible;
    options.scale = chosen.scale;
    options.dark = chosen.look == ExportChoices::Look::AsWindow ? currentTheme().dark
                                                                : chosen.look == ExportChoices::Look::Dark;
    options.colourBy = colourBy();
    return options;
}

void ExportDialog::showSize()
{
    const QSize size = pictureSize(*m_trace, options());
    m_size->setText(tr("%1 × %2 pixels").arg(size.width()).arg(size.height()));
}

void ExportDialog::accept()
{
    m_settings->setExportChoices(choices());
    const std::string &scenario = m_trace->info.scenario;
    const QString name = (scenario.empty() ? QStringLiteral("run") : QString::fromStdString(scenario))
        + QStringLiteral(".png");
    const QString path = askForTarget(this, m_settings, tr("Export PNG"), name, tr("Pictures (*.png)"));
    if (path.isEmpty())
        return;
    Q_EMIT chosen(path, options());
    QDialog::accept();
}

QString askForTarget(QWidget *parent, Settings *settings, const QString &title, const QString &name,
                     const QString &filter)
{
    // A scenario's id may come from a foreign file: no path of its own.
    QString safeName = name;
    safeName.replace(QLatin1Char('/'), QLatin1Char('-'));
    const QString proposed = QDir(settings->folder()).filePath(safeName);
    const QString path = QFileDialog::getSaveFileName(parent, title, proposed, filter);
    if (!path.isEmpty())
        settings->setFolder(QFileInfo(path).absolutePath());
    return path;
}

} // namespace Interleave
