"""The files of a report: accessible, the same bytes every time, inert, without names."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import translation

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.files.store import read_bytes
from jobcaffe.plan.models import Period
from jobcaffe.programme import actions
from jobcaffe.programme.enums import Audience, Format
from jobcaffe.programme.models import Closure, Issue
from jobcaffe.programme.reports import build, content, csv_file, xlsx_file
from jobcaffe.programme.reports.document import Figure, Heading, Table, spoken
from jobcaffe.programme.reports.lines import lines
from tests import factories
from tests.programme.conftest import community, held, noon, sheet

AFTER = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def closure(coordinator: User, period: Callable[[str], Period]) -> Closure:
    """The first half-year, closed."""
    community(5, persons=40)
    sheet(held(date(2024, 5, 2)), 7)
    return actions.close_period(actor=coordinator, period=period("2024-1"), despite_missing=True, now=AFTER)


@pytest.fixture
def pdf(closure: Closure, tmp_path: Path) -> Path:
    """The funder's PDF, on disk."""
    path = tmp_path / "rapporto.pdf"
    path.write_bytes(build.make(closure, Audience.FUNDER, Format.PDF))
    return path


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("kind", list(Format))
def test_made_twice_the_bytes_are_the_same(closure: Closure, audience: Audience, kind: Format) -> None:
    first = build.make(closure, audience, kind)
    # Office files keep the clock to two seconds.
    time.sleep(2.1 if kind in {Format.DOCX, Format.XLSX} else 0)
    assert build.make(Closure.objects.get(pk=closure.pk), audience, kind) == first


def test_issued_twice_the_kept_file_is_served_again(closure: Closure, coordinator: User) -> None:
    first = actions.issue_report(actor=coordinator, closure=closure, audience=Audience.FUNDER)
    factories.intake(at=noon(date(2024, 3, 1)))
    second = actions.issue_report(actor=coordinator, closure=closure, audience=Audience.FUNDER)
    assert [issue.pk for issue in first] == [issue.pk for issue in second]
    assert [issue.format for issue in first] == list(Format)
    for issue in second:
        assert read_bytes(issue.file) == build.make(closure, Audience.FUNDER, Format(issue.format))


@pytest.mark.parametrize("role", ["desk", "funder", "municipality", "sysadmin"])
def test_only_the_coordination_issues(closure: Closure, role: str) -> None:
    with pytest.raises(Refused):
        actions.issue_report(actor=factories.user(role), closure=closure, audience=Audience.FUNDER)
    assert Issue.objects.count() == 0


def test_the_pdf_is_tagged_titled_and_in_italian(pdf: Path) -> None:
    with pikepdf.open(pdf) as file:
        root = file.Root
        assert str(root.Lang) == "it-IT"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        meta = file.open_metadata()
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert meta["dc:title"].startswith("Job 2.0")
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told


def test_an_independent_checker_finds_nothing_against_pdf_ua(pdf: Path) -> None:
    from pdfua import validate

    assert [f"{one.rule_id} {one.message}" for one in validate(pdf).findings] == []


def test_every_font_of_the_pdf_is_the_house_s_own_and_embedded(pdf: Path) -> None:
    told = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    rows = told.splitlines()[2:]
    assert rows
    assert all("TitilliumWeb" in row and " yes yes " in row for row in rows)


def elements(node: Any) -> Iterator[Any]:
    """Every element of the structure tree, in reading order."""
    kids = node.get("/K")
    if kids is None:
        return
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_the_tags_of_the_pdf_say_what_each_thing_is(pdf: Path, closure: Closure) -> None:
    report = content.report(closure, Audience.FUNDER)
    wanted = {
        kind: sum(isinstance(block, kind) for block in report.blocks) for kind in (Table, Figure, Heading)
    }
    with pikepdf.open(pdf) as file:
        found = list(elements(file.Root.StructTreeRoot))
        roles = [str(one.S) for one in found]
        tables = [one for one in found if str(one.S) == "/Table"]
        assert len(tables) == wanted[Table]
        for table in tables:
            assert "/TH" in {str(one.S) for one in elements(table)}
        pictures = [one for one in found if str(one.S) == "/Figure" and "/Alt" in one]
        assert {str(one.Alt) for one in pictures} >= {b.alt for b in report.blocks if isinstance(b, Figure)}
        assert roles.count("/H1") + roles.count("/H2") >= wanted[Heading]
        assert roles.index("/H1") < roles.index("/Table")


def test_the_word_file_has_real_headings_and_header_rows(closure: Closure) -> None:
    import docx

    file = docx.Document(io.BytesIO(build.make(closure, Audience.FUNDER, Format.DOCX)))
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "In sintesi"
    assert "Metodo" in headings
    assert file.core_properties.language == "it-IT"
    assert all(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader") for table in file.tables)


def test_the_workbook_has_the_same_numbers_as_the_closure(closure: Closure) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(build.make(closure, Audience.FUNDER, Format.XLSX)))
    rows = list(book["Dati"].iter_rows(min_row=2, values_only=True))
    found = {row[0]: row[6] for row in rows if row[2] == "dall'inizio" and not row[3]}
    assert found == {one["code"]: one["cumulative"] for one in closure.frozen["indicators"]}


def test_the_csv_opens_with_italian_settings(closure: Closure) -> None:
    data = build.make(closure, Audience.FUNDER, Format.CSV)
    assert data.startswith(b"\xef\xbb\xbfcodice;indicatore;")
    assert data.count(b"\r\n") == len(data.splitlines())


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(closure: Closure, evil: str) -> None:
    import openpyxl

    closure.frozen["indicators"][0]["name"] = evil
    report = content.assemble(
        closure.frozen, closure.sha256, Audience.FUNDER, lines(closure.frozen, Audience.FUNDER)
    )
    cells = [line.split(";")[1] for line in csv_file.make(report).decode("utf-8-sig").split("\r\n") if line]
    assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+", "-", "@", "\t", "\r"))]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file.make(report)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_markup_in_the_plan_is_shown_and_never_run(closure: Closure) -> None:
    from jobcaffe.programme.reports import pdf as typeset

    closure.frozen["programme"]["general_objective"] = '#read("/etc/passwd") *x* $y$ #panic("no")'
    report = content.assemble(
        closure.frozen, closure.sha256, Audience.FUNDER, lines(closure.frozen, Audience.FUNDER)
    )
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=typeset.make(report), capture_output=True, check=True
    ).stdout.decode()
    assert '#read("/etc/passwd") *x* $y$' in text


def test_office_files_carry_no_clock_and_no_machine(closure: Closure) -> None:
    for kind in (Format.DOCX, Format.XLSX):
        with zipfile.ZipFile(io.BytesIO(build.make(closure, Audience.FUNDER, kind))) as file:
            assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_file_names_a_person(coordinator: User, period: Callable[[str], Period]) -> None:
    person = factories.person(first_name="Zaccaria", last_name="Introvabile")
    factories.intake(person, at=noon(date(2024, 3, 1)))
    factories.attendance(held(date(2024, 3, 1), title="Titolo segreto"), person=person)
    closed = actions.close_period(actor=coordinator, period=period("2024-1"), despite_missing=True, now=AFTER)
    report = content.report(closed, Audience.FUNDER)
    text = f"{report.as_json()} {report.observations}"
    assert "Zaccaria" not in text
    assert "Titolo segreto" not in text


def test_thousands_are_written_as_in_italy_whatever_the_readers_language():
    with translation.override("en"):
        assert [spoken(1040), spoken(-1234567), spoken(7), spoken(None), spoken("meno di 5")] == [
            "1.040",
            "-1.234.567",
            "7",
            "–",
            "meno di 5",
        ]
