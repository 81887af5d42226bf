"""From the model to the board: kind, three short steps, preview."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import actions, catalogue, occupations, queries, rules, words
from jobcaffe.exchange.posts.actions.writing import Chosen, findings
from jobcaffe.exchange.posts.catalogue import Kind
from jobcaffe.exchange.posts.enums import Direction, State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.access import Refused
from jobcaffe.organisations import queries as organisations
from jobcaffe.web.board import facts
from jobcaffe.web.board.forms import PublishForm, Step, step_form
from jobcaffe.web.page import HouseRequest, page

STEPS = ("board:what", "board:when", "board:needed")
LATER = "later"


def own_post(request: HouseRequest, post_id: UUID) -> Post:
    """A post that the user may write; what is not hers is not there."""
    post = queries.writable(request.user, post_id)
    if post is None:
        raise Http404
    return post


@page("exchange.write")
def new(request: HouseRequest) -> HttpResponse:
    """Which model to start from; or a copy of the last one."""
    house = rules.may_manage(request.user)
    of = _key(request.GET.get("per", "")) if house else None
    suffix = f"?per={of}" if of else ""
    known = [one for one in catalogue.kinds().values() if house or not one.house_only]
    context = {
        "offers": [_tile(one, suffix) for one in known if one.direction == Direction.OFFER],
        "needs": [_tile(one, suffix) for one in known if one.direction == Direction.NEED],
        "last": queries.last_written(request.user),
        "key": uuid4(),
        "staff": house,
    }
    return render(request, "board/new.html", context)


def _tile(kind: Kind, suffix: str) -> dict[str, str]:
    url = reverse("board:begin", args=[kind.code]) + suffix
    return {"url": url, "label": _(kind.tile), "icon": kind.icon}


def _key(text: str) -> UUID | None:
    """An identifier that came with the request; ``None`` for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _owners(request: HouseRequest) -> list[tuple[str, str]]:
    """For whom the house may write: itself, or any organisation. Empty for a delegate."""
    if not rules.may_manage(request.user):
        return []
    rows = organisations.visible_to(request.user).values_list("pk", "name")
    return [("", _("Il Job Caffè")), *((str(pk), name) for pk, name in rows)]


@page("exchange.write", methods=("GET", "POST"))
def begin(request: HouseRequest, kind: str) -> HttpResponse:
    """The first step of a new draft; nothing is kept before the first press."""
    model = catalogue.kinds().get(kind)
    if model is None or (model.house_only and not rules.may_manage(request.user)):
        raise Http404
    form = step_form(
        model,
        0,
        request.POST if request.method == "POST" else None,
        initial={"organisation": request.GET.get("per", "")},
        owners=_owners(request),
    )
    if request.method == "POST" and (form.is_valid() or _leaves(request, form)):
        try:
            post = actions.begin(
                actor=request.user,
                kind=kind,
                values=form.values(),
                organisation_id=_key(form.cleaned_data.get("organisation", "")),
                request_key=form.cleaned_data.get("request_key"),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _after(request, post, 0)
    return _step_page(request, model, 0, form, None)


def _leaves(request: HouseRequest, form: Step) -> bool:
    """Whether she stops here for now: what is well written is kept, the rest can wait."""
    return LATER in request.POST and "request_key" not in form.errors


def _after(request: HouseRequest, post: Post, number: int) -> HttpResponse:
    if LATER in request.POST:
        messages.success(request, _("Fatto. La bozza ti aspetta qui."))
        return redirect("board:staff" if rules.may_manage(request.user) else "board:mine")
    if "back" in request.GET or number + 1 == len(STEPS):
        return redirect("board:preview", post_id=post.pk)
    return redirect(STEPS[number + 1], post_id=post.pk)


@page("exchange.write", methods=("GET", "POST"))
def step(request: HouseRequest, post_id: UUID, number: int) -> HttpResponse:
    """One of the three steps of a draft, or of what is on the board already."""
    post = own_post(request, post_id)
    if post.state == State.CLOSED:
        return redirect("board:post", post_id=post.pk)
    model = catalogue.kind_of(post.direction, post.sort)
    form = step_form(
        model,
        number,
        request.POST if request.method == "POST" else None,
        post=post,
        initial=_usual(post),
    )
    if request.method == "POST" and (form.is_valid() or LATER in request.POST):
        try:
            post = actions.save(actor=request.user, post_id=post.pk, values=form.values())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _after(request, post, number)
    return _step_page(request, model, number, form, post)


def _usual(post: Post) -> dict[str, Any]:
    """The comune of the organisation, when it is one of ours."""
    town = post.organisation.municipality if post.organisation else ""
    return {"municipality": town} if town else {}


def _step_page(
    request: HouseRequest, model: Kind, number: int, form: Step, post: Post | None
) -> HttpResponse:
    context = {
        "form": form,
        "kind": model,
        "number": number + 1,
        "of": len(STEPS),
        "back": _previous(post, number),
        "is_new": post is None,
        "is_open": post is not None and post.state == State.OPEN,
    }
    return render(request, "board/step.html", context)


def _previous(post: Post | None, number: int) -> str:
    if post is None or number == 0:
        return reverse("board:new")
    return reverse(STEPS[number - 1], args=[post.pk])


@page("exchange.write", methods=("GET", "POST"))
def preview(request: HouseRequest, post_id: UUID) -> HttpResponse:
    """How it will look, how it reads, what the law says; then the board."""
    post = own_post(request, post_id)
    if post.state != State.DRAFT:
        return redirect("board:post", post_id=post.pk)
    found = findings(post)
    doubtful = [one for one in found if not one.hint]
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        occupations=occupations.suggested(post),
        doubtful=bool(doubtful),
        initial={"reason": post.reason},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish(actor=request.user, post_id=post.pk, chosen=Chosen(**form.chosen()))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. L'annuncio è in bacheca."))
            return redirect("board:detail", post_id=post.pk)
    context = {
        "post": post,
        "form": form,
        "line": facts.line(post),
        "rows": _rows(post),
        "meter": words.meter(". ".join([post.text, *post.requirements])),
        "doubtful": doubtful,
        "hints": [one for one in found if one.hint],
        "missing": _missing(post),
    }
    return render(request, "board/preview.html", context)


def _rows(post: Post) -> list[dict[str, str]]:
    """Every line with the way back to the step where it is written."""
    return [
        {
            "label": one.label,
            "value": one.value,
            "change_url": reverse(STEPS[one.step], args=[post.pk]) + "?back=1",
        }
        for one in facts.facts(post)
    ]


def _missing(post: Post) -> list[dict[str, str]]:
    empty = set(rules.missing(post))
    return [
        {"label": one.label, "url": reverse(STEPS[one.step], args=[post.pk]) + "?back=1"}
        for one in facts.facts(post)
        if one.name in empty
    ]


@page("exchange.write", methods=("POST",))
def copy(request: HouseRequest, post_id: UUID) -> HttpResponse:
    """A new draft with the words of an old one."""
    post = own_post(request, post_id)
    key = _key(request.POST.get("request_key", ""))
    made = actions.copy(actor=request.user, post_id=post.pk, request_key=key)
    return redirect("board:preview", post_id=made.pk)


@page("exchange.write", methods=("POST",))
def throw_away(request: HouseRequest, post_id: UUID) -> HttpResponse:
    """Forget a draft."""
    post = own_post(request, post_id)
    try:
        actions.throw_away(actor=request.user, post_id=post.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("board:post", post_id=post.pk)
    messages.success(request, _("Fatto. La bozza non c'è più."))
    return redirect("board:staff" if rules.may_manage(request.user) else "board:mine")
