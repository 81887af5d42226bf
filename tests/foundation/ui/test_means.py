"""Means with their margins."""

from __future__ import annotations

import re

import pytest

from jobcaffe.foundation.ui.charts import MeanChart, MeanRow

ROWS = [MeanRow("Mi sono sentito ascoltato.", 8, 4.125, 3.6, 4.6), MeanRow("Voglio tornare.", 8, 1, 1, 1)]


def chart() -> MeanChart:
    return MeanChart("La media", "Otto risposte.", ROWS, 1, 5, "Domanda")


def test_the_table_has_the_same_numbers() -> None:
    table = chart().table()
    assert [[cell.shown for cell in row.all_cells] for row in table.rows] == [
        ["Mi sono sentito ascoltato.", "8", "4,1", "da 3,6 a 4,6"],
        ["Voglio tornare.", "8", "1,0", "da 1,0 a 1,0"],
    ]


@pytest.mark.parametrize(("width", "figure"), [(560, "4,1 (da 3,6 a 4,6)"), (300, "4,1")])
def test_where_there_is_no_room_the_margin_is_only_drawn(width: int, figure: str) -> None:
    drawing = chart().svg(width)
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", drawing)
    assert figure in texts
    assert ("4,1 (da 3,6 a 4,6)" in texts) is (width == 560)


def test_the_scale_goes_from_the_lowest_to_the_highest_answer() -> None:
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", chart().svg(560))
    assert [text for text in texts if text in {"0", "1", "2", "3", "4", "5", "6"}] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]


def test_a_point_stands_where_its_mean_is_on_the_scale() -> None:
    drawing = MeanChart("x", "y", [MeanRow("a", 8, 3, 2, 4)], 1, 5).svg(560)
    assert re.findall(r'<circle[^>]*cx="([0-9.]+)"', drawing) == ["280"]
