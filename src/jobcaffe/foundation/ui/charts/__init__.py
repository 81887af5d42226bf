"""Charts drawn by the server: no script, readable without colour, always with their table.

Every chart has ``title``, ``description``, ``svg(width)`` (plain SVG text, also for the report),
``table()`` (the same numbers) and ``html()`` (the figure of a page).
"""

from jobcaffe.foundation.ui.charts.bars import Bar, BarChart, TargetBar, TargetBars
from jobcaffe.foundation.ui.charts.base import Chart
from jobcaffe.foundation.ui.charts.heat import HeatMap
from jobcaffe.foundation.ui.charts.intervals import IntervalChart, IntervalRow
from jobcaffe.foundation.ui.charts.lines import LineChart
from jobcaffe.foundation.ui.charts.means import MeanChart, MeanRow
from jobcaffe.foundation.ui.charts.plan import PlanChart, PlanEvent, PlanMilestone, PlanRow

__all__ = [
    "Bar",
    "BarChart",
    "Chart",
    "HeatMap",
    "IntervalChart",
    "IntervalRow",
    "LineChart",
    "MeanChart",
    "MeanRow",
    "PlanChart",
    "PlanEvent",
    "PlanMilestone",
    "PlanRow",
    "TargetBar",
    "TargetBars",
]
