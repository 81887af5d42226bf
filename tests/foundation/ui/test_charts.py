"""Charts: the numbers drawn are the numbers in the table."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from jobcaffe.foundation.ui import charts, svg
from jobcaffe.foundation.ui.tables import Column, Row, Table, Tile, number
from tests.foundation.ui.conftest import drawn, strictly, text_of

Render = Callable[..., str]
SPACE = "{http://www.w3.org/2000/svg}"
DAY = datetime.date


def parsed(chart: charts.Chart, width: int) -> ET.Element:
    """The drawing as XML; raises for what is not well formed."""
    return ET.fromstring(chart.svg(width))  # noqa: S314  our own markup


def line() -> charts.LineChart:
    return charts.LineChart(
        "Persone <accolte>",
        "Crescono.",
        ["gen", "feb", "mar", "apr"],
        [4, 1012.5, 1480, None],
        [10, 1000, 1500, 1800],
    )


def plan() -> charts.PlanChart:
    return charts.PlanChart(
        "Il piano",
        "Tre anni.",
        DAY(2026, 1, 1),
        DAY(2028, 12, 31),
        DAY(2026, 11, 22),
        [
            charts.PlanRow("Gruppi", [(DAY(2026, 3, 1), DAY(2028, 12, 31))]),
            charts.PlanRow(
                "JOBFEST",
                [(DAY(2026, 10, 1), DAY(2026, 10, 31))],
                [
                    charts.PlanMilestone("Prima", DAY(2026, 10, 14), "done", DAY(2026, 10, 15)),
                    charts.PlanMilestone("Bando", DAY(2026, 9, 1), "late"),
                    charts.PlanMilestone("Rapporto", DAY(2026, 12, 10), "todo"),
                    charts.PlanMilestone("Seconda", DAY(2027, 10, 14), "later"),
                ],
            ),
        ],
    )


def every() -> list[charts.Chart]:
    return [
        line(),
        charts.BarChart("Perché", "Più risposte.", [charts.Bar("Lavoro", 1031), charts.Bar("Altro", None)]),
        charts.TargetBars(
            "Chi", "Di cui.", [charts.TargetBar("Over 50", 61, 70), charts.TargetBar("Altri", 11, None)]
        ),
        plan(),
    ]


@pytest.mark.parametrize("chart", every(), ids=lambda chart: type(chart).__name__)
@pytest.mark.parametrize("width", [300, 640])
def test_a_drawing_has_a_name_words_and_no_class_or_style(chart: charts.Chart, width: int) -> None:
    root = parsed(chart, width)
    named = (root.get("aria-labelledby") or "").split()
    ids = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert [ids[name] for name in named] == [chart.title, chart.description]
    assert root.get("role") == "img"
    assert not [one for one in root.iter() if one.get("style") or one.get("class")]


@pytest.mark.parametrize("number_of_chart", range(4))
def test_the_same_numbers_draw_the_same_bytes(number_of_chart: int) -> None:
    assert every()[number_of_chart].svg(640) == every()[number_of_chart].svg(640)


@pytest.mark.parametrize("chart", every(), ids=lambda chart: type(chart).__name__)
def test_a_figure_is_valid_and_carries_its_table(render: Render, chart: charts.Chart) -> None:
    body = strictly(render("{% figure chart %}{% figure chart %}", chart=chart))
    tables = list(body.iter("table"))
    assert len(tables) == 2
    assert len(list(tables[0].iter("tr"))) == len(chart.table().rows) + 1
    ids = [one.get("id") for one in body.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def _points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


def test_the_points_of_a_line_stand_where_the_table_says() -> None:
    chart = line()
    root = parsed(chart, 640)
    paths = [one for one in root.iter(f"{SPACE}path") if one.get("fill") == "none"]
    dashed = next(_points(one.get("d", "")) for one in paths if one.get("stroke-dasharray"))
    solid = next(_points(one.get("d", "")) for one in paths if not one.get("stroke-dasharray"))
    ground, unit = dashed[0][1], (dashed[0][1] - dashed[1][1]) / 990
    drawn = [round(10 + (ground - y) / unit, 0) for _x, y in solid]
    wanted = [value for value in chart.actual if value is not None]
    assert len(solid) == 3
    assert drawn == pytest.approx(wanted, abs=6)


def test_the_table_says_the_numbers_of_a_line_in_italian() -> None:
    rows = [[cell.shown for cell in row.all_cells] for row in line().table().rows]
    assert rows == [
        ["gen", "4", "10"],
        ["feb", "1.012,5", "1.000"],
        ["mar", "1.480", "1.500"],
        ["apr", "–", "1.800"],
    ]


def test_lines_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        charts.LineChart("t", "d", ["a", "b"], [1, 2], [1])


def test_a_line_of_nothing_is_drawn_without_a_line() -> None:
    chart = charts.LineChart("t", "d", ["a", "b"], [None, None])
    assert not [one for one in parsed(chart, 300).iter(f"{SPACE}path") if one.get("fill") == "none"]


def test_bars_are_as_long_as_their_numbers(render: Render) -> None:
    chart = charts.BarChart("t", "d", [charts.Bar("a", 40), charts.Bar("b", 10), charts.Bar("c", 0)])
    body = strictly(render("{% figure chart %}", chart=chart))
    widths = [one.get("width") for one in drawn(body, "rect") if one.get("class") == "j-bar-value"]
    assert widths == ["100.0%", "25.0%", "0.0%"]


def test_bars_that_are_parts_fill_the_whole_only_together(render: Render) -> None:
    bars = [charts.Bar("a", 40), charts.Bar("b", 10)]
    body = strictly(render("{% figure chart %}", chart=charts.BarChart("t", "d", bars, whole=50)))
    widths = [one.get("width") for one in drawn(body, "rect") if one.get("class") == "j-bar-value"]
    assert widths == ["80.0%", "20.0%"]


def test_the_legend_of_targets_speaks_of_what_is_drawn(render: Render) -> None:
    chart = charts.TargetBars(
        "t", "d", [charts.TargetBar("a", 3, 4)], value_name="Spesi", target_name="Previsti"
    )
    assert "Barra scura: spesi. Barra chiara: previsti." in text_of(
        strictly(render("{% figure chart %}", chart=chart))
    )


def test_a_value_past_its_target_stays_inside_the_figure(render: Render) -> None:
    chart = charts.TargetBars("t", "d", [charts.TargetBar("a", 30, 10)])
    body = strictly(render("{% figure chart %}", chart=chart))
    value = next(one.get("width") for one in drawn(body, "rect") if one.get("class") == "j-bar-value")
    tick = next(one.get("x") for one in drawn(body, "rect") if one.get("class") == "j-tick")
    assert (value, tick) == ("100.0%", "33.33%")


def test_a_hidden_count_is_never_drawn_as_a_number(render: Render) -> None:
    chart = charts.BarChart("t", "d", [charts.Bar("a", None, shown="meno di 5"), charts.Bar("b", 9)])
    words = text_of(strictly(render("{% figure chart %}", chart=chart)))
    assert words.count("meno di 5") == 2
    assert "–" not in words


def test_milestones_are_done_late_near_or_later() -> None:
    states = {event.name: (event.day, event.status) for event in plan().events()}
    assert states == {
        "Bando": (DAY(2026, 9, 1), "late"),
        "Prima": (DAY(2026, 10, 15), "done"),
        "Rapporto": (DAY(2026, 12, 10), "todo"),
        "Seconda": (DAY(2027, 10, 14), "later"),
    }


def test_labels_never_touch() -> None:
    labels = [f"{month:02d}/2026" for month in range(1, 37)]
    shown = svg.thin(labels, room=250)
    assert shown[-1] == 35
    assert len(shown) * svg.text_width(labels[0]) < 250


@pytest.mark.parametrize(
    ("top", "ticks"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (180, [0, 50, 100, 150, 200]), (1, [0, 1])]
)
def test_ticks_are_round(top: float, ticks: list[float]) -> None:
    assert svg.nice_ticks(top) == ticks


@pytest.mark.parametrize(
    ("value", "shown"), [(1234, "1.234"), (1234.56, "1.234,6"), (0, "0"), (None, "–"), (8.0, "8"), (-3, "-3")]
)
def test_numbers_are_written_as_in_italy(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_a_row_of_the_wrong_length_is_refused() -> None:
    table = Table("t", [Column("a"), Column("b")], [Row(["solo uno"])])
    with pytest.raises(ValueError, match="zip"):
        _ = table.body


def test_a_tile_without_target_has_no_share() -> None:
    assert Tile("Persone", 12).percent is None
    assert Tile("Persone", 30, 10).bar == 100
