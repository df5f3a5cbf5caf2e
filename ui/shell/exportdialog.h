// Asks as what a run is to be exported: picture or report, how much of it, how large, in which colours,
// with which words below and whether it carries its run; and says what that comes to. Made for one
// export and deleted when closed. Window thread; what takes a pass over the run is read in another.
#pragma once

#include "core/io/embeddedrun.h"
#include "core/trace/trace.h"
#include "ui/models/zoomstate.h"
#include "ui/shell/settings.h"
#include "ui/timeline/picture.h"

#include <QDialog>
#include <QFutureWatcher>

#include <memory>
#include <optional>
#include <stop_token>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QRadioButton;

namespace Interleave {

/// What there is to export.
struct Exportable {
    std::shared_ptr<const Trace> trace; // which does not change any more
    RunInfo info;                       // with the markers as they are
    TimeRange visible;                  // on the screen
    PictureRows shown;                  // likewise
    QString explanation;                // of the selected segment; empty where none is
};

/// What was asked for. The path's suffix says the format.
struct ExportRequest {
    QString path;
    PictureOptions picture;
    ExportChoices::Caption caption = ExportChoices::Caption::None; // its words are those of `picture`, unless not known yet
    bool carriesRun = false;
};

class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// The settings outlive the dialog; the choices are remembered in them.
    ExportDialog(Exportable run, Settings *settings, QWidget *parent = nullptr);
    ~ExportDialog() override;

    ExportChoices choices() const;
    PictureOptions options() const;

    void accept() override;

Q_SIGNALS:
    void chosen(const Interleave::ExportRequest &request);

private:
    void setUpFormats();
    void setUpRanges();
    void setUpCaptions();
    void showChoices(const ExportChoices &choices);
    void layOut();
    void connectControls();
    void readRun();
    void follow();
    void enableControls();
    void showCaption();
    void showSize();
    void showCarried();
    QString sizeText() const;
    QString captionText() const;

    Exportable m_run;
    Settings *m_settings;
    QComboBox *m_format;
    QRadioButton *m_wholeRun;
    QRadioButton *m_onScreen;
    QComboBox *m_scale;
    QComboBox *m_look;
    QComboBox *m_caption;
    QLabel *m_captionText;
    QCheckBox *m_carries;
    QLabel *m_size;
    QDialogButtonBox *m_buttons;
    std::stop_source m_stop;
    QFutureWatcher<QString> m_sentence;
    QFutureWatcher<std::optional<CarriedBytes>> m_carried; // none where the run is too large
};

/// The path with the format's suffix, unless it has that of one of the formats.
QString exportPath(const QString &path, ExportChoices::Format format);

/// Asks for a file to write, in the folder used last. Without a suffix it gets the name's. Empty when
/// the user changed their mind.
QString askForTarget(QWidget *parent, Settings *settings, const QString &title, const QString &name,
                     const QString &filter);

} // namespace Interleave
