"""Spreadsheets as people keep them."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from jobcaffe.encounters.imports import EncountersImport
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import actions, parsing, queries
from jobcaffe.foundation.imports.models import Batch
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.organisations.imports import OrganisationsImport
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.imports import PeopleImport
from jobcaffe.people.models import Intake, Person
from tests import factories

pytestmark = pytest.mark.django_db

FIRST = [
    "Anna",
    "Bruno",
    "Carla",
    "Davide",
    "Elena",
    "Franco",
    "Gina",
    "Hassan",
    "Ivo",
    "Lucia",
    "Mario",
    "Nadia",
    "Olga",
    "Pietro",
    "Rita",
]
LAST = [
    "Rossi",
    "Colombo",
    "Brambilla",
    "Ferrari",
    "Esposito",
    "D'Angelò",
    "Fumagalli",
    "Galli",
    "Re",
    "Èrcoli",
    "Longo",
    "Conti",
    "Sala",
]


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def messy_people(rows: int, seed: int = 1) -> tuple[bytes, int]:
    """A workbook with titles above the headings, empty rows, twins and every way to write a date."""
    rng = random.Random(seed)
    table: list[list[Any]] = [["ELENCO PERSONE SPORTELLO 2024"], []]
    table.append(["COGNOME", "nome ", "Cell.", "Data di nascita", "M/F", "residenza", "Accolta il", "Note"])
    made = 0
    while made < rows:
        if rng.random() < 0.05:
            table.append([])
            continue
        if made > 10 and rng.random() < 0.04:
            table.append(rng.choice([row for row in table[3:] if row]))
            made += 1
            continue
        number = 3_200_000_000 + rng.randrange(600_000_000)
        phone: Any = rng.choice(
            [number, f"{number}"[:3] + " " + f"{number}"[3:], f"+39 {number}", f"0039{number}"]
        )
        born = dt.date(rng.randrange(1955, 2005), rng.randrange(1, 13), rng.randrange(1, 29))
        day = dt.date(2024, rng.randrange(1, 13), rng.randrange(1, 29))
        table.append([
            rng.choice([rng.choice(LAST), rng.choice(LAST).upper()]) + rng.choice(["", f" {rng.choice(LAST)}"]),
            rng.choice(FIRST),
            phone if rng.random() > 0.02 else "da chiedere",
            rng.choice([born, born.strftime("%d/%m/%Y"), born.strftime("%d.%m.%y"), born.year]),
            rng.choice(["F", "m", "donna", "", "Maschio"]),
            rng.choice(["Lainate", "LAINATE", "Rho", ""]),
            day.strftime("%d/%m/%Y") if rng.random() > 0.01 else "31/02/2024",
            "=HYPERLINK(\"x\")" if rng.random() < 0.01 else "",
        ])  # fmt: skip
        made += 1
    return workbook(table), made


def run(spec: Any, name: str, content: bytes) -> Batch:
    batch = actions.preview(actor=SYSTEM, spec=spec, name=name, content=content)
    return actions.apply(actor=SYSTEM, spec=spec, batch_id=batch.pk)


def test_every_row_of_a_messy_workbook_has_a_verdict_and_a_second_import_changes_nothing() -> None:
    content, rows = messy_people(600)
    first = run(PeopleImport(), "elenco.xlsx", content)
    counts = first.counts
    assert counts["rows"] == rows
    assert counts["new"] + counts["same"] + counts["changed"] + counts["wrong"] == rows
    assert counts["new"] > 500
    assert counts["wrong"] > 0
    assert Person.objects.count() == counts["new"]
    again = run(PeopleImport(), "elenco.xlsx", content)
    assert (again.counts["new"], again.counts["changed"], again.counts["wrong"]) == (0, 0, counts["wrong"])
    assert Person.objects.count() == counts["new"]


def test_undo_takes_everything_back_but_what_got_other_data() -> None:
    content, _rows = messy_people(60, seed=3)
    batch = run(PeopleImport(), "elenco.xlsx", content)
    kept = Person.objects.first()
    assert kept is not None
    factories.attendance(person=kept)
    result = actions.undo(actor=SYSTEM, spec=PeopleImport(), batch_id=batch.pk)
    assert result["stayed"] == 1
    assert list(Person.objects.all()) == [kept]
    with pytest.raises(Refused):
        actions.undo(actor=SYSTEM, spec=PeopleImport(), batch_id=batch.pk)


def test_changed_fields_return_to_what_they_were() -> None:
    person = factories.person(
        first_name="Anna", last_name="Rossi", phone="333 1112223", municipality="Rho", birth_year=1970
    )
    content = "Nome;Cognome;Telefono;Comune\nAnna;Rossi;333-1112223;Arese\n".encode("cp1252")
    batch = run(PeopleImport(), "e.csv", content)
    person.refresh_from_db()
    assert (batch.counts["changed"], person.municipality) == (1, "Arese")
    actions.undo(actor=SYSTEM, spec=PeopleImport(), batch_id=batch.pk)
    person.refresh_from_db()
    assert person.municipality == "Rho"


def test_windows_letters_survive() -> None:
    run(PeopleImport(), "e.csv", "Nome;Cognome;Comune\nNiccolò;D'Angelò;Lainate\n".encode("cp1252"))
    assert Person.objects.get().full_name == "Niccolò D'Angelò"


def test_an_empty_cell_never_wipes_what_is_there() -> None:
    factories.person(first_name="Anna", last_name="Rossi", birth_year=1970, municipality="Rho")
    batch = run(PeopleImport(), "e.csv", b"Nome;Cognome;Comune\nAnna;Rossi;\n")
    assert (batch.counts["same"], Person.objects.get().municipality) == (1, "Rho")


def test_a_family_that_shares_a_phone_stays_two_people() -> None:
    batch = run(
        PeopleImport(), "e.csv", b"Nome,Cognome,Telefono\nAnna,Rossi,3331112223\nLuca,Rossi,3331112223\n"
    )
    assert batch.counts["new"] == 2


def test_a_name_that_could_be_two_people_is_refused_with_what_to_do() -> None:
    factories.person(first_name="Anna", last_name="Rossi", birth_year=1970)
    factories.person(first_name="Anna", last_name="Rossi", birth_year=1980)
    batch = actions.preview(
        actor=SYSTEM, spec=PeopleImport(), name="e.csv", content=b"Nome;Cognome\nAnna;Rossi\n"
    )
    assert list(queries.refused_table(batch)) == [
        ["Riga", "Perché", "Nome", "Cognome"],
        ["2", actions.AMBIGUOUS, "Anna", "Rossi"],
    ]


def test_full_name_columns_are_split_in_the_order_of_their_heading() -> None:
    run(PeopleImport(), "a.csv", b"Nome e cognome;Telefono\nAnna De Luca;3331112223\n")
    run(PeopleImport(), "b.csv", b"Cognome e nome;Telefono\nDe Luca Pia;3331112224\n")
    assert sorted(p.full_name for p in Person.objects.all()) == ["Anna De Luca", "Pia De Luca"]


def test_a_day_of_first_talk_makes_the_intake() -> None:
    run(PeopleImport(), "a.csv", b"Nome;Cognome;Accolta il\nAnna;Rossi;03/05/2024\n")
    assert Intake.objects.get().at.date() == dt.date(2024, 5, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/05/2024", dt.date(2024, 5, 3)),
        ("3.5.24", dt.date(2024, 5, 3)),
        ("2024-05-03", dt.date(2024, 5, 3)),
        ("venerdì 3 maggio 2024", dt.date(2024, 5, 3)),
        ("", None),
    ],
)
def test_dates_are_day_month_year(text: str, day: dt.date | None) -> None:
    assert parsing.parse_date(text) == day


def test_a_file_that_is_no_table_says_what_to_do() -> None:
    for name, content in (
        ("x.xlsx", b"%PDF-1.4 nonsense"),
        ("x.csv", b"uno;due\n1;2\n"),
        ("x.csv", b"Nome;Cognome\n"),
    ):
        with pytest.raises(Refused):
            actions.preview(actor=SYSTEM, spec=PeopleImport(), name=name, content=content)


def test_organisations_from_an_open_document() -> None:
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="Enti")
    for cells in (
        ["Ragione sociale", "P.IVA", "Tipologia", "Comune"],
        ["Coop Sole", "7643520567", "coop", "Lainate"],
    ):
        row = TableRow()
        for text in cells:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    document.save(out)
    batch = run(OrganisationsImport(), "enti.ods", out.getvalue())
    assert batch.counts["new"] == 1
    assert Organisation.objects.values_list("name", "kind", "vat_number").get() == (
        "Coop Sole", "cooperative", "07643520567",
    )  # fmt: skip


def test_encounters_link_people_and_organisations_and_refuse_unknown_names() -> None:
    anna = factories.person(first_name="Anna", last_name="Rossi")
    bar = factories.organisation(name="Bar Sport")
    content = (
        b"Data;Dalle;Alle;Titolo;Tipo;Azione;Partecipanti;Enti presenti\n"
        b"03/05/2024;18.30;20;Curriculum;laboratorio;A2;Rossi Anna;bar sport\n"
        b"04/05/2024;18;20;Altro;lab;A2;Nessuno Mai;\n"
        b"05/05/2024;18;20;Cerchio;gruppo AMA;A1;;\n"
    )
    batch = run(EncountersImport(), "i.csv", content)
    assert (batch.counts["new"], batch.counts["wrong"]) == (1, 2)
    encounter = Encounter.objects.get()
    assert set(Attendance.objects.values_list("person", "organisation")) == {(anna.pk, None), (None, bar.pk)}
    assert encounter.starts_at.astimezone(factories.ROME).hour == 18
    assert run(EncountersImport(), "i.csv", content).counts["same"] == 1


def test_two_rows_that_contradict_each_other_are_not_settled_in_silence() -> None:
    content = b"Nome;Cognome;Telefono;Comune\nAnna;Rossi;3331112223;Rho\nAnna;Rossi;3331112223;Arese\n"
    for expected in ("new", "same"):
        batch = run(PeopleImport(), "e.csv", content)
        assert (batch.counts[expected], batch.counts["wrong"], batch.counts["changed"]) == (1, 1, 0)
        assert "riga 2" in batch.rows.get(line=3).reason
    assert Person.objects.get().municipality == "Rho"


def test_an_import_never_takes_a_presence_away_in_silence() -> None:
    anna = factories.person(first_name="Anna", last_name="Rossi")
    luca = factories.person(first_name="Luca", last_name="Rossi")
    gina = factories.person(first_name="Gina", last_name="Rossi")
    starts = factories.moment(-10, 18)
    at = factories.encounter(title="Curriculum", starts_at=starts, state="held")
    factories.attendance(at=at, person=anna)
    factories.attendance(at=at, person=gina, presence="absent")
    content = f"Data;Dalle;Alle;Titolo;Partecipanti\n{starts:%d/%m/%Y};18;20;Curriculum;Rossi Luca, Rossi Gina\n".encode()
    batch = run(EncountersImport(), "i.csv", content)
    assert batch.counts["changed"] == 1
    assert set(at.attendances.filter(presence="present").values_list("person", flat=True)) == {
        anna.pk,
        luca.pk,
        gina.pk,
    }
    assert sorted(at.corrections.values_list("before", "after")) == [("", "present"), ("absent", "present")]
    actions.undo(actor=SYSTEM, spec=EncountersImport(), batch_id=batch.pk)
    assert set(at.attendances.values_list("person", "presence")) == {
        (anna.pk, "present"),
        (gina.pk, "absent"),
    }
    assert at.corrections.count() == 4
