"""*Presenze*, the sheet and its scan."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.circles import queries as circles
from jobcaffe.encounters import actions, queries
from jobcaffe.encounters.enums import Presence, State
from jobcaffe.encounters.messages import where_words
from jobcaffe.encounters.models import Encounter, Register
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files.serve import as_attachment
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.organisations.models import Organisation
from jobcaffe.people import actions as people_actions
from jobcaffe.people import queries as people
from jobcaffe.plan import queries as plan
from jobcaffe.web.agenda.common import encounter_or_404, encounter_url, tell, user_of, when
from jobcaffe.web.agenda.forms import AttendanceForm, CountForm, ScanForm, WalkInForm
from jobcaffe.web.page import page

BLANK_LINES = 4
LINES_WITHOUT_NAMES = 12
FOUND_MOST = 10


@page("attendance.write", methods=("GET", "POST"))
def presences(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody is present; tap who is missing; save. Works without JavaScript."""
    encounter = encounter_or_404(request, pk, "attendance.write")
    if circles.evening(request.user, pk) is not None:
        return redirect("evenings:evening", encounter_id=pk)
    if encounter.confidential:
        return _count(request, encounter)
    encounter, roster = actions.open_roster(actor=user_of(request), encounter_id=pk)
    form = AttendanceForm(roster, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_attendance(
                actor=user_of(request),
                encounter_id=pk,
                absent=form.keys(Presence.ABSENT),
                excused=form.keys(Presence.EXCUSED),
            )
            return _saved(request, encounter)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "agenda/presences.html", _presences_context(request, encounter, form))


def _presences_context(request: HttpRequest, encounter: Encounter, form: AttendanceForm) -> dict[str, object]:
    people_lines = [line for line in form.roster if not line.is_organisation]
    here = [line for line in people_lines if line.presence in queries.TAKES_A_SEAT]
    text = request.GET.get("cerca", "")
    return {
        "encounter": encounter,
        "when": when(encounter),
        "form": form,
        "here": len(here),
        "save": _save_words(len(here)),
        "closed": encounter.state == State.HELD,
        "cerca": text,
        "asked": bool(text),
        "found": _found(request, encounter, text) if text else [],
        "walk_in": WalkInForm(initial={"name": text}),
        "may_search": access.allows(request.user, "person.search"),
    }


def _save_words(here: int) -> str:
    return ngettext("Salva l'incontro: %(n)s presente", "Salva l'incontro: %(n)s presenti", here) % {
        "n": here
    }


def _found(request: HttpRequest, encounter: Encounter, text: str) -> list[dict[str, object]]:
    """Persons and organisations that could be added."""
    found: list[dict[str, object]] = []
    user = user_of(request)
    if access.allows(user, "person.search"):
        if people.searchable(text):
            people_actions.note_search(actor=user)
        for row in people.search(user, text)[:FOUND_MOST]:
            year = f" ({row.birth_year})" if row.birth_year else ""
            found.append(
                {"name": "person", "value": row.ref, "label": f"{row.name}{year} {row.phone}".strip()}
            )
    if access.allows(user, "organisation.read"):
        rows = Organisation.objects.filter(name__icontains=text)[:FOUND_MOST]
        found += [{"name": "organisation", "value": row.pk, "label": row.name} for row in rows]
    return found


def _count(request: HttpRequest, encounter: Encounter) -> HttpResponse:
    """A confidential encounter: a number, no names."""
    form = CountForm(request.POST or None, initial={"present": encounter.present_count})
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_attendance(
                actor=user_of(request),
                encounter_id=encounter.pk,
                present_count=form.cleaned_data["present"],
            )
            return _saved(request, encounter)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "agenda/count.html", {"encounter": encounter, "when": when(encounter), "form": form}
    )


def _saved(request: HttpRequest, encounter: Encounter) -> HttpResponse:
    encounter.refresh_from_db()
    present = queries.presences(encounter)
    told = ngettext(
        "Fatto. L'incontro è salvato: %(n)s presente.",
        "Fatto. L'incontro è salvato: %(n)s presenti.",
        present,
    )
    messages.success(request, told % {"n": present})
    return redirect(encounter_url(encounter))


@page("attendance.write", methods=("POST",))
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person or an organisation found by search, or just a name."""
    encounter_or_404(request, pk, "attendance.write")
    try:
        _add(request, pk)
    except Refused as refusal:
        tell(request, refusal)
    return redirect("agenda:presences", pk=pk)


def _add(request: HttpRequest, pk: UUID) -> None:
    user = user_of(request)
    if person := _uuid(request.POST.get("person", "")):
        actions.add_person(actor=user, encounter_id=pk, person_id=person)
    elif organisation := _uuid(request.POST.get("organisation", "")):
        actions.add_organisation(actor=user, encounter_id=pk, organisation_id=organisation)
    else:
        form = WalkInForm(request.POST)
        if not form.is_valid():
            raise Refused(_("Scrivi il nome di chi è arrivato."))
        actions.add_walk_in(actor=user, encounter_id=pk, **form.cleaned_data)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# --- sheets -----------------------------------------------------------------------------------


@page("attendance.write", methods=("POST",))
def print_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the sheet its number, once, and open it."""
    encounter = encounter_or_404(request, pk, "attendance.write")
    # A group has a sheet of its own: signatures there need a purpose and an end.
    if circles.evening(request.user, pk) is not None:
        return redirect("evenings:sheet", encounter_id=pk)
    try:
        register = actions.print_register(actor=user_of(request), encounter_id=pk)
    except Refused as refusal:
        tell(request, refusal)
        return redirect(encounter_url(encounter))
    return redirect("agenda:sheet", pk=register.pk)


def _register_or_404(request: HttpRequest, pk: UUID) -> Register:
    found = queries.register_of(request.user, pk)
    if found is None:
        raise Http404
    return found


@page("attendance.write")
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet on paper: who, where, when, numbered lines, room for signatures."""
    register = _register_or_404(request, pk)
    encounter = register.encounter
    programme = plan.current_programme()
    lines = [] if encounter.confidential else _names(request, encounter)
    rows = [
        {"label": _("Programma"), "value": programme.name if programme else ""},
        {"label": _("Azione"), "value": f"{encounter.action} {encounter.get_action_display()}"},
        {"label": _("Incontro"), "value": _("riservato") if encounter.confidential else encounter.title},
        {"label": _("Luogo"), "value": where_words(encounter)},
        {"label": _("Giorno e ora"), "value": when(encounter)},
        {"label": _("Conduce"), "value": ", ".join(row.name for row in encounter.leaders.all())},
    ]
    context = {
        "register": register,
        "title": _("Foglio firme"),
        "rows": [row for row in rows if row["value"]],
        "table": _signatures(lines, initials=encounter.confidential),
        "back": encounter_url(encounter),
    }
    return render(request, "agenda/sheet.html", context)


def _names(request: HttpRequest, encounter: Encounter) -> list[str]:
    """Names on paper: how she wants to be called comes before the register's name."""
    _encounter, roster = actions.open_roster(actor=user_of(request), encounter_id=encounter.pk)
    shown = (line for line in roster if line.presence not in {Presence.EXCUSED, Presence.ABSENT})
    return [(line.person.alias or line.name) if line.person else line.name for line in shown]


def _signatures(names: list[str], *, initials: bool) -> Table:
    lines = [""] * LINES_WITHOUT_NAMES if initials else [*names, *[""] * BLANK_LINES]
    who = _("Iniziali") if initials else _("Nome e cognome")
    columns = [
        Column(_("N."), numeric=True),
        Column(who),
        Column(_("Entra")),
        Column(_("Esce")),
        Column(_("Firma")),
    ]
    rows = [Row([number, name, "", "", ""]) for number, name in enumerate(lines, 1)]
    return Table(_("Chi c'era"), columns, rows, hide_caption=True)


@page("attendance.write", methods=("GET", "POST"))
def scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Photograph the signed sheet and count the signatures."""
    register = _register_or_404(request, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.attach_scan(
                actor=user_of(request),
                register_id=pk,
                name=file.name,
                data=file.read(),
                signatures=form.cleaned_data["signatures"],
            )
            messages.success(request, _("Fatto. Il foglio è salvato."))
            return redirect(encounter_url(register.encounter))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context = {"form": form, "register": register, "back": encounter_url(register.encounter)}
    return render(request, "agenda/scan.html", context)


@page("attendance.write")
def scan_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The stored scan, as a download."""
    register = _register_or_404(request, pk)
    if register.scan is None:
        raise Http404
    actions.note_scan_read(actor=user_of(request), register=register)
    return as_attachment(register.scan)
