// Asks what of the timeline to export as PNG, how large and in which colours, and says how many
// pixels that comes to. Made for one export and deleted when closed.
#pragma once

#include "core/trace/trace.h"
#include "ui/models/zoomstate.h"
#include "ui/shell/settings.h"
#include "ui/timeline/picture.h"

#include <QDialog>

#include <memory>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QRadioButton;

namespace Interleave {

class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// The settings outlive the dialog; the choices are remembered in them.
    ExportDialog(std::shared_ptr<const Trace> trace, TimeRange visible, Settings *settings, QWidget *parent = nullptr);

    ExportChoices choices() const;
    PictureOptions options() const;

    void accept() override;

Q_SIGNALS:
    /// What to export, and where to.
    void chosen(const QString &path, const PictureOptions &options);

private:
    void setUpControls(const ExportChoices &choices);
    void showSize();

    std::shared_ptr<const Trace> m_trace;
    TimeRange m_visible;
    Settings *m_settings;
    QRadioButton *m_wholeRun;
    QRadioButton *m_visibleRange;
    QComboBox *m_scale;
    QComboBox *m_look;
    QLabel *m_size;
    QDialogButtonBox *m_buttons;
};

/// Asks for a file to write, in the folder used last. Empty when the user changed their mind.
QString askForTarget(QWidget *parent, Settings *settings, const QString &title, const QString &name,
                     const QString &filter);

} // namespace Interleave
