"""A request for a group at the desk, with somebody who needs no telephone: from asking to the pact.

Once she has said yes to a pact, or taken her request back, its page is as if it had never been.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.enums import How, RequestState
from jobcaffe.circles.models import GroupRequest
from jobcaffe.foundation.access import Refused, allows
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.spaces import words
from jobcaffe.web.desk.views.shared import Elsewhere, actor, attempt, paged, press, reached, show, url_of
from jobcaffe.web.groupdesk import shape
from jobcaffe.web.groupdesk.forms import TalkForm
from jobcaffe.web.mygroup import shape as citizen
from jobcaffe.web.mygroup.forms import AskForm, typed
from jobcaffe.web.page import page

HOME = "groupdesk:home"
BOTH = ("GET", "POST")
OPEN_STATES = {state.value for state in RequestState} - {RequestState.CLOSED.value}


@page("circle.desk")
def home(request: HttpRequest) -> HttpResponse:
    """Open requests, what is to be done first; whoever stands on the page is told that she was read."""
    user, state = actor(request), request.GET.get("stato", "")
    state = state if state in OPEN_STATES else ""
    rows = queries.due_first(queries.requests(user))
    page_obj = paged(request, (rows.filter(state=state) if state else rows).values_list("pk", flat=True))
    shown = actions.open_requests(actor=user, only=list(page_obj))
    shown.sort(key=lambda row: row.request.state == RequestState.TALKED)
    context = {
        "table": shape.table(shown, filtered=bool(state)),
        "page_obj": page_obj,
        "links": shape.filters(state),
    }
    return render(request, "groupdesk/home.html", context)


@page("circle.desk")
def paper(request: HttpRequest) -> HttpResponse:
    """The request on paper, to be filled in by hand."""
    context = {"themes": catalogue.words("theme").values(), "days": citizen.slots_by_day()}
    return render(request, "groupdesk/paper.html", context)


# --- asking ---------------------------------------------------------------------------------------


@page("circle.ask", methods=BOTH)
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take her wishes, or change them. The same page whether she is in a group or not."""
    try:
        person = reached(request, person_id)
    except Elsewhere:
        return redirect(f"{reverse('desk:gate', args=[person_id])}?poi={url_of(person_id)}")
    own = _hers(request, person)
    if own is not None and own.state == RequestState.PROPOSED:
        messages.info(request, _("C'è già un gruppo proposto. Rispondete prima a quello."))
        return redirect("groupdesk:request", own.pk)
    if request.method == "POST" and request.POST.get("do") == "look":
        return _ask(request, person, AskForm(initial=typed(request.POST)), own, effect=_effect(request))
    form = AskForm(request.POST or None, initial=_wishes(own))
    if request.method == "POST" and form.is_valid():
        made: list[GroupRequest] = []
        if attempt(form, lambda: made.append(_take(request, person, form))):
            messages.success(request, _("Fatto. La richiesta è scritta."))
            return _after(request, made[0])
    return _ask(request, person, form, own)


def _take(request: HttpRequest, person: Person, form: AskForm) -> GroupRequest:
    return actions.ask(actor=actor(request), person_ref=person.pk, **form.wishes())


def _after(request: HttpRequest, made: GroupRequest) -> HttpResponse:
    """To the request; to the list when a colleague took it, or when it was closed meanwhile."""
    seen = queries.requests(actor(request)).filter(pk=made.pk).exists()
    return redirect("groupdesk:request", made.pk) if seen else redirect(HOME)


def _hers(request: HttpRequest, person: Person) -> GroupRequest | None:
    """Her open request, when it is one of the operator's."""
    rows = queries.requests(actor(request)).filter(GroupRequest.of([person.pk]))
    return next((row.request for row in _told(request, rows.first())), None)


def _told(request: HttpRequest, found: GroupRequest | None) -> list[queries.Asking]:
    return actions.open_requests(actor=actor(request), only=[found.pk]) if found else []


def _wishes(own: GroupRequest | None) -> dict[str, Any]:
    if own is None:
        return {}
    return {"themes": own.themes, "first": own.themes[0], "slots": own.slots, "preferred": own.preferred}


def _ask(
    request: HttpRequest, person: Person, form: AskForm, own: GroupRequest | None, **more: Any
) -> HttpResponse:
    return show(request, person, "groupdesk/ask.html", {"form": form, "own": own, **more})


def _effect(request: HttpRequest) -> dict[str, Any]:
    asked = typed(request.POST)
    return citizen.effect(actor(request), asked["themes"], asked["slots"])


@page("circle.ask", methods=("POST",))
def effect(request: HttpRequest) -> HttpResponse:
    """What the ticks on the page would open, while they are being set."""
    return render(request, "mygroup/_effect.html", {"effect": _effect(request)})


# --- one request ------------------------------------------------------------------------------------


def _found(request: HttpRequest, request_id: UUID) -> queries.Asking:
    """The request, when it is open and the operator's. ``Http404`` when not, whatever the reason."""
    for row in actions.open_requests(actor=actor(request), only=[request_id]):
        return row
    raise Http404


@page("circle.desk")
def detail(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Her wishes, and the one next step."""
    return _page(request, _found(request, request_id))


def _page(request: HttpRequest, row: queries.Asking, form: TalkForm | None = None) -> HttpResponse:
    user, one = actor(request), row.request
    ref = one.person_ref
    follows = people.visible_to(user, "person.read").filter(pk=ref).exists()
    change = reverse("groupdesk:ask", args=[ref]) if follows and allows(user, "circle.ask") else ""
    proposal = citizen.proposal(one)
    context = {
        "one": one,
        "name": row.name,
        "person_url": url_of(ref) if follows else "",
        "chip": shape.chip(one),
        "wishes": shape.wishes(one),
        "change_url": "" if proposal else change,
        "talk": citizen.talk_at(one),
        "form": (form or _talk_form(one, user.pk))
        if one.state in (RequestState.ASKED, RequestState.TALK)
        else None,
        "proposal": proposal,
        "may_sign": user.pk in (one.taken_by_id, one.talk_with_id),
    }
    return render(request, "groupdesk/request.html", context)


def _talk_form(one: GroupRequest, user_pk: UUID) -> TalkForm:
    at = words.local(one.talk_at) if one.talk_at else None
    initial = {"host": one.talk_with_id or user_pk}
    return TalkForm(initial={**initial, "day": at.date(), "hour": at.time()} if at else initial)


@page("circle.desk", methods=("POST",))
def talk(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Book the talk, or move it. What was typed stays when it cannot be."""
    row = _found(request, request_id)
    form = TalkForm(request.POST)
    if form.is_valid() and attempt(form, lambda: _book(request, request_id, form)):
        messages.success(request, _("Fatto. Il colloquio è fissato."))
        return redirect("groupdesk:request", request_id)
    return _page(request, row, form)


def _book(request: HttpRequest, request_id: UUID, form: TalkForm) -> GroupRequest:
    data = form.cleaned_data
    at = words.wall(data["day"], data["hour"])
    return actions.book_talk(actor=actor(request), request_id=request_id, at=at, with_id=UUID(data["host"]))


@page("circle.desk", methods=("POST",))
def held(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The talk took place."""
    done = _("Fatto. Ora la regia può cercare un gruppo.")
    return _press(request, request_id, actions.talk_held, done)


@page("circle.desk", methods=("POST",))
def decline(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """*Non fa per lei*: no reason is asked, and she waits again. Only for the group that stood there."""
    one = _found(request, request_id).request
    if str(one.circle_id) != request.POST.get("circle"):
        return redirect("groupdesk:request", request_id)
    return _press(request, request_id, actions.decline, _("Va bene. Cerchiamo un altro gruppo."))


def _press(request: HttpRequest, request_id: UUID, do: Callable[..., object], done: str) -> HttpResponse:
    _found(request, request_id)
    there = reverse("groupdesk:request", args=[request_id])
    return press(request, lambda: do(actor=actor(request), request_id=request_id), there, done)


@page("circle.desk")
def pact(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The pact of the proposed group on two sheets, with a place to sign and no name on it."""
    row = _found(request, request_id)
    proposal = citizen.proposal(row.request)
    if proposal is None or proposal["pact"] is None:
        raise Http404
    return render(request, "groupdesk/pact.html", {"one": row.request, **proposal})


# --- the end of a request: one answer, whichever way it ended -----------------------------------------


@page("circle.desk", methods=("POST",))
def sign(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """*Ha firmato il patto*, on paper. From then on the request is nobody's."""
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else 0
    return _close(
        request,
        request_id,
        lambda: actions.accept_pact(
            actor=actor(request), request_id=request_id, version=number, how=How.PAPER
        ),
    )


@page("circle.desk", methods=("POST",))
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """She does not want a group any more."""
    return _close(request, request_id, lambda: actions.withdraw(actor=actor(request), request_id=request_id))


def _close(request: HttpRequest, request_id: UUID, do: Callable[[], object]) -> HttpResponse:
    """Close the request. A second press, and a request that is not hers, lead to the list and say nothing."""
    if not queries.requests(actor(request)).filter(pk=request_id).exists():
        return redirect(HOME)
    try:
        do()
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("groupdesk:request", request_id)
    messages.success(request, _("Fatto. La richiesta è chiusa."))
    return redirect(HOME)
