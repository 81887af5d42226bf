"""The desk's first page: who waits, search, what is to be done; and the hand-over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.circles.queries import to_do as groups_to_do
from jobcaffe.encounters import queries as encounters
from jobcaffe.foundation.access import Refused, allows
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.paths import queries as paths
from jobcaffe.people import actions, queries
from jobcaffe.people.instruments import instrument
from jobcaffe.web.desk.forms.person import ArrivalForm, WordsForm
from jobcaffe.web.desk.views.shared import actor, attempt, day, press, url_of
from jobcaffe.web.nav import address
from jobcaffe.web.page import page

HOME = "desk:home"


@page("queue.manage")
def home(request: HttpRequest) -> HttpResponse:
    """In attesa, cerca, da fare."""
    user = actor(request)
    line = queries.queue(user)
    context = {
        "called": [{"line": one, "url": _next_url(one)} for one in line.called],
        "queue": line,
        "waiting": waiting_words(line),
        "arrival_form": ArrivalForm(),
        "tasks": _tasks(request),
        "notes": queries.shift_notes(user)[:5],
        **_found(request),
    }
    return render(request, "desk/home.html", context)


def _next_url(line: queries.InLine) -> str:
    """Her record when she is known, else a new intake with her name."""
    return url_of(line.person) if line.person else f"{reverse('desk:new')}?attesa={line.ref}"


def waiting_words(line: queries.Queue) -> str:
    """``In attesa: 4 · il primo da 12 minuti``."""
    if not line.waiting:
        return _("In attesa: nessuno")
    minutes = line.first_minutes
    since = ngettext("il primo da un minuto", "il primo da %(n)s minuti", minutes) % {"n": minutes}
    return _("In attesa: %(n)s · %(since)s") % {"n": len(line.waiting), "since": since}


def _tasks(request: HttpRequest) -> list[dict[str, Any]]:
    """What is to be done, with its number; places that do not exist here are left out."""
    user = actor(request)
    counts = paths.counters(user)
    rows = [
        (address("agenda:agenda"), _("Incontri di oggi"), None, ""),
        (address("agenda:sign_ups"), _("Iscrizioni dal sito"), encounters.sign_ups(user).count(), "todo"),
        (reverse("desk:follow_ups"), _("Esiti da verificare"), counts.follow_ups, "todo"),
        (reverse("desk:stalled"), _("Ferme da 30 giorni"), counts.stalled, "attention"),
        (reverse("groupdesk:home"), _("Richieste di un gruppo"), groups_to_do(user).count(), "todo"),
        (reverse("desk:drafts"), _("Bozze"), queries.drafts_of(user).count(), "todo"),
        (reverse("desk:questions_due"), _("Domande da fare"), _questions(user), "later"),
        (reverse("desk:paper"), _("Schede di carta"), None, ""),
        (address("timebank:desk"), _("Banca del tempo"), None, ""),
        (reverse("desk:persons"), _("Le mie persone"), None, ""),
    ]
    return [_task(*row) for row in rows if row[0]]


def _questions(user: Any) -> int:
    return queries.waves_due(user, instrument().code).count()


def _task(url: str, label: str, count: int | None, status: str) -> dict[str, Any]:
    if count is None:
        return {"url": url, "label": label}
    return {
        "url": url,
        "label": label,
        "status": status if count else "done",
        "status_text": str(count) if count else _("Niente"),
    }


def _found(request: HttpRequest) -> dict[str, Any]:
    """What was searched and what was found. A search is one row of the journal."""
    text = request.GET.get("q", "").strip()[:80]
    if not text:
        return {"q": "", "found": None}
    user = actor(request)
    rows = queries.search(user, text)
    if queries.searchable(text):
        actions.note_search(actor=user)
    return {"q": text, "found": found_table(rows), "too_short": not queries.searchable(text)}


def found_table(rows: list[queries.Found], *, hide_caption: bool = False) -> Table:
    """Persons found: enough to recognise them."""
    return Table(
        caption=_("È già qui?"),
        columns=[
            Column(_("Nome")),
            Column(_("Anno")),
            Column(_("Telefono")),
            Column(_("Ultimo contatto")),
            Column(_("Squadra")),
        ],
        rows=[
            Row(
                [
                    Cell(row.name, url=url_of(row.ref)),
                    str(row.birth_year or ""),
                    row.phone,
                    day(row.last_contact_on),
                    row.team,
                ]
            )
            for row in rows
        ],
        empty=_("Qui vedi chi è già passato. Nessuno corrisponde: prova il telefono, o accoglila adesso."),
        empty_url=reverse("desk:new"),
        empty_label=_("Nuova accoglienza"),
        hide_caption=hide_caption,
    )


@page("person.search")
def search(request: HttpRequest) -> HttpResponse:
    """The results alone for a live search; a page of their own without JavaScript."""
    context = _found(request)
    if not allows(request.user, "person.create") and context.get("found"):
        context["found"] = _without_new(context["found"])
    live = getattr(request, "htmx", False)
    return render(request, "desk/_found.html" if live else "desk/search.html", context)


def _without_new(table: Table) -> Table:
    return Table(table.caption, table.columns, table.rows, empty=_("Nessuno corrisponde."))


@page("queue.manage", methods=("POST",))
def arrive(request: HttpRequest) -> HttpResponse:
    """Put somebody in the queue."""
    key = _uuid(request.POST.get("request_key", ""))
    name = request.POST.get("name", "")[:80]
    ref = _uuid(request.POST.get("person", ""))
    done = _("Fatto. È in attesa.")
    return press(
        request,
        lambda: actions.arrive(actor=actor(request), name=name, person_ref=ref, request_key=key),
        HOME,
        done,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@page("queue.manage", methods=("POST",))
def call(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Call somebody: straight to her record when it is known, else to a new intake with her name."""
    user = actor(request)
    try:
        row = actions.call_next(actor=user, waiting_ref=ref)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(HOME)
    if row.person_id and queries.visible_to(user).filter(pk=row.person_id).exists():
        return redirect(url_of(row.person_id))
    name = queries.called_name(row, set())
    messages.success(request, _("Hai chiamato %(name)s.") % {"name": name})
    return redirect(HOME)


@page("queue.manage", methods=("POST",))
def finish(request: HttpRequest, ref: UUID) -> HttpResponse:
    """She was served, or went away."""
    return press(request, lambda: actions.finish(actor=actor(request), waiting_ref=ref), HOME)


def note_form(data: Any = None) -> WordsForm:
    """A note for who comes next."""
    return WordsForm(data, label=_("Che cosa deve sapere chi viene dopo?"))


@page("shift.handover", methods=("GET", "POST"))
def notes(request: HttpRequest) -> HttpResponse:
    """The notes of the team: those open, the last ones dealt with, and a new one."""
    user = actor(request)
    form = note_form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            form,
            lambda: actions.add_shift_note(actor=user, text=data["text"], request_key=data["request_key"]),
        ):
            messages.success(request, _("Fatto. Chi viene dopo lo legge qui."))
            return redirect("desk:notes")
    context = {
        "form": form,
        "notes": queries.shift_notes(user),
        "done": queries.shift_notes(user, done=True)[:20],
    }
    return render(request, "desk/notes.html", context)


@page("shift.handover", methods=("POST",))
def note_done(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A note was dealt with."""
    return press(request, lambda: actions.close_shift_note(actor=actor(request), note_ref=ref), "desk:notes")
