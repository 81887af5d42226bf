"""For who leads labs, and for who runs the programme: what to do, people, meetings, sheets of paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.foundation.access import Reach, allows, reach
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.lab import shape
from jobcaffe.web.lab.forms import LabForm, MeetingForm, PlacesForm
from jobcaffe.web.leading.shared import BOTH, fill
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.worklife.labs import actions, queries
from jobcaffe.worklife.labs.enums import Choice, Field, Worked
from jobcaffe.worklife.labs.models import Lab

CAPABILITY = "lab.lead"


def _runs_all(request: HouseRequest) -> bool:
    return reach(request.user, CAPABILITY) is Reach.ALL


def own_or_404(request: HouseRequest, lab_id: UUID) -> Lab:
    """A lab that she leads herself."""
    found = queries.led_lab(request.user, lab_id)
    if found is None:
        raise Http404
    return found


@page(CAPABILITY)
def lead(request: HouseRequest) -> HttpResponse:
    """What waits, the labs she leads; for who runs the programme the tables without anybody in them."""
    user = request.user
    context: dict[str, Any] = {
        "tasks": _tasks(request),
        "labs": [(lab, reverse("lab:manage", args=[lab.pk])) for lab in queries.led_labs(user)],
        "runs_all": _runs_all(request),
        "places": _places(request),
    }
    if context["runs_all"]:
        context |= {"programme": shape.programme_table(user), "trials": shape.trials_table(user)}
    return render(request, "lab/lead.html", context)


def _places(request: HouseRequest) -> list[dict[str, str]]:
    """Where the rest of the work of who leads is; turns only for who keeps them."""
    turns = {"url": reverse("care:pool"), "label": _("Turni di cura"), "icon": "people"}
    return [
        *([turns] if allows(request.user, "care.manage") else []),
        {"url": reverse("timebank:lead"), "label": _("Banca del tempo"), "icon": "clock"},
        {"url": reverse("lab:learned"), "label": _("Che cosa abbiamo imparato"), "icon": "star"},
    ]


def _tasks(request: HouseRequest) -> list[dict[str, Any]]:
    user = request.user
    names = {lab.pk: lab.name for lab in queries.led_labs(user)}
    found = [
        _task(
            ngettext("%(n)s persona chiede di entrare", "%(n)s persone chiedono di entrare", n) % {"n": n},
            reverse("lab:people", args=[pk]),
            names[pk],
        )
        for pk, n in queries.waiting(user).items()
    ]
    found += [
        _task(
            _("Com'è andata la prova %(code)s?") % {"code": one.row.code}, shape.line(one).url, one.row.what
        )
        for one in queries.due(user)
    ]
    found += [
        _task(_("Segna chi c'era"), reverse("agenda:presences", args=[row.pk]), row.lab.name)
        for row in queries.to_close(user)
    ]
    return found


def _task(label: str, url: str, hint: str) -> dict[str, Any]:
    return {"label": label, "url": url, "status": "todo", "hint": hint}


@page(CAPABILITY)
def manage(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """One lab, for who leads it herself."""
    lab = own_or_404(request, lab_id)
    user = request.user
    context = {
        "lab": lab,
        "due": [shape.line(one) for one in queries.due(user) if one.row.lab_id == lab.pk],
        "trials": shape.lines(queries.trials(user, lab))[: shape.SHOWN],
        "meetings": [(shape.gathering(one), one) for one in queries.coming(user, lab)],
        "tiles": _tiles(lab, queries.waiting(user).get(lab.pk, 0)),
    }
    return render(request, "lab/manage.html", context)


def _tiles(lab: Lab, waiting: int) -> list[dict[str, str]]:
    asks = ngettext("%(n)s chiede di entrare", "%(n)s chiedono di entrare", waiting) % {"n": waiting}
    return [
        {"url": reverse("lab:problems", args=[lab.pk]), "label": _("Problemi"), "icon": "chat"},
        {"url": reverse("lab:ideas", args=[lab.pk]), "label": _("Idee e prove"), "icon": "star"},
        {
            "url": reverse("lab:people", args=[lab.pk]),
            "label": _("Chi partecipa"),
            "icon": "people",
            "text": asks if waiting else "",
        },
        {"url": reverse("lab:mean", args=[lab.pk]), "label": _("La media delle settimane"), "icon": "chart"},
        {"url": reverse("lab:papers", args=[lab.pk]), "label": _("Fogli da stampare"), "icon": "print"},
        {"url": reverse("lab:edit", args=[lab.pk]), "label": _("Cambia il laboratorio"), "icon": "pencil"},
    ]


# --- the lab itself --------------------------------------------------------------------------------


@page(CAPABILITY, methods=BOTH)
def new(request: HouseRequest) -> HttpResponse:
    """Open a lab."""
    form = LabForm(request.POST if request.method == "POST" else None, chooses=_runs_all(request), new=True)
    return fill(
        request,
        form,
        lambda _data: actions.create_lab(actor=request.user, **form.told()),
        done=_("Fatto. Il laboratorio è aperto."),
        to=reverse("lab:lead"),
        template="lab/form.html",
        title=_("Apri un laboratorio"),
        sub=_("Chi vuole partecipare lo trova nelle sue pagine."),
        back=_("Torna ai laboratori"),
        button=_("Apri il laboratorio"),
    )


@page(CAPABILITY, methods=BOTH)
def edit(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """What is told of a lab, and who leads it."""
    lab = queries.lab_of(request.user, lab_id, CAPABILITY)
    if lab is None:
        raise Http404
    initial = {
        "name": lab.name,
        "about": lab.about,
        "confidential": lab.confidential,
        "open_to_new": lab.open_to_new,
        "room": lab.room_id or "",
        "leaders": [str(one.pk) for one in lab.leaders.all()],
    }
    form = LabForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        chooses=_runs_all(request),
        new=False,
    )
    return fill(
        request,
        form,
        lambda _data: actions.update_lab(actor=request.user, lab_id=lab_id, **form.told()),
        done=_("Salvato."),
        to=reverse("lab:lead"),
        template="lab/form.html",
        title=_("Cambia il laboratorio"),
        sub=lab.code,
        back=_("Torna ai laboratori"),
        button=_("Salva"),
        close=reverse("lab:close", args=[lab_id]) if lab.closed_on is None else "",
    )


@page(CAPABILITY, methods=("POST",))
def close(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """The lab ends today. A second press changes nothing."""
    if queries.lab_of(request.user, lab_id, CAPABILITY) is None:
        raise Http404
    done = _("Fatto. Il laboratorio è chiuso.")
    return press(
        request, lambda: actions.close_lab(actor=request.user, lab_id=lab_id), reverse("lab:lead"), done
    )


# --- people ----------------------------------------------------------------------------------------


@page(CAPABILITY)
def people(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """Who asks and who takes part; each of them reads that her name was seen."""
    lab = own_or_404(request, lab_id)
    asking, inside = actions.open_roster(actor=request.user, lab_id=lab_id)
    return render(request, "lab/people.html", {"lab": lab, "asking": asking, "inside": inside})


def _row(request: HouseRequest, membership_id: UUID) -> str:
    """Where one goes on after a press about somebody; ``Http404`` for who does not lead the lab."""
    lab_id = queries.lab_of_membership(request.user, membership_id)
    if lab_id is None:
        raise Http404
    return reverse("lab:people", args=[lab_id])


@page(CAPABILITY, methods=("POST",))
def answer(request: HouseRequest, membership_id: UUID) -> HttpResponse:
    """Yes to a request, or take it away."""
    there, welcome = _row(request, membership_id), request.POST.get("do") == "yes"
    done = _("Fatto. Ora è nel laboratorio.") if welcome else _("Fatto. La richiesta non c'è più.")
    return press(
        request,
        lambda: actions.answer(actor=request.user, membership_id=membership_id, welcome=welcome),
        there,
        done,
    )


@page(CAPABILITY, methods=("POST",))
def left(request: HouseRequest, membership_id: UUID) -> HttpResponse:
    """She said that she does not come any more."""
    there = _row(request, membership_id)
    return press(
        request,
        lambda: actions.mark_left(actor=request.user, membership_id=membership_id),
        there,
        _("Fatto. Non è più nel laboratorio."),
    )


# --- meetings and children ---------------------------------------------------------------------------


@page(CAPABILITY, methods=BOTH)
def new_meeting(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """A meeting with its room and places for children."""
    lab = own_or_404(request, lab_id)
    form = MeetingForm(
        request.POST if request.method == "POST" else None, initial={"room": lab.room_id or ""}
    )
    return fill(
        request,
        form,
        lambda data: actions.plan_meeting(
            actor=request.user,
            lab_id=lab_id,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            room_id=data["room"] or None,
            child_places=data["child_places"],
            request_key=data["request_key"],
        ),
        done=_("Fatto. L'incontro è in agenda."),
        to=reverse("lab:manage", args=[lab_id]),
        template="lab/form.html",
        title=_("Un nuovo incontro"),
        sub=_("Riservato: lo vede solo chi partecipa.")
        if lab.confidential
        else _("È sul sito: chiunque può venire."),
        back=_("Torna al laboratorio"),
        button=_("Metti in agenda"),
    )


def _meeting(request: HouseRequest, encounter_id: UUID) -> queries.Coming:
    found = queries.meeting_of(request.user, encounter_id)
    if found is None:
        raise Http404
    own_or_404(request, found.meeting.lab_id)
    return found


@page(CAPABILITY, methods=BOTH)
def child_places(request: HouseRequest, encounter_id: UUID) -> HttpResponse:
    """How many children can be looked after."""
    found = _meeting(request, encounter_id)
    form = PlacesForm(
        request.POST if request.method == "POST" else None, initial={"places": found.meeting.child_places}
    )
    return fill(
        request,
        form,
        lambda data: actions.set_child_places(
            actor=request.user, encounter_id=encounter_id, places=data["places"]
        ),
        done=_("Salvato."),
        to=reverse("lab:manage", args=[found.meeting.lab_id]),
        template="lab/form.html",
        title=_("Posti per i bambini"),
        sub=shape.gathering(found).at.when,
        back=_("Torna al laboratorio"),
        button=_("Salva"),
    )


@page(CAPABILITY)
def child_sheet(request: HouseRequest, encounter_id: UUID) -> HttpResponse:
    """The sheet for who looks after the children: first name and year. Gone the day after."""
    found = _meeting(request, encounter_id)
    context = {
        "lab": found.meeting.lab,
        "when": shape.gathering(found).at.when,
        "children": [f"{name}, {year}" for name, year in queries.children_of(request.user, found.meeting)],
        "places": found.meeting.child_places,
        "back": reverse("lab:manage", args=[found.meeting.lab_id]),
    }
    return render(request, "lab/child_sheet.html", context)


@page(CAPABILITY)
def papers(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """Blank sheets: a problem, an idea, a trial, its result, places for children."""
    lab = own_or_404(request, lab_id)
    context = {
        "lab": lab,
        "back": reverse("lab:manage", args=[lab_id]),
        "fields": [capfirst(str(label)) for label in Field.labels],
        "worked": [capfirst(str(label)) for label in Worked.labels],
        "choices": [capfirst(str(label)) for label in Choice.labels],
    }
    return render(request, "lab/papers.html", context)
