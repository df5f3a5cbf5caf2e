#include "ui/panels/labelledslider.h"

#include "ui/panels/card.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>

#include <limits>

namespace Interleave {

namespace {

int withinInt(std::int64_t value)
{
    return int(std::clamp<std::int64_t>(value, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

} // namespace

LabelledSlider::LabelledSlider(const Parameter &parameter, QWidget *parent)
    : QWidget(parent)
    , m_parameter(parameter)
    , m_scale(withinInt(parameter.minimum), withinInt(parameter.maximum))
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_box(new QSpinBox(this))
    , m_why(dimLabel(QString(), this))
{
    auto *label = new QLabel(QString::fromStdString(parameter.label), this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setBuddy(m_box);
    setUpBox(parameter);
    setUpSlider(parameter);
    setTabOrder(m_slider, m_box);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(2);
    layout->addWidget(label, 0, 0);
    layout->addWidget(m_box, 0, 1);
    layout->addWidget(m_slider, 1, 0, 1, 2);
    layout->addWidget(m_why, 2, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    m_why->setObjectName(QString::fromStdString(parameter.name) + QStringLiteral("Why"));
    m_why->hide();

    connect(m_slider, &QSlider::valueChanged, this, &LabelledSlider::takeSlider);
    connect(m_box, &QSpinBox::valueChanged, this, &LabelledSlider::takeBox);
    setValue(QString::fromStdString(parameter.standard).toInt());
}

void LabelledSlider::setUpBox(const Parameter &parameter)
{
    m_box->setRange(withinInt(parameter.minimum), withinInt(parameter.maximum));
    m_box->setGroupSeparatorShown(true);
    m_box->setAlignment(Qt::AlignCenter);
    if (!parameter.unit.empty())
        m_box->setSuffix(QLatin1Char(' ') + QString::fromStdString(parameter.unit));
    m_box->setObjectName(QString::fromStdString(parameter.name) + QStringLiteral("Box"));
    m_box->setAccessibleName(QString::fromStdString(parameter.label));
    setHelp(m_box, helpWithRange(parameter));
}

void LabelledSlider::setUpSlider(const Parameter &parameter)
{
    m_slider->setRange(0, m_scale.lastPosition());
    m_slider->setPageStep(std::max(1, m_scale.lastPosition() / 10));
    m_slider->setObjectName(QString::fromStdString(parameter.name) + QStringLiteral("Slider"));
    m_slider->setAccessibleName(tr("%1, slider").arg(QString::fromStdString(parameter.label)));
    setHelp(m_slider, helpWithRange(parameter));
}

void LabelledSlider::setLargest(std::int64_t largest, const QString &why)
{
    const int maximum = withinInt(std::clamp(largest, m_parameter.minimum, m_parameter.maximum));
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    const QString help = why.isEmpty() ? helpWithRange(m_parameter) : helpWithRange(m_parameter) + QLatin1Char(' ') + why;
    setHelp(m_box, help);
    setHelp(m_slider, help);
    if (maximum == m_box->maximum())
        return;
    const int value = m_box->value();
    m_scale = SliderScale(withinInt(m_parameter.minimum), maximum);
    {
        const QSignalBlocker blocker(m_slider);
        m_slider->setRange(0, m_scale.lastPosition());
        m_slider->setValue(m_scale.positionOf(value));
    }
    m_box->setMaximum(maximum); // says so where that changes the value
}

int LabelledSlider::value() const
{
    return m_box->value();
}

void LabelledSlider::setValue(int value)
{
    m_box->setValue(value);
}

void LabelledSlider::takeSlider(int position)
{
    m_box->setValue(int(m_scale.valueAt(position)));
}

void LabelledSlider::takeBox(int value)
{
    // The box may hold a value between two stops; the slider then shows the nearest and must not
    // write it back.
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(m_scale.positionOf(value));
    Q_EMIT valueChanged(value);
}

QString helpWithRange(const Parameter &parameter)
{
    const QString help = QString::fromStdString(parameter.help);
    if (parameter.type != Parameter::Type::Integer)
        return help;
    const QLocale locale;
    const QString unit = parameter.unit.empty() ? QString() : QLatin1Char(' ') + QString::fromStdString(parameter.unit);
    return LabelledSlider::tr("%1 From %2 to %3%4.").arg(help, locale.toString(qlonglong(parameter.minimum)),
                                                       locale.toString(qlonglong(parameter.maximum)), unit).trimmed();
}

void setHelp(QWidget *control, const QString &sentence)
{
    const QString plain = QStringLiteral("<qt>%1</qt>").arg(sentence.toHtmlEscaped());
    control->setToolTip(plain);
    control->setWhatsThis(plain);
    control->setAccessibleDescription(sentence);
}

} // namespace Interleave
