"""A list of names into a campaign: pasted or from a file, looked at, put in."""

from __future__ import annotations

import csv
import io
import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import actions as imports
from jobcaffe.foundation.imports import queries as batches
from jobcaffe.foundation.imports.models import Batch
from jobcaffe.foundation.imports.models import Row as Line
from jobcaffe.foundation.imports.spec import known_headings
from jobcaffe.foundation.search import normalise
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.network.outreach import actions
from jobcaffe.organisations.imports import OrganisationsImport
from jobcaffe.web.outreach.forms import BringForm
from jobcaffe.web.outreach.views import shared
from jobcaffe.web.page import HouseRequest, page

# A list of names is read while one waits; longer ones go through the imports and their jobs.
MOST_ROWS, MOST_PACKED = 2000, 500_000
# A name, an address: what is longer than this is a whole list.
LONGEST_CELL = 2000
SHOWN = 30
PHONE = re.compile(r"\+?[\d\s./()-]{6,}")
SITE = re.compile(r"(https?://|www\.)\S+")


@page("campaign.manage", methods=("GET", "POST"))
def bring(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """Paste or choose; nothing is written yet."""
    campaign = shared.campaign_or_404(request, campaign_id)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _read(request, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("outreach:batch", campaign.pk, made.pk)
    return render(request, "outreach/bring.html", {"form": form, "campaign": campaign})


def _read(request: HouseRequest, form: BringForm) -> Batch:
    upload = form.cleaned_data["file"]
    name = upload.name if upload else "incollato.csv"
    content = upload.read() if upload else pasted_table(form.cleaned_data["pasted"])
    if _long(content):
        raise Refused(_("L'elenco ha più di 2.000 righe. Portalo dalla pagina «Importa»."))
    return imports.preview(actor=request.user, spec=OrganisationsImport(), name=name, content=content)


def _long(content: bytes) -> bool:
    """More than is read while one waits. A packed sheet has no lines to count: its size tells."""
    if content.startswith(b"PK"):
        return len(content) > MOST_PACKED
    return len(content.splitlines()) > MOST_ROWS


def pasted_table(text: str) -> bytes:
    """A pasted list as a table with headings; without any, columns are known by what is in them.

    Refused with a quote that is never closed.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    sample = "\n".join(lines[:20])
    separator = max("\t;|,", key=sample.count)
    # A quote that is never closed makes one cell of the whole; how long a cell the reader takes is not ours.
    unclosed = Refused(_("Nell'elenco c'è una virgoletta di troppo. Toglila e riprova."))
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator)]
    except csv.Error as error:
        raise unclosed from error
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise unclosed
    known = known_headings(OrganisationsImport())
    if not any(normalise(cell) in known for cell in rows[0]):
        rows.insert(0, headings_for(rows))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows(rows)
    return buffer.getvalue().encode()


def headings_for(rows: list[list[str]]) -> list[str]:
    """What the columns of a list without headings are, each once."""
    found: list[str] = []
    for place in range(max(map(len, rows))):
        cells = [row[place] for row in rows if place < len(row) and row[place]]
        label = _label(cells, found)
        found.append(label if label not in found else f"Colonna {place + 1}")
    return found


def _label(cells: list[str], found: list[str]) -> str:
    def most(test: re.Pattern[str]) -> bool:
        return bool(cells) and sum(bool(test.fullmatch(cell)) for cell in cells) * 2 > len(cells)

    if most(PHONE):
        return "Telefono"
    if most(re.compile(r"\S+@\S+")):
        return "Email"
    if most(SITE):
        return "Sito"
    return "Denominazione" if "Denominazione" not in found else "Comune"


def _batch(request: HouseRequest, batch_id: UUID) -> Batch:
    found = batches.visible_to(request.user).filter(pk=batch_id, kind=OrganisationsImport.kind).first()
    if found is None:
        raise Http404
    return found


@page("campaign.manage")
def batch(request: HouseRequest, campaign_id: UUID, batch_id: UUID) -> HttpResponse:
    """What is new, what is here already, what cannot be read."""
    campaign = shared.campaign_or_404(request, campaign_id)
    found = _batch(request, batch_id)
    counts = [
        Row([str(label), found.counts.get(value, 0)])
        for value, label in (
            (Line.Verdict.NEW, _("Nuove")),
            (Line.Verdict.CHANGED, _("Ci sono già, con qualcosa da aggiornare")),
            (Line.Verdict.SAME, _("Ci sono già, uguali")),
            (Line.Verdict.WRONG, _("Da correggere: restano fuori")),
        )
    ]
    wrong = found.rows.filter(verdict=Line.Verdict.WRONG).order_by("line")[:SHOWN]
    known = (
        found.rows.exclude(object_ref="").order_by("line")[:SHOWN]
        if found.state == Batch.State.PREVIEW
        else []
    )
    context = {
        "campaign": campaign,
        "batch": found,
        "counts": Table(
            _("Che cosa c'è nell'elenco"), [Column(_("Righe")), Column(_("Quante"), True)], counts
        ),
        "wrong": [f"{row.line}. {' '.join(row.cells.values())[:80]}: {row.reason}" for row in wrong],
        "known": [" ".join(row.cells.values())[:80] for row in known],
        "to_put": found.counts.get("rows", 0) - found.counts.get(Line.Verdict.WRONG, 0),
        "waiting": found.state == Batch.State.PREVIEW,
    }
    return render(request, "outreach/batch.html", context)


@page("campaign.manage", methods=("POST",))
def put_in(request: HouseRequest, campaign_id: UUID, batch_id: UUID) -> HttpResponse:
    """Write the organisations and put them in the campaign. A second press finds them there."""
    campaign = shared.campaign_or_404(request, campaign_id)
    found = _batch(request, batch_id)
    try:
        if found.state == Batch.State.PREVIEW:
            imports.apply(actor=request.user, spec=OrganisationsImport(), batch_id=found.pk)
        added = actions.add_organisations(actor=request.user, campaign_id=campaign.pk, refs=_refs(found))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("outreach:batch", campaign.pk, found.pk)
    messages.success(request, _("Fatto. Organizzazioni messe nella campagna: %(count)s.") % {"count": added})
    return redirect("outreach:campaign", campaign.pk)


def _refs(found: Batch) -> list[UUID]:
    """The organisations behind the rows; a row that repeats an earlier one points at that line."""
    refs = found.rows.exclude(object_ref="").values_list("object_ref", flat=True)
    return [UUID(ref) for ref in refs if not ref.startswith("line:")]
