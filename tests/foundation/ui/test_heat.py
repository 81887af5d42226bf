"""The heat map: every number is written, the full boxes are framed, the table says the same."""

from __future__ import annotations

import re

from jobcaffe.foundation.ui.charts import HeatMap
from jobcaffe.foundation.ui.svg import DEEP, LIGHT

MAP = HeatMap(
    title="Chi aspetta",
    description="Quante persone",
    columns=[("lun", "15", "Lunedì pomeriggio"), ("mar", "18", "Martedì sera")],
    rows=[("Lavoro", [6, 2]), ("Cura", [0, 13])],
    enough=6,
    label_name="Orario",
)


def test_the_numbers_are_in_the_boxes_and_empty_ones_say_nothing() -> None:
    words = re.findall(r"<text[^>]*>([^<]*)</text>", MAP.svg(300))
    assert words == ["lun", "15", "mar", "18", "Lavoro", "6", "2", "Cura", "13"]


def test_only_where_there_are_enough_the_box_is_darkest() -> None:
    drawn = MAP.svg(560)
    assert (drawn.count(DEEP), drawn.count(f'fill="{LIGHT}"')) == (2, 1)


def test_the_table_has_a_row_for_each_column_of_the_drawing() -> None:
    table = MAP.table()
    rows = [[cell.shown for _column, cell in row] for row in table.body]
    assert [column.label for column in table.columns] == ["Orario", "Lavoro", "Cura"]
    assert rows == [["Lunedì pomeriggio", "6", "0"], ["Martedì sera", "2", "13"]]


def test_nothing_is_drawn_outside_the_picture() -> None:
    for width in (300, 560):
        drawn = MAP.svg(width)
        edges = [
            float(x) + float(w) for x, w in re.findall(r'<rect x="([\d.]+)"[^>]*? width="([\d.]+)"', drawn)
        ]
        assert max(edges) <= width
