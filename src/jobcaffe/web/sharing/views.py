"""What one writes: for oneself, for who leads the group, for the group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, catalogue, helplines, queries
from jobcaffe.circles.models import Circle
from jobcaffe.web.desk.views.shared import attempt, paged, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.sharing import shape
from jobcaffe.web.sharing.forms import TellForm, WordsForm

BOTH = ("GET", "POST")
FEW = 3
# What is said on the next page waits in the session, where it must tell nothing about a group.
DONE = "Fatto."


def own_circle(request: HttpRequest, circle_id: UUID) -> Circle:
    """A group in which she is. ``Http404`` when not."""
    found = queries.circle_of(user_of(request), circle_id, "circle.member")
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, contribution_id: UUID) -> tuple[queries.Shared, Circle | None]:
    """Something she wrote, and the group it is in while she is in it. ``Http404`` for another's."""
    user = user_of(request)
    row = queries.my_contribution(user, contribution_id)
    if row is None:
        raise Http404
    return row, queries.circle_of(user, row.circle_id, "circle.member") if row.circle_id else None


def _home_of(circle: Circle | None) -> str:
    return reverse("sharing:home", args=[circle.pk]) if circle else reverse("sharing:mine")


@page("circle.member")
def home(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What she wrote, what the others share with her, and help."""
    user, circle = user_of(request), own_circle(request, circle_id)
    mine = queries.my_contributions(user, circle)
    shared = paged(request, queries.contributions(user, circle), 2 * FEW)
    my_helps = queries.my_helps(user, circle)
    found = list(queries.matches(user).filter(need__circle=circle))
    # What is already a card of its own is not offered a second time.
    known = {pk for row in found for pk in (row.need_id, row.offer_id)}
    context = {
        "circle": circle,
        "theme": catalogue.words("theme")[circle.theme],
        "mine": [shape.written(row) for row in mine[:FEW]],
        "more": len(mine) > FEW,
        "page_obj": shared,
        "shared": [shape.written(row) for row in shared],
        "my_helps": [shape.own_help(row) for row in my_helps],
        "helps": [
            shape.others_help(row)
            for row in queries.helps(user, circle).exclude(pk__in=my_helps.values("pk")).exclude(pk__in=known)
        ],
        "matches": [one for one in (shape.match(user, row) for row in found) if one],
        "counts": _counts(request, circle),
    }
    return render(request, "sharing/home.html", context)


def _counts(request: HttpRequest, circle: Circle) -> list[dict[str, Any]]:
    """Helps given and received: her own always, the group's when there are enough."""
    own = queries.given_received(request.user)
    group = queries.given_received(request.user, circle)
    rows: list[dict[str, Any]] = []
    if own:
        rows += [
            {"label": _("Aiuti che hai dato"), "value": own.given},
            {"label": _("Aiuti che hai ricevuto"), "value": own.received},
        ]
    if group:
        rows.append({"label": _("Aiuti dati e ricevuti nel gruppo"), "value": group.given})
    return rows


@page("circle.member", methods=BOTH)
def tell(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """*Racconta come va*: a feeling, perhaps some words, for herself unless she says otherwise."""
    user, circle = user_of(request), own_circle(request, circle_id)
    form = TellForm(request.POST or None, readers=shape.readers(circle))
    made: list[Any] = []
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: made.append(actions.share(actor=user, circle_id=circle.pk, **fields))):
            return redirect("sharing:saved", made[0].pk)
    return render(request, "sharing/tell.html", {"circle": circle, "form": form})


@page("circle.member")
def saved(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """What she has just written, who reads it, and the list of who listens.

    The list is always on the page. Words of distress, looked for here in what she reads back, bring it
    to the top: nothing of it is in an address, a cookie, a row or a log.
    """
    row, circle = _own(request, contribution_id)
    shown = shape.written(row)
    context = {
        "row": shown,
        "rows": [shown],
        "back": _home_of(circle),
        "lines": helplines.lines(),
        "first": helplines.sounds_distressed(row.text),
    }
    return render(request, "sharing/saved.html", context)


@page("circle.member", methods=BOTH)
def change(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """Other words, other readers, or nothing at all any more; also after leaving the group."""
    row, circle = _own(request, contribution_id)
    initial = {"text": row.text, "feeling": row.feeling, "readers": row.readers}
    form = WordsForm(request.POST or None, initial=initial, readers=shape.readers(circle))
    if request.method == "POST" and form.is_valid():
        fields, user = form.cleaned_data, user_of(request)
        if attempt(form, lambda: actions.change(actor=user, contribution_id=row.id, **fields)):
            return redirect("sharing:saved", row.id)
    context = {"row": shape.written(row), "form": form, "back": _home_of(circle)}
    return render(request, "sharing/change.html", context)


@page("circle.member", methods=("POST",))
def remove(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """Gone for everybody; a second press says that it is not there any more."""
    user = user_of(request)
    row = queries.my_contribution(user, contribution_id)
    inside = queries.circle_of(user, row.circle_id, "circle.member") if row and row.circle_id else None
    return press(
        request,
        lambda: actions.take_away(actor=user, contribution_id=contribution_id),
        _home_of(inside),
        _(DONE),
    )


@page("circle.member")
def mine(request: HttpRequest) -> HttpResponse:
    """All that she wrote, in any group or after it."""
    page_obj = paged(request, queries.my_contributions(user_of(request)))
    context = {"page_obj": page_obj, "mine": [shape.written(row) for row in page_obj]}
    return render(request, "sharing/mine.html", context)


@page("public.read")
def talk(request: HttpRequest) -> HttpResponse:
    """*Se hai bisogno di parlarne*: the same list for everybody."""
    return render(request, "sharing/talk.html", {"lines": helplines.lines()})


@page("circle.lead", methods=BOTH)
def told(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What members share with who leads them. It opens by a button: each author is told that it was read."""
    user = user_of(request)
    circle = queries.circle_of(user, circle_id, "circle.lead")
    if circle is None:
        raise Http404
    opened = request.method == "POST"
    rows = actions.open_shared(actor=user, circle_id=circle.pk) if opened else []
    context = {"circle": circle, "opened": opened, "shared": [shape.written(row) for row in rows]}
    return render(request, "sharing/told.html", context)
