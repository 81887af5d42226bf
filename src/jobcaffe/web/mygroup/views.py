"""Her groups: one page with the next step, the request, one page for each group, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, queries
from jobcaffe.circles.enums import RequestState
from jobcaffe.circles.models import GroupRequest
from jobcaffe.foundation.access import Refused
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.mygroup import shape
from jobcaffe.web.mygroup.forms import AskForm, typed
from jobcaffe.web.page import HouseRequest, page

HOME = "mygroup:home"


@page("circle.member")
def home(request: HouseRequest) -> HttpResponse:
    """Groups in three lines, then the one next step: the proposal, her groups, her request, or asking."""
    own = queries.my_request(request.user)
    context = {
        "sizes": shape.sizes(),
        "groups": [shape.group(mine) for mine in queries.my_groups(request.user)],
        "proposal": shape.proposal(own) if own else None,
        "own": own,
        **(_waiting(request, own) if own else {}),
    }
    return render(request, "mygroup/home.html", context)


def _waiting(request: HouseRequest, own: GroupRequest) -> dict[str, Any]:
    """What stands on the page while a request waits."""
    if own.state == RequestState.PROPOSED:
        return {}
    return {
        "themes": shape.labels("theme", own.themes),
        "slots": shape.labels("slot", own.slots),
        "talk": shape.talk_at(own),
        "talk_with": own.talk_with.name if own.talk_with else "",
        "talked": own.state == RequestState.TALKED,
        "effect": shape.effect(request.user, own.themes, own.slots),
    }


@page("circle.member", methods=("GET", "POST"))
def ask(request: HouseRequest) -> HttpResponse:
    """Ask for a group, or change what was asked; *Guarda che cosa cambia* only looks."""
    own = queries.my_request(request.user)
    if own is not None and own.state == RequestState.PROPOSED:
        messages.info(request, _("C'è già un gruppo per te. Rispondi prima a quello."))
        return redirect(HOME)
    if request.method == "POST" and request.POST.get("do") == "look":
        asked = typed(request.POST)
        effect = shape.effect(request.user, asked["themes"], asked["slots"])
        return _ask(request, AskForm(initial=asked), own, effect=effect)
    form = AskForm(request.POST or None, initial=_asked(own))
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _save(request, form)):
        messages.success(request, _("Fatto. Abbiamo la tua richiesta. Ti chiamiamo noi per parlarne."))
        return redirect(HOME)
    return _ask(request, form, own)


def _asked(own: GroupRequest | None) -> dict[str, Any]:
    if own is None:
        return {}
    return {
        "themes": own.themes,
        "first": next(iter(own.themes), ""),
        "slots": own.slots,
        "preferred": own.preferred,
    }


def _save(request: HouseRequest, form: AskForm) -> GroupRequest:
    ref = request.user.person_ref
    if ref is None:
        raise Http404
    return actions.ask(actor=request.user, person_ref=ref, **form.wishes())


def _ask(request: HouseRequest, form: AskForm, own: GroupRequest | None, **more: Any) -> HttpResponse:
    return render(request, "mygroup/ask.html", {"form": form, "own": own, **more})


def _then(request: HouseRequest, do: Callable[[], object], done: str, to: str = "") -> HttpResponse:
    return press(request, do, to or reverse(HOME), done)


@page("circle.member", methods=("POST",))
def withdraw(request: HouseRequest) -> HttpResponse:
    """Take the request back, with one press. A second one finds nothing to take back."""
    own = queries.my_request(request.user)
    done = _("Fatto. La tua richiesta non c'è più. Puoi chiedere di nuovo quando vuoi.")
    if own is None:
        return _then(request, lambda: None, done)
    return _then(request, lambda: actions.withdraw(actor=request.user, request_id=own.pk), done)


@page("circle.member", methods=("POST",))
def decline(request: HouseRequest) -> HttpResponse:
    """*Non fa per me*, no reason asked. Only for the group that stood on the page."""
    own = queries.my_request(request.user)
    if own is None or str(own.circle_id) != request.POST.get("circle"):
        return redirect(HOME)
    done = _("Va bene. Cerchiamo un altro gruppo per te.")
    return _then(request, lambda: actions.decline(actor=request.user, request_id=own.pk), done)


@page("circle.member", methods=("POST",))
def accept(request: HouseRequest, circle_id: UUID) -> HttpResponse:
    """*Accetto il patto e vengo a provare*. A second press leads to the group."""
    there = reverse("mygroup:group", args=[circle_id])
    own = queries.my_request(request.user)
    if own is None or own.circle_id != circle_id:
        _mine(request, circle_id)
        return redirect(there)
    try:
        actions.accept_pact(actor=request.user, request_id=own.pk, version=_version(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(HOME)
    messages.success(request, _("Fatto. Ti aspettiamo: vieni a provare, poi decidi."))
    return redirect(there)


def _version(request: HouseRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _mine(request: HouseRequest, circle_id: UUID) -> queries.Mine:
    mine = queries.my_group(request.user, circle_id)
    if mine is None:
        raise Http404
    return mine


@page("circle.member")
def group(request: HouseRequest, circle_id: UUID) -> HttpResponse:
    """One group: the next meeting, the pact, the exchange, the questions, the way out."""
    mine = _mine(request, circle_id)
    rounds = queries.waves(request.user, mine.circle).values_list("closed_on", flat=True)
    questions = {"answer": None in rounds, "results": any(rounds)}
    return render(request, "mygroup/group.html", {**shape.group(mine), **questions})


@page("circle.member")
def people(request: HouseRequest, circle_id: UUID) -> HttpResponse:
    """The first names of the others, where the way of leading shows them. Each of them reads that
    the names were looked at.
    """
    mine = _mine(request, circle_id)
    mates = actions.open_roster(actor=request.user, circle_id=circle_id)
    context = {**shape.group(mine), "mates": [mate.name for mate in mates]}
    return render(request, "mygroup/people.html", context)


@page("circle.member")
def pact(request: HouseRequest, circle_id: UUID) -> HttpResponse:
    """The pact on a sheet of paper: of a group of hers, or of the one that is proposed to her."""
    own = queries.my_request(request.user)
    asked = shape.proposal(own) if own and own.circle_id == circle_id else None
    back = reverse(HOME) if asked else reverse("mygroup:group", args=[circle_id])
    context = asked or shape.group(_mine(request, circle_id))
    found = queries.pact_of(context["circle"])
    return render(request, "mygroup/pact.html", {**context, "pact": found, "back": back})


@page("circle.member", methods=("POST",))
def accept_new(request: HouseRequest, circle_id: UUID) -> HttpResponse:
    """Yes to the pact as it is now."""
    _mine(request, circle_id)
    done = _("Fatto. Hai detto sì al patto nuovo.")
    there = reverse("mygroup:group", args=[circle_id])
    return _then(
        request,
        lambda: actions.accept_new_pact(actor=request.user, circle_id=circle_id, version=_version(request)),
        done,
        there,
    )


@page("circle.member", methods=("POST",))
def stay(request: HouseRequest, circle_id: UUID) -> HttpResponse:
    """*Resto*, after the trial meeting."""
    _mine(request, circle_id)
    done, there = _("Bene. Ora il gruppo è anche tuo."), reverse("mygroup:group", args=[circle_id])
    return _then(request, lambda: actions.stay(actor=request.user, circle_id=circle_id), done, there)


@page("circle.member", methods=("POST",))
def leave(request: HouseRequest, circle_id: UUID) -> HttpResponse:
    """*Esco dal gruppo*: one press, no reason, at once. A second press finds her out already."""
    if not queries.was_in(request.user, circle_id):
        raise Http404
    done = _("Fatto: non fai più parte del gruppo. Nessuno ti chiede perché.")
    if queries.my_group(request.user, circle_id) is None:
        return _then(request, lambda: None, done)
    return _then(request, lambda: actions.leave(actor=request.user, circle_id=circle_id), done)
