#include "ui/panels/parameterpanel.h"

#include "core/redis/redisaddress.h"
#include "core/redis/redispasswords.h"
#include "core/session/budget.h"
#include "ui/panels/card.h"
#include "ui/panels/labelledslider.h"
#include "ui/theme/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Interleave {

namespace {

/// A label above its control, tied together for keyboard and screen reader.
QWidget *labelled(const Parameter &parameter, QWidget *control, QWidget *parent)
{
    auto *field = new QWidget(parent);
    auto *layout = new QVBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    QLabel *label = plainLabel(QString::fromStdString(parameter.label), field);
    label->setBuddy(control);
    layout->addWidget(label);
    layout->addWidget(control);
    return field;
}

void describe(QWidget *control, const Parameter &parameter, const QString &suffix)
{
    control->setObjectName(QString::fromStdString(parameter.name) + suffix);
    control->setAccessibleName(QString::fromStdString(parameter.label));
    setHelp(control, helpWithRange(parameter));
}

/// A password typed into the address of a Redis server is remembered for it, and taken out of what is
/// seen, and saved with runs and settings.
void takePasswordOut(QLineEdit *edit)
{
    std::string address = edit->text().toStdString();
    const std::string password = RedisAddress::takePassword(address);
    if (password.empty())
        return;
    RedisPasswords::remember(address, password);
    edit->setText(QString::fromStdString(address));
}

std::string withoutPassword(std::string address)
{
    static_cast<void>(RedisAddress::takePassword(address));
    return address;
}

} // namespace

ParameterPanel::ParameterPanel(QWidget *parent)
    : QFrame(parent)
    , m_title(headingLabel(QString(), this))
    , m_documents(dimLabel(QString(), this))
    , m_summary(plainLabel(QString(), this))
    , m_scroll(new QScrollArea(this))
    , m_reset(new QPushButton(glyphIcon(Glyph::Reset), tr("Reset to Defaults"), this))
{
    makeCard(this);
    setAccessibleName(tr("Parameters"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_reset->setIconSize(iconBesideText);
    m_reset->setObjectName(QStringLiteral("resetButton"));
    m_reset->setAccessibleName(tr("Reset to defaults"));
    setHelp(m_reset, tr("Sets every parameter of this scenario to the documents' own numbers."));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(13, 11, 6, 11);
    layout->addWidget(m_title);
    layout->addWidget(m_documents);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_reset, 0, Qt::AlignLeft);
    connect(m_reset, &QPushButton::clicked, this, &ParameterPanel::resetToDefaults);
    setScenario(nullptr);
}

void ParameterPanel::setScenario(const Scenario *scenario)
{
    m_scenario = scenario;
    m_title->setText(scenario ? QString::fromStdString(scenario->title) : tr("No scenario chosen"));
    QStringList documents;
    if (scenario) {
        for (const std::string &document : scenario->documents)
            documents << QString::fromStdString(document);
    }
    const QString list = documents.join(QStringLiteral(" · "));
    m_documents->setText(documents.size() == 1 ? tr("Document %1").arg(list) : tr("Documents %1").arg(list));
    m_documents->setVisible(!documents.isEmpty());
    rebuildFields();
    Q_EMIT valuesChanged();
}

void ParameterPanel::rebuildFields()
{
    m_fields.clear();
    m_sliders.clear();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(10);
    m_summary = plainLabel(m_scenario ? QString::fromStdString(m_scenario->summary) : QString(), content);
    layout->addWidget(m_summary);
    if (m_scenario) {
        for (const Parameter &parameter : m_scenario->parameters)
            layout->addWidget(makeField(parameter, content));
    }
    layout->addStretch(1);
    m_scroll->setWidget(content); // deletes the one before
    m_reset->setEnabled(!m_fields.empty());
    applyLimits();
}

void ParameterPanel::setLimits(const MachineLimits &limits)
{
    m_limits = limits;
    applyLimits();
}

/// What one number may be depends on the others, and lowering one may give another room; a number
/// that is lowered here comes back here only once it is done.
void ParameterPanel::applyLimits()
{
    if (!m_scenario || m_limiting || m_sliders.empty())
        return;
    m_limiting = true;
    for (const auto &[name, slider] : m_sliders) {
        const Parameter &parameter = *m_scenario->parameter(name);
        const auto largest = largestAllowed(*m_scenario, parameter, values(), m_limits);
        const bool whole = !largest || *largest == parameter.maximum; // or lowering it would not help
        slider->setLargest(whole ? parameter.maximum : *largest,
                           whole ? QString() : tr("At most %1: %2").arg(*largest).arg(QString::fromStdString(
                               whyNotMore(*m_scenario, parameter, values(), m_limits))));
    }
    m_limiting = false;
}

QWidget *ParameterPanel::makeField(const Parameter &parameter, QWidget *parent)
{
    switch (parameter.type) {
    case Parameter::Type::Integer: return makeNumber(parameter, parent);
    case Parameter::Type::Choice: return makeChoice(parameter, parent);
    case Parameter::Type::Switch: return makeSwitch(parameter, parent);
    case Parameter::Type::Text: break;
    }
    return makeText(parameter, parent);
}

QWidget *ParameterPanel::makeNumber(const Parameter &parameter, QWidget *parent)
{
    auto *slider = new LabelledSlider(parameter, parent);
    connect(slider, &LabelledSlider::valueChanged, this, &ParameterPanel::applyLimits);
    connect(slider, &LabelledSlider::valueChanged, this, &ParameterPanel::valuesChanged);
    m_sliders[parameter.name] = slider;
    m_fields[parameter.name] = {[slider] { return std::to_string(slider->value()); },
                                [slider](const std::string &text) {
                                    slider->setValue(QString::fromStdString(text).toInt());
                                }};
    return slider;
}

QWidget *ParameterPanel::makeChoice(const Parameter &parameter, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    for (const std::string &choice : parameter.choices)
        box->addItem(QString::fromStdString(choice));
    box->setCurrentText(QString::fromStdString(parameter.standard));
    describe(box, parameter, QStringLiteral("Choice"));
    connect(box, &QComboBox::currentIndexChanged, this, &ParameterPanel::applyLimits);
    connect(box, &QComboBox::currentIndexChanged, this, &ParameterPanel::valuesChanged);
    m_fields[parameter.name] = {[box] { return box->currentText().toStdString(); },
                                [box](const std::string &text) { box->setCurrentText(QString::fromStdString(text)); }};
    return labelled(parameter, box, parent);
}

QWidget *ParameterPanel::makeSwitch(const Parameter &parameter, QWidget *parent)
{
    auto *box = new QCheckBox(QString::fromStdString(parameter.label).replace(QLatin1Char('&'), QStringLiteral("&&")),
                              parent);
    box->setChecked(parameter.standard == "on");
    describe(box, parameter, QStringLiteral("Switch"));
    connect(box, &QCheckBox::toggled, this, &ParameterPanel::applyLimits);
    connect(box, &QCheckBox::toggled, this, &ParameterPanel::valuesChanged);
    m_fields[parameter.name] = {[box] { return std::string(box->isChecked() ? "on" : "off"); },
                                [box](const std::string &text) { box->setChecked(text == "on"); }};
    return box;
}

QWidget *ParameterPanel::makeText(const Parameter &parameter, QWidget *parent)
{
    auto *edit = new QLineEdit(QString::fromStdString(parameter.standard), parent);
    edit->setMaxLength(250); // four bytes each at most: within what complete() takes
    describe(edit, parameter, QStringLiteral("Text"));
    connect(edit, &QLineEdit::textChanged, this, &ParameterPanel::valuesChanged);
    const bool isAddress = m_scenario->usesRedis && parameter.name == "server";
    if (isAddress)
        connect(edit, &QLineEdit::editingFinished, edit, [edit] { takePasswordOut(edit); });
    const auto read = [edit, isAddress] {
        const std::string text = edit->text().toStdString();
        return isAddress ? withoutPassword(text) : text;
    };
    m_fields[parameter.name] = {read, [edit](const std::string &text) { edit->setText(QString::fromStdString(text)); }};
    return labelled(parameter, edit, parent);
}

ParameterValues ParameterPanel::values() const
{
    ParameterValues values;
    for (const auto &[name, field] : m_fields)
        values[name] = field.read();
    return values;
}

void ParameterPanel::setValues(const ParameterValues &values)
{
    for (const auto &[name, value] : values) {
        const auto field = m_fields.find(name);
        if (field != m_fields.end() && m_scenario->complete({{name, value}}).hasValue())
            field->second.write(value);
    }
}

void ParameterPanel::resetToDefaults()
{
    if (!m_scenario)
        return;
    for (const Parameter &parameter : m_scenario->parameters)
        m_fields.at(parameter.name).write(parameter.standard);
}

void ParameterPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT runRequested();
    else
        QFrame::keyPressEvent(event);
}

} // namespace Interleave
