"""One person's story, from the door of the Job Caffè to the funder's report, in one sitting."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import keys
from tests.journeys.conftest import Open
from tests.journeys.names import surname
from tests.journeys.visitor import COORDINATOR, DESK, Visit

TILE = "Persone accolte"
MOST_CLICKS = 3
# The house may be closed today: the first day, going back, on which the room can be had.
LOOK_BACK_DAYS = 30
GOOD_ROWS = 500


def _welcomed(page: Page) -> int:
    """The number on the tile of *Regia*."""
    tile = page.locator("article", has=page.get_by_role("link", name=TILE, exact=True))
    shown = re.search(r"[\d.]+", tile.locator("strong").first.inner_text())
    assert shown, tile.inner_text()
    return int(shown[0].replace(".", ""))


def _welcome_by_keyboard(desk: Visit, name: str) -> None:
    """From the first page of the desk to her record: not one click."""
    page = desk.page
    keys.press(page, "Nuova accoglienza")
    # The page puts the hands in its first field.
    at = keys.stop(page)
    assert at is not None
    assert at["name"] == "Nome"
    page.keyboard.type("Ginevra")
    keys.write(page, "Cognome", name)
    keys.tick(page, "Non ha il telefono")
    keys.write(page, "Anno di nascita", "1969")
    keys.tick(page, "Ha perso il lavoro")
    keys.tick(page, "Mattina")
    keys.write(page, "Parole sue", "Vorrei ricominciare da qualcosa di piccolo.")
    keys.tick(page, "Ha letto l'informativa")
    with page.expect_navigation():
        page.keyboard.press("ControlOrMeta+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Ginevra {name}")


def _set_out(desk: Visit) -> None:
    """A goal in her words and its first step."""
    page = desk.page
    desk.click("link", "Scrivi il primo obiettivo")
    page.get_by_role("radio").first.check()
    page.get_by_label("Con parole sue").fill("Voglio un lavoro di mattina, vicino a casa")
    desk.click("button", "Salva l'obiettivo")
    if not page.get_by_label("Che cosa fa").count():
        desk.click("link", "Aggiungi un passo")
    page.get_by_label("Che cosa fa").fill("Porto il curriculum allo sportello")
    desk.click("button", "Salva il passo")
    expect(page.locator("main")).to_contain_text("Porto il curriculum allo sportello")


def _plan_encounter(desk: Visit, title: str) -> None:
    """An encounter that holds a room; a closed day or a taken room is refused in words."""
    page = desk.page
    desk.go("/incontri/nuovo/")
    page.get_by_label("Titolo").fill(title)
    page.get_by_label("Dalle", exact=True).fill("12")
    page.get_by_label("Alle", exact=True).fill("12.45")
    room = page.get_by_label(re.compile(r"^Sala\b"))
    room.select_option(label=room.locator("option", has_text="Sala tonda").inner_text())
    for back in range(LOOK_BACK_DAYS):
        day = date.today() - timedelta(days=back)  # noqa: DTZ011 - a wall-clock day
        page.get_by_label("Giorno", exact=True).fill(f"{day:%d/%m/%Y}")
        with page.expect_navigation():
            desk.click("button", "Salva l'incontro")
        if page.get_by_role("heading", level=1, name=title).count():
            break
        assert page.get_by_role("alert").count() or page.title().startswith("Errore"), page.url
    expect(page.locator("main")).to_contain_text("Sala tonda")


def _take_attendance(desk: Visit, name: str) -> None:
    """She is added, is there, and the encounter is saved with one present."""
    page = desk.page
    desk.click("link", "Segna le presenze")
    page.get_by_label("Telefono, cognome o organizzazione").fill(name)
    page.keyboard.press("Enter")
    desk.click("button", re.compile(name))
    expect(page.get_by_role("group", name=re.compile(name))).to_be_visible()
    desk.click("button", re.compile("^Salva l'incontro: 1 present"))
    expect(page.locator("main")).to_contain_text("Presenti: 1")


def _print_register(desk: Visit, name: str) -> None:
    """The numbered sheet, with her line and nothing of the screen when printed."""
    page = desk.page
    desk.click("button", "Prepara il foglio firme")
    expect(page.locator("main")).to_contain_text(name)
    paper = page.pdf()
    assert paper.startswith(b"%PDF-")
    page.emulate_media(media="print")
    assert not page.locator("header.j-head").is_visible()
    page.emulate_media(media="screen")


def test_a_person_is_welcomed_by_keyboard_and_the_number_opens_her_row(visit: Open) -> None:
    name = surname()
    regia, desk = visit(), visit()
    regia.enter(COORDINATOR)
    regia.go("/regia/")
    before = _welcomed(regia.page)

    desk.enter(DESK)
    _welcome_by_keyboard(desk, name)
    assert desk.clicks == 0
    _set_out(desk)
    _plan_encounter(desk, f"Colloquio con {name}")
    _take_attendance(desk, name)
    _print_register(desk, name)

    regia.go("/regia/")
    assert _welcomed(regia.page) == before + 1
    regia.clicks = 0
    regia.click("link", TILE, exact=True)
    expect(regia.page.locator("#righe")).to_contain_text(name)
    regia.click("link", re.compile(name))
    # Her record is not in the coordinator's hands: it opens with a reason that she can read.
    regia.page.get_by_label("Perché devi aprire questa scheda?").fill("Controllo il numero del rapporto")
    regia.click("button", "Apri la scheda")
    expect(regia.page.get_by_role("heading", level=1)).to_contain_text(name)
    assert regia.clicks <= MOST_CLICKS


def _closed_period(regia: Visit) -> None:
    """Stand on a period that is closed: the oldest that can be, closed now if nobody did."""
    page = regia.page
    regia.go("/regia/")
    regia.click("link", "Crea il rapporto")
    for button in ("Vai avanti e segnalalo", "Chiudi il periodo"):
        if page.get_by_role("button", name=button).count():
            regia.click("button", button)
            break
    expect(page.get_by_role("heading", name="I numeri congelati")).to_be_visible()


def _download(page: Page, name: str) -> bytes:
    """The file behind a link of the newest reports."""
    with page.expect_download() as waiting:
        page.locator("#rapporti").get_by_role("link", name=re.compile(name)).first.click()
    return Path(waiting.value.path()).read_bytes()


def _office_parts(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return set(archive.namelist())


def test_the_coordinator_closes_a_period_and_takes_the_report_in_every_format(
    visit: Open, tmp_path: Path
) -> None:
    regia = visit()
    regia.enter(COORDINATOR)
    _closed_period(regia)
    page = regia.page
    regia.click("button", "Crea il rapporto")
    page.get_by_role("link", name="Apri il risultato").click(timeout=90_000)

    paper = tmp_path / "report.pdf"
    paper.write_bytes(_download(page, "PDF"))
    assert paper.read_bytes().startswith(b"%PDF-")
    if shutil.which("pdfinfo"):
        told = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
        assert re.search(r"^Tagged:\s+yes$", told, re.MULTILINE), told
        assert re.search(r"^Title:\s+\S", told, re.MULTILINE), told
    assert "word/document.xml" in _office_parts(_download(page, "Word|DOCX"))
    assert "xl/workbook.xml" in _office_parts(_download(page, "Excel|XLSX"))
    assert paper.read_bytes() == _download(page, "PDF")


def _messy_list(name: str) -> bytes:
    """As people keep it: cp1252, Italian dates, spaces in phones, empty rows, twins, nonsense.

    Long enough that reading it takes a moment, so that the page says how far it is.
    """
    lines = ["COGNOME;Nome ;Data di nascita;Data colloquio"]
    for number in range(GOOD_ROWS):
        day, month = number % 28 + 1, number % 12 + 1
        lines.append(f"{name} {number:03d};nicolò;{day:02d}/{month:02d}/{1950 + number % 50};2-3-26")
    lines += [
        ";;;",
        lines[1],
        f"{name};Ugo;31/02/1970;2/3/2026",
        ";;12/12/1960;2/3/2026",
    ]
    return "\r\n".join(lines).encode("cp1252")


def _counts(page: Page) -> dict[str, int]:
    rows = page.locator("main table").first.locator("tbody tr")
    return {
        row.locator("th, td").first.inner_text().strip(): int(row.locator("td").last.inner_text())
        for row in rows.all()
    }


def _follow(page: Page) -> None:
    """Wait for the background work: its page says how far it is, then leads back."""
    going = page.get_by_role("link", name="Guarda a che punto è")
    going.wait_for()
    batch = page.url
    going.click()
    expect(page.get_by_text("Il lavoro è finito.")).to_be_visible(timeout=60_000)
    page.goto(batch)


def test_a_messy_list_is_read_written_and_taken_back_in_the_browser(visit: Open) -> None:
    name = surname()
    regia = visit()
    regia.enter(COORDINATOR)
    page = regia.page
    regia.go("/regia/importa/")
    page.get_by_role("radio").first.check()
    page.get_by_label("Il file").set_input_files(
        {"name": f"elenco {name}.csv", "mimeType": "text/csv", "buffer": _messy_list(name)}
    )
    regia.click("button", "Leggi il file")
    _follow(page)
    counts = _counts(page)
    total = counts.pop("Righe nel file")
    assert sum(counts.values()) == total
    assert counts["Nuove"] >= GOOD_ROWS
    assert counts["Rifiutate"] >= 1
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("righe rifiutate")).click()
    refused = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert len(refused) == counts["Rifiutate"] + 1
    regia.click("button", re.compile("^Scrivi "))
    _follow(page)
    expect(page.locator("main")).to_contain_text("Fatto.")
    regia.click("button", "Annulla questa importazione")
    _follow(page)
    expect(page.locator("main")).to_contain_text("Annullato.")
    expect(page.locator("main")).to_contain_text("Schede rimaste perché hanno già altri dati: 0.")
