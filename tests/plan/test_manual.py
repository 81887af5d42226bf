"""The manual explains every table, key and choice of a programme file, and no other."""

import re
from pathlib import Path

import pytest

from jobcaffe.plan.enums import Breakdown, PartnerRole, RollUp, Source, Tile
from jobcaffe.plan.schema import SECTIONS, Section

MANUAL = (Path(__file__).parents[2] / "docs/manuale/programma.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_key_of_a_table_is_in_the_manual_in_the_order_of_the_schema(section: Section) -> None:
    written = f"[[{section.name}]]" if section.many else f"[{section.name}]"
    chapter = MANUAL.split(f"### `{written}`")[1].split("\n#")[0]
    table = chapter.split("|---|---|---|\n")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [key.name for key in section.keys]
    optional = [line.split("`")[1] for line in table.splitlines() if "acoltativa" in line]
    assert set(optional) == {key.name for key in section.keys if not key.required} - {"to"}


def test_every_choice_is_in_the_manual() -> None:
    missing = [
        choice
        for choices in (Breakdown, PartnerRole, RollUp, Source, Tile)
        for choice in choices.values
        if f"`{choice}`" not in MANUAL
    ]
    assert missing == []
