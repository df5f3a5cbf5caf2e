#include "ui/shell/windowlayout.h"

#include "ui/panels/card.h"
#include "ui/shell/resulttabs.h"
#include "ui/shell/settings.h"

#include <QFrame>
#include <QSplitter>
#include <QVBoxLayout>

namespace Interleave {

namespace {

constexpr int gap = 8;
constexpr int roomForFigure = 330; // of the results' height

QSplitter *makeSplitter(Qt::Orientation orientation, const QString &name)
{
    auto *splitter = new QSplitter(orientation);
    splitter->setObjectName(name);
    splitter->setHandleWidth(gap);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

QFrame *inCard(const QList<QWidget *> &contents, QMargins margins)
{
    auto *card = new QFrame;
    makeCard(card);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(margins);
    layout->setSpacing(0);
    for (QWidget *content : contents)
        layout->addWidget(content, content == contents.last() ? 1 : 0);
    return card;
}

} // namespace

WindowLayout::WindowLayout(const WindowParts &parts, QWidget *content)
{
    QSplitter *columns = makeSplitter(Qt::Horizontal, QStringLiteral("columns"));
    QSplitter *left = makeLeft(parts);
    QSplitter *centre = makeCentre(parts);
    columns->addWidget(left);
    columns->addWidget(centre);
    columns->addWidget(parts.details);
    columns->setStretchFactor(0, 0);
    columns->setStretchFactor(1, 3);
    columns->setStretchFactor(2, 1);
    parts.details->setMinimumWidth(220);
    m_splitters = {columns, left, centre};

    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(parts.messages);
    layout->addWidget(columns, 1);
}

QSplitter *WindowLayout::makeLeft(const WindowParts &parts)
{
    QSplitter *left = makeSplitter(Qt::Vertical, QStringLiteral("leftColumn"));
    left->addWidget(parts.scenarios);
    left->addWidget(parts.parameters);
    left->setMinimumWidth(220);
    parts.scenarios->setMinimumHeight(150);
    parts.parameters->setMinimumHeight(200);
    return left;
}

QSplitter *WindowLayout::makeCentre(const WindowParts &parts)
{
    m_results = new ResultTabs(parts.output, parts.events, parts.figure, parts.charts, parts.range);
    QFrame *timeline = inCard({parts.caption, parts.search, parts.timeline}, {1, 1, 1, 1});
    QFrame *results = inCard({m_results}, {12, 4, 6, 6});
    QSplitter *centre = makeSplitter(Qt::Vertical, QStringLiteral("centreColumn"));
    centre->addWidget(timeline);
    centre->addWidget(results);
    centre->setStretchFactor(0, 1);
    centre->setStretchFactor(1, 0);
    centre->setMinimumWidth(420);
    timeline->setMinimumHeight(240);
    results->setMinimumHeight(110);
    return centre;
}

void WindowLayout::setFigureVisible(bool visible)
{
    m_results->setFigureVisible(visible);
}

void WindowLayout::raiseFigure()
{
    if (!m_results->raiseFigure())
        return;
    QSplitter *centre = m_splitters.last();
    const QList<int> sizes = centre->sizes();
    const int together = sizes.first() + sizes.last();
    if (sizes.last() < roomForFigure && together - roomForFigure >= roomForFigure)
        centre->setSizes({together - roomForFigure, roomForFigure});
}

void WindowLayout::restore(const Settings &settings)
{
    const QList<int> usual[] = {{268, 840, 300}, {340, 440}, {540, 240}};
    for (qsizetype index = 0; index < m_splitters.size(); ++index) {
        QSplitter *splitter = m_splitters.at(index);
        const QList<int> remembered = settings.splitterSizes(splitter->objectName(), splitter->count());
        splitter->setSizes(remembered.isEmpty() ? usual[index] : remembered);
    }
    m_results->setFront(settings.resultTab());
}

void WindowLayout::remember(Settings &settings) const
{
    for (const QSplitter *splitter : m_splitters)
        settings.setSplitterSizes(splitter->objectName(), splitter->sizes());
    settings.setResultTab(m_results->front());
}

} // namespace Interleave
