// What all charts share: the look of chart and axes in a theme, round scales, and a chart as a PNG.
// Every foreign text is escaped on its way in, since Qt Charts takes texts for HTML and would open
// what they refer to. Window thread.
#pragma once

#include "core/base/result.h"
#include "ui/theme/theme.h"

#include <QSize>
#include <QString>

#include <memory>

class QAbstractAxis;
class QChart;
class QValueAxis;

namespace Interleave {

QString chartText(const QString &foreign);

void dressChart(QChart *chart, const Theme &theme);
void dressAxis(QAbstractAxis *axis, const QString &title, const Theme &theme);

/// Steps of 1, 2 or 5 times a power of ten, from 0 to just above the largest.
void scaleAxis(QValueAxis *axis, double largest, bool whole);
/// The same steps over exactly [least, most].
void spanAxis(QValueAxis *axis, double least, double most);

/// Removes series and axes, and what belongs to them.
void clearChart(QChart *chart);

/// Draws the chart in that size, twice as fine, and writes it whole or not at all. NoResources or CannotWrite.
Result<void> saveChart(std::unique_ptr<QChart> chart, const QSize &size, const Theme &theme, const QString &path);

} // namespace Interleave
