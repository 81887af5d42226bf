"""The sheet of an evening to print, and its photograph."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.models import Meeting
from jobcaffe.encounters.messages import where_words
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files.serve import as_attachment
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.spaces.words import when_words
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.evenings.forms import PhotoForm
from jobcaffe.web.evenings.views import reached
from jobcaffe.web.page import page, user_of

BLANK_LINES = 4


@page("circle.lead")
def sheet(request: HttpRequest, encounter_id: UUID) -> HttpResponse:
    """Numbers to fill in by hand; names and signatures only while the group has a purpose for them."""
    meeting = reached(request, encounter_id)
    held, purpose = meeting.encounter, queries.purpose_now(meeting.circle)
    rows = [
        {"label": _("Giorno e ora"), "value": capfirst(when_words(held.starts_at, held.ends_at))},
        {"label": _("Luogo"), "value": where_words(held)},
    ]
    if purpose is not None:
        until = date_format(purpose.until, "j F Y")
        rows.append({"label": _("Perché ci sono i nomi"), "value": purpose.get_purpose_display()})
        rows.append({"label": _("Si conserva fino al"), "value": until})
    context = {
        "meeting": meeting,
        "code": actions.sheet_code(meeting),
        "rows": [row for row in rows if row["value"]],
        "purpose": purpose,
        "names": _names(request, meeting) if purpose else None,
        "numbers": _numbers(),
        "moods": _moods(),
        "themes": _lines(_("Temi della serata, senza nomi"), _("Tema")),
    }
    return render(request, "evenings/sheet.html", context)


def _names(request: HttpRequest, meeting: Meeting) -> Table:
    """Who is expected, as the way of leading allows, and blank lines; a place for the signature."""
    mates = []
    if catalogue.modes()[meeting.circle.mode].facilitator_roster:
        mates = actions.open_roster(actor=user_of(request), circle_id=meeting.circle_id)
    names = [*(mate.name for mate in mates), *[""] * BLANK_LINES]
    columns = [Column(_("N.")), Column(_("Nome o soprannome")), Column(_("Firma"))]
    rows = [Row([number, name, ""]) for number, name in enumerate(names, 1)]
    return Table(_("Chi c'era"), columns, rows)


def _numbers() -> Table:
    asked = (_("Presenti"), _("Di cui nuovi"), _("Usciti dal gruppo"))
    return Table(
        _("I tre numeri"),
        [Column(_("Quante persone")), Column(_("Numero"))],
        [Row([one, ""]) for one in asked],
    )


def _moods() -> Table:
    columns = [Column(_("Giro dell'umore")), *(Column(text) for text in catalogue.words("mood").values())]
    blanks = [""] * len(catalogue.words("mood"))
    return Table(
        _("Come stiamo, senza nomi"),
        columns,
        [Row([_("All'inizio"), *blanks]), Row([_("Alla fine"), *blanks])],
    )


def _lines(caption: str, label: str) -> Table:
    columns = [Column(_("N.")), Column(label)]
    return Table(caption, columns, [Row([number, ""]) for number in range(1, BLANK_LINES + 1)])


@page("circle.lead", methods=("GET", "POST"))
def photo(request: HttpRequest, encounter_id: UUID) -> HttpResponse:
    """Photograph the sheet: with signatures only under a purpose, with whose end it goes."""
    meeting = reached(request, encounter_id)
    purpose = queries.purpose_now(meeting.circle)
    form = PhotoForm(request.POST or None, request.FILES or None, signed=purpose is not None)
    if request.method == "POST" and form.is_valid():
        said, user = form.cleaned_data, user_of(request)
        if attempt(
            form,
            lambda: actions.attach_photo(
                actor=user,
                encounter_id=encounter_id,
                data=said["file"].read(),
                signed=purpose is not None,
                request_key=said["request_key"],
            ),
        ):
            messages.success(request, _("Fatto. La foto è salvata, cifrata."))
            return redirect("evenings:evening", encounter_id=encounter_id)
    context = {"form": form, "meeting": meeting, "code": actions.sheet_code(meeting), "purpose": purpose}
    return render(request, "evenings/photo.html", context)


@page("circle.lead")
def photo_file(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """A stored photograph, as a download; that it was opened is written down."""
    try:
        return as_attachment(actions.open_photo(actor=user_of(request), photo_id=photo_id))
    except Refused as refusal:
        raise Http404 from refusal
