#include "ui/shell/exportdialog.h"

#include "core/analysis/runsentence.h"
#include "ui/panels/card.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace Interleave {

namespace {

using Format = ExportChoices::Format;
using Caption = ExportChoices::Caption;

constexpr int captionLines = 4; // that have room without the dialog growing
constexpr int captionWidth = 440;
constexpr double millimetresPerPixel = 25.4 / 96;

struct FormatWords {
    const char *suffix;
    const char *name;
    const char *filter;
};

/// In the order of Format.
constexpr FormatWords formats[] = {
    {".png", QT_TRANSLATE_NOOP("ExportDialog", "PNG picture"), QT_TRANSLATE_NOOP("ExportDialog", "PNG pictures (*.png)")},
    {".svg", QT_TRANSLATE_NOOP("ExportDialog", "SVG drawing"), QT_TRANSLATE_NOOP("ExportDialog", "SVG drawings (*.svg)")},
    {".pdf", QT_TRANSLATE_NOOP("ExportDialog", "PDF page"), QT_TRANSLATE_NOOP("ExportDialog", "PDF pages (*.pdf)")},
    {".html", QT_TRANSLATE_NOOP("ExportDialog", "HTML report"), QT_TRANSLATE_NOOP("ExportDialog", "HTML reports (*.html)")},
};

/// What does not apply says why where its help would stand.
void offer(QWidget *control, const QString &help, const QString &whyNot)
{
    control->setEnabled(whyNot.isEmpty());
    control->setToolTip(whyNot.isEmpty() ? help : whyNot);
}

} // namespace

ExportDialog::ExportDialog(Exportable run, Settings *settings, QWidget *parent)
    : QDialog(parent)
    , m_run(std::move(run))
    , m_settings(settings)
    , m_format(new QComboBox(this))
    , m_wholeRun(new QRadioButton(tr("The &whole run"), this))
    , m_onScreen(new QRadioButton(tr("What is on the sc&reen"), this))
    , m_scale(new QComboBox(this))
    , m_look(new QComboBox(this))
    , m_caption(new QComboBox(this))
    , m_captionText(dimLabel(QString(), this))
    , m_carries(new QCheckBox(this))
    , m_size(plainLabel(QString(), this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Export"));
    setUpFormats();
    setUpRanges();
    setUpCaptions();
    showChoices(settings->exportChoices());
    layOut();
    connectControls();
    readRun();
    follow();
}

ExportDialog::~ExportDialog()
{
    m_stop.request_stop();
}

void ExportDialog::setUpFormats()
{
    for (const FormatWords &format : formats)
        m_format->addItem(tr(format.name));
    m_format->setObjectName(QStringLiteral("format"));
    m_format->setAccessibleName(tr("Format"));
    m_format->setToolTip(tr("PNG for the screen, SVG and PDF sharp at any size, HTML as a report to hand in"));
    for (int scale = 1; scale <= 4; ++scale)
        m_scale->addItem(tr("%1×").arg(scale));
    m_scale->setObjectName(QStringLiteral("scale"));
    m_scale->setAccessibleName(tr("Scale"));
    m_look->addItems({tr("As the window"), tr("Light"), tr("Dark")});
    m_look->setObjectName(QStringLiteral("look"));
    m_look->setAccessibleName(tr("Colours"));
}

void ExportDialog::setUpRanges()
{
    m_wholeRun->setObjectName(QStringLiteral("wholeRun"));
    m_onScreen->setObjectName(QStringLiteral("onScreen"));
    m_carries->setObjectName(QStringLiteral("carriesRun"));
    m_size->setObjectName(QStringLiteral("pixelSize"));
}

void ExportDialog::setUpCaptions()
{
    m_caption->addItems({tr("None"), tr("What the run means, in a sentence"), tr("Why the selected segment is as it is")});
    m_caption->setObjectName(QStringLiteral("caption"));
    m_caption->setAccessibleName(tr("Caption"));
    m_caption->setToolTip(tr("Words below the timeline"));
    if (m_run.explanation.isEmpty()) {
        QStandardItem *item = qobject_cast<QStandardItemModel *>(m_caption->model())->item(int(Caption::Segment));
        item->setEnabled(false);
        item->setToolTip(tr("No segment is selected"));
    }
    m_captionText->setObjectName(QStringLiteral("captionText"));
    m_captionText->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_captionText->setMinimumWidth(captionWidth);
    m_captionText->setMinimumHeight(captionLines * m_captionText->fontMetrics().lineSpacing());
}

void ExportDialog::showChoices(const ExportChoices &choices)
{
    m_format->setCurrentIndex(int(choices.format));
    (choices.wholeRun ? m_wholeRun : m_onScreen)->setChecked(true);
    m_scale->setCurrentIndex(choices.scale - 1);
    m_look->setCurrentIndex(int(choices.look));
    const auto *captions = qobject_cast<QStandardItemModel *>(m_caption->model());
    const bool isOffered = captions->item(int(choices.caption))->isEnabled();
    m_caption->setCurrentIndex(isOffered ? int(choices.caption) : int(Caption::None));
    m_carries->setChecked(choices.carriesRun);
}

void ExportDialog::layOut()
{
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *ranges = new QVBoxLayout;
    ranges->addWidget(m_wholeRun);
    ranges->addWidget(m_onScreen);
    form->addRow(tr("&Format:"), m_format);
    form->addRow(tr("Shows:"), ranges);
    form->addRow(tr("&Scale:"), m_scale);
    form->addRow(tr("&Colours:"), m_look);
    form->addRow(tr("Ca&ption:"), m_caption);
    form->addRow(QString(), m_captionText);
    form->addRow(QString(), m_carries);
    form->addRow(tr("Gives:"), m_size);
    auto *exportButton = new QPushButton(tr("Export…"), this);
    exportButton->setObjectName(QStringLiteral("exportButton"));
    exportButton->setProperty("role", QStringLiteral("primary"));
    m_buttons->addButton(exportButton, QDialogButtonBox::AcceptRole);
    exportButton->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addWidget(m_buttons);
}

void ExportDialog::connectControls()
{
    for (const QComboBox *box : {m_format, m_scale, m_look, m_caption})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::follow);
    connect(m_wholeRun, &QRadioButton::toggled, this, &ExportDialog::follow);
    connect(&m_sentence, &QFutureWatcher<QString>::finished, this, &ExportDialog::follow);
    connect(&m_carried, &QFutureWatcher<std::optional<CarriedBytes>>::finished, this, &ExportDialog::follow);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

/// The sentence and the size that the run would add take a pass over all events.
void ExportDialog::readRun()
{
    m_sentence.setFuture(QtConcurrent::run([trace = m_run.trace, stop = m_stop.get_token()] {
        return stop.stop_requested() ? QString() : QString::fromStdString(runSentence(balanceOf(*trace)));
    }));
    m_carried.setFuture(QtConcurrent::run([trace = m_run.trace, info = m_run.info, stop = m_stop.get_token()] {
        const Result<CarriedBytes> bytes = bytesCarried(*trace, info, stop);
        return bytes.hasValue() ? std::optional(bytes.value()) : std::nullopt;
    }));
}

ExportChoices ExportDialog::choices() const
{
    return {.format = Format(m_format->currentIndex()), .wholeRun = m_wholeRun->isChecked(),
            .scale = m_scale->currentIndex() + 1, .look = ExportChoices::Look(m_look->currentIndex()),
            .caption = Caption(m_caption->currentIndex()), .carriesRun = m_carries->isChecked()};
}

PictureOptions ExportDialog::options() const
{
    const ExportChoices chosen = choices();
    PictureOptions options;
    if (!chosen.wholeRun) {
        options.range = m_run.visible;
        options.rows = m_run.shown;
    }
    options.scale = chosen.format == Format::Png ? chosen.scale : 1;
    options.dark = chosen.look == ExportChoices::Look::AsWindow ? currentTheme().dark
                                                                : chosen.look == ExportChoices::Look::Dark;
    options.colourBy = colourBy();
    options.caption = captionText();
    return options;
}

/// Empty too while the run's sentence is not known yet.
QString ExportDialog::captionText() const
{
    switch (Caption(m_caption->currentIndex())) {
    case Caption::Run: return m_sentence.isFinished() ? m_sentence.result() : QString();
    case Caption::Segment: return m_run.explanation;
    case Caption::None: break;
    }
    return {};
}

void ExportDialog::follow()
{
    enableControls();
    showCaption();
    showCarried();
    m_size->setText(sizeText());
}

void ExportDialog::enableControls()
{
    const Format format = choices().format;
    const bool isReport = format == Format::Html;
    const QString whole = isReport ? tr("A report is of the whole run") : QString();
    offer(m_wholeRun, tr("All that was recorded, from beginning to end"), whole);
    offer(m_onScreen, tr("The time that is in view, and the lanes that are, as they are arranged"), whole);
    offer(m_scale, tr("Pixels of the picture for one pixel of the window"),
          format == Format::Png ? QString() : isReport ? tr("A report's timeline is always at 2×")
                                                       : tr("Lines and letters have no pixels: they are sharp at any size"));
    offer(m_look, tr("Colours of the picture"), isReport ? tr("A report is light, as paper is") : QString());
}

void ExportDialog::showCaption()
{
    const bool reading = Caption(m_caption->currentIndex()) == Caption::Run && !m_sentence.isFinished();
    const bool twice = choices().format == Format::Html && Caption(m_caption->currentIndex()) == Caption::Run;
    m_captionText->setText(reading ? tr("Reading the run…")
                           : twice ? tr("Stands at the top of every report: %1").arg(captionText()) : captionText());
}

void ExportDialog::showCarried()
{
    const Format format = choices().format;
    const bool known = m_carried.isFinished();
    const auto bytes = known ? m_carried.result() : std::nullopt;
    QString added;
    if (format == Format::Png || format == Format::Svg)
        added = !known ? tr(" (adds …)") : !bytes ? QString()
            : tr(" (adds %1)").arg(QLocale().formattedDataSize(format == Format::Png ? bytes->inPng : bytes->inSvg, 0,
                                                               QLocale::DataSizeSIFormat));
    m_carries->setText(tr("Carries its r&un%1: dropped on Interleave it opens again").arg(added));
    const QString whyNot = format == Format::Html ? tr("A report cannot carry its run; a PNG or SVG can")
        : format == Format::Pdf                   ? tr("A PDF cannot carry its run; a PNG or SVG can")
        : known && !bytes                         ? tr("This run is too large for a picture; save it as a file of its own")
                                                  : QString();
    offer(m_carries, tr("All that was recorded goes with the picture, its printed output too: whoever has the picture has it"), whyNot);
}

QString ExportDialog::sizeText() const
{
    if (choices().format == Format::Html)
        return tr("One page with charts and output, to read, print or hand in");
    const QSize size = pictureSize(*m_run.trace, options());
    const QString pixels = tr("%1 × %2 pixels").arg(size.width()).arg(size.height());
    if (choices().format == Format::Png)
        return pixels;
    if (choices().format == Format::Svg)
        return tr("%1, sharp at any size").arg(pixels);
    const QSizeF page = QSizeF(size) * millimetresPerPixel;
    return tr("One page of %1 × %2 mm, sharp at any size").arg(page.width(), 0, 'f', 0).arg(page.height(), 0, 'f', 0);
}

void ExportDialog::accept()
{
    m_settings->setExportChoices(choices());
    const FormatWords &format = formats[m_format->currentIndex()];
    const std::string &scenario = m_run.trace->info.scenario;
    const QString name = (scenario.empty() ? QStringLiteral("run") : QString::fromStdString(scenario))
        + QLatin1String(format.suffix);
    const QString asked = askForTarget(this, m_settings, tr("Export"), name, tr(format.filter) + tr(";;All files (*)"));
    if (asked.isEmpty())
        return;
    const QString path = exportPath(asked, choices().format);
    if (path != asked && QFile::exists(path)
        && QMessageBox::question(this, tr("Export"), tr("%1 is there already. Replace it?").arg(path)) != QMessageBox::Yes)
        return;
    Q_EMIT chosen({.path = path, .picture = options(), .caption = choices().caption,
                   .carriesRun = m_carries->isEnabled() && m_carries->isChecked()});
    QDialog::accept();
}

QString exportPath(const QString &path, ExportChoices::Format format)
{
    for (const FormatWords &known : formats) {
        if (path.endsWith(QLatin1String(known.suffix), Qt::CaseInsensitive))
            return path;
    }
    return path + QLatin1String(formats[int(format)].suffix);
}

QString askForTarget(QWidget *parent, Settings *settings, const QString &title, const QString &name,
                     const QString &filter)
{
    // A scenario's id may come from a foreign file: no path of its own.
    QString safeName = name;
    safeName.replace(QLatin1Char('/'), QLatin1Char('-'));
    QFileDialog dialog(parent, title, settings->folder(), filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QFileInfo(safeName).suffix());
    dialog.selectFile(safeName);
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty())
        return {};
    const QString path = dialog.selectedFiles().first();
    settings->setFolder(QFileInfo(path).absolutePath());
    return path;
}

} // namespace Interleave
