"""*Registro*: who did what, to whom, when, why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.queries import Filters
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.people import actions as people_actions
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.programme import alerts
from jobcaffe.programme import journal as told
from jobcaffe.web.page import page
from jobcaffe.web.regia.forms import JournalForm

PER_PAGE = 50
MOST_FOUND = 10


def _person(request: HttpRequest, user: User) -> Person | None:
    """The person whose rows are asked for; only one of whom the coordinator may know."""
    text = request.GET.get("persona", "")
    if not text:
        return None
    try:
        found = people.visible_to(user, "person.search").filter(pk=UUID(text)).first()
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min)) if day else None


def _filters(form: JournalForm, person: Person | None) -> Filters:
    """What was chosen; a mistake in one field leaves that field out, and the form says so."""
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    who = chosen.get("chi")
    return Filters(
        subject_ref=person.pk if person else None,
        actor_ref=who.pk if who else None,
        action=chosen.get("che") or "",
        since=_midnight(chosen.get("dal")),
        until=_midnight(chosen.get("al"), 1),
    )


def _row(line: told.Line) -> Row:
    url = reverse("desk:person", args=[line.person]) if line.person else ""
    when = date_format(timezone.localtime(line.at), "d/m/Y H:i")
    return Row([when, Cell(line.who, note=line.role), line.what, Cell(line.subject, url=url), line.reason])


def _table(rows: list[told.Line]) -> Table:
    names = (_("Quando"), _("Chi"), _("Che cosa"), _("Di chi"), _("Perché"))
    return Table(
        _("Registro delle operazioni"),
        [Column(name) for name in names],
        [_row(row) for row in rows],
        empty=_("Qui vedi chi ha fatto che cosa. Con questi filtri non c'è nulla."),
        empty_url=reverse("regia:journal"),
        empty_label=_("Togli i filtri"),
        hide_caption=True,
    )


@page("journal.read")
def journal(request: HttpRequest) -> HttpResponse:
    """The rows, newest first; that they were read is a row too, when there are names on the page."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    person = _person(request, user)
    form = JournalForm(request.GET if request.GET else None)
    found = told.entries(user, _filters(form, person))
    page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = told.lines(user, list(page_obj))
    named = sum(1 for line in lines if line.subject)
    if named:
        told.note_read(actor=user, persons=named)
    kept = {name: request.GET[name] for name in JournalForm.base_fields if request.GET.get(name)}
    context = {
        "form": form,
        "table": _table(lines),
        "page_obj": page_obj,
        "person": person,
        "kept": kept,
        "alerts": alerts.many_records(),
        "most": alerts.MANY_RECORDS,
        "opened": alerts.OPENED,
        **_search(request, user, kept),
    }
    return render(request, "regia/journal.html", context)


def _search(request: HttpRequest, user: User, kept: dict[str, str]) -> dict[str, Any]:
    """The persons whose name begins with what was typed, each with the address of her rows."""
    text = request.GET.get("q", "").strip()[:80]
    if not text:
        return {"q": "", "found": None}
    rows = people.search(user, text)[:MOST_FOUND]
    if people.searchable(text):
        people_actions.note_search(actor=user)
    body = [
        Row([Cell(one.name, url="?" + urlencode({**kept, "persona": str(one.ref)})), one.team])
        for one in rows
    ]
    empty = _("Qui vedi chi corrisponde alle lettere che hai scritto. Nessuno: controlla e riprova.")
    columns = [Column(_("Nome")), Column(_("Squadra"))]
    return {"q": text, "found": Table(_("Di chi vuoi vedere le righe?"), columns, body, empty=empty)}
