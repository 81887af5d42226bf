"""The lab of who takes part: one page with problems, ideas and trials, the next meetings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.lab import shape
from jobcaffe.web.lab.forms import ChildrenForm
from jobcaffe.web.leading.shared import BOTH, fill
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.worklife.labs import actions, queries
from jobcaffe.worklife.labs.models import Lab

HOME = "lab:home"


@page("lab.member")
def home(request: HouseRequest) -> HttpResponse:
    """Her lab; who is in none reads what one is, and which ones take new people."""
    labs = list(queries.visible_to(request.user))
    return _room(request, labs[0], labs, first=True) if labs else _others(request)


@page("lab.member")
def room(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """One of her labs."""
    labs = list(queries.visible_to(request.user))
    found = next((one for one in labs if one.pk == lab_id), None)
    if found is None:
        raise Http404
    return _room(request, found, labs)


def _room(request: HouseRequest, lab: Lab, labs: list[Lab], *, first: bool = False) -> HttpResponse:
    user = request.user
    context = {
        "lab": lab,
        "first": first,
        "others": [one for one in labs if one != lab],
        "due": [shape.line(one) for one in queries.due(user) if one.row.lab_id == lab.pk],
        "problems": queries.board(user, lab)[: shape.SHOWN],
        "ideas": [one for one in queries.ideas(user, lab) if not one.tried][: shape.SHOWN],
        "trials": shape.lines(queries.trials(user, lab))[: shape.SHOWN],
        "meetings": [shape.gathering(one) for one in queries.coming(user, lab)[: shape.SHOWN]],
        "places": shape.places(),
    }
    return render(request, "lab/home.html", context)


@page("lab.member")
def others(request: HouseRequest) -> HttpResponse:
    """Labs that take new people."""
    return _others(request)


def _others(request: HouseRequest) -> HttpResponse:
    context = {
        "labs": queries.to_ask(request.user),
        "places": shape.places(),
        "inside": queries.visible_to(request.user).exists(),
    }
    return render(request, "lab/others.html", context)


@page("lab.member", methods=("POST",))
def ask(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """*Chiedi di entrare*. A second press changes nothing."""
    user, ref = request.user, request.user.person_ref
    if ref is None or not any(one.lab.pk == lab_id for one in queries.to_ask(user)):
        raise Http404
    done = _("Fatto. Chi conduce il laboratorio ti risponde presto.")
    return press(
        request,
        lambda: actions.ask(actor=user, lab_id=lab_id, person_ref=ref),
        reverse("lab:others"),
        done,
    )


@page("lab.member", methods=("POST",))
def leave(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """*Esco dal laboratorio*: one press, no reason, at once."""
    if queries.lab_of(request.user, lab_id, "lab.member") is None:
        raise Http404
    done = _("Fatto: non fai più parte del laboratorio. Nessuno ti chiede perché.")
    return press(request, lambda: actions.leave(actor=request.user, lab_id=lab_id), reverse(HOME), done)


# --- children --------------------------------------------------------------------------------------


def _mine(request: HouseRequest, encounter_id: UUID) -> queries.Coming:
    """A meeting of a lab she is in."""
    found = queries.meeting_of(request.user, encounter_id)
    if found is None or queries.lab_of(request.user, found.meeting.lab_id, "lab.member") is None:
        raise Http404
    return found


@page("lab.member", methods=BOTH)
def children(request: HouseRequest, encounter_id: UUID) -> HttpResponse:
    """*Porta i bambini*: first name and year of each."""
    found = _mine(request, encounter_id)
    form = ChildrenForm(
        request.POST if request.method == "POST" else None,
        known=queries.my_children(request.user, found.meeting),
    )
    page_of: dict[str, Any] = {
        "one": shape.gathering(found),
        "free": reverse("lab:free", args=[encounter_id]) if found.mine else "",
        "left": found.left + found.mine,
    }
    return fill(
        request,
        form,
        lambda _data: actions.bring_children(
            actor=request.user, encounter_id=encounter_id, children=form.children()
        ),
        done=_("Fatto. I posti per i bambini sono tuoi."),
        to=reverse("lab:room", args=[found.meeting.lab_id]),
        template="lab/children.html",
        **page_of,
    )


@page("lab.member", methods=("POST",))
def free(request: HouseRequest, encounter_id: UUID) -> HttpResponse:
    """The children do not come. A second press changes nothing."""
    found = _mine(request, encounter_id)
    return press(
        request,
        lambda: actions.free_places(actor=request.user, encounter_id=encounter_id),
        reverse("lab:room", args=[found.meeting.lab_id]),
        _("Fatto. I posti sono di nuovo liberi."),
    )


def back_to(request: HouseRequest, lab: Lab) -> tuple[str, str]:
    """Where one came from: her lab's page, or the one of who leads it."""
    if queries.lab_of(request.user, lab.pk, "lab.member") is not None:
        return reverse("lab:room", args=[lab.pk]), _("Torna al laboratorio")
    return reverse("lab:manage", args=[lab.pk]), _("Torna al laboratorio")


def inside_or_404(request: HouseRequest, lab_id: UUID) -> Lab:
    """A lab whose inside she reads: she is in it or leads it."""
    found = queries.leads_or_in(request.user, lab_id)
    if found is None:
        raise Http404
    return found
