"""The yearly statement as an accessible PDF, and which year a page asks for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.hours.queries import Statement
from jobcaffe.programme.reports.pdf import typeset
from jobcaffe.web.timebank import shape

SOURCE = Path(__file__).parent / "statement.typ"
FIRST_YEAR = 2020


def year_of(request: HttpRequest) -> int:
    """The year of the address, this one when it says none or nonsense."""
    this = timezone.localdate().year
    text = request.GET.get("anno", "")
    asked = int(text) if text.isdecimal() and len(text) == len("2026") else this
    return min(max(asked, FIRST_YEAR), this)


def span(year: int) -> tuple[date, date]:
    """First and last day."""
    return date(year, 1, 1), date(year, 12, 31)


def pdf(told: Statement, name: str = "") -> bytes:
    """One statement; the same movements give the same bytes."""
    table = shape.lines(told, links=False)
    words = {
        "title": _("Estratto del conto ore %(year)s") % {"year": told.first.year},
        "bank": told.account.community.label,
        "account": _("Conto %(number)s") % {"number": told.account.name},
        "name": name,
        "caption": _("I movimenti dell'anno"),
        "columns": [column.label for column in table.columns],
        "rows": [[str(cell.text) for cell in row.all_cells] for row in table.rows],
        "totals": [[row["label"], row["value"]] for row in shape.totals(told)],
        "none": table.empty,
        "note": _("Un'ora vale un'ora, qualunque aiuto sia. Non ci sono interessi e non si paga niente."),
    }
    moment = int(datetime.combine(told.last, time(), tzinfo=UTC).timestamp())
    return typeset(SOURCE, words, moment)


def answer(told: Statement, name: str = "") -> HttpResponse:
    """The file to download."""
    made = HttpResponse(pdf(told, name), content_type="application/pdf")
    number, year = told.account.name, told.first.year
    made["Content-Disposition"] = f'attachment; filename="conto-ore-{number}-{year}.pdf"'
    return made
