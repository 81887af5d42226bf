"""Two people, or a person and who leads groups, who must not meet: only for who wrote the pair."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, queries
from jobcaffe.circles.queries.board import pairs as own_pairs
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.people import actions as people_actions
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.web.desk.views.shared import actor, attempt, press
from jobcaffe.web.forming import shape
from jobcaffe.web.forming.forms import ApartForm
from jobcaffe.web.page import page

MOST_FOUND = 10


@page("circle.form")
def pairs(request: HttpRequest) -> HttpResponse:
    """The pairs that one wrote oneself. No log tells that they were read, or that there are any."""
    return render(request, "forming/pairs.html", {"pairs": shape.pairs(own_pairs(actor(request)))})


def _ref(request: HttpRequest, name: str) -> UUID | None:
    text = request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error


def _person(request: HttpRequest, name: str) -> Person | None:
    """The person that the address names. ``Http404`` when she is not to be seen."""
    ref = _ref(request, name)
    found = people.visible_to(actor(request), "person.search").filter(pk=ref).first() if ref else None
    if ref and found is None:
        raise Http404
    return found


def _leader(request: HttpRequest) -> User | None:
    ref = _ref(request, "guida")
    found = working([Role.FACILITATOR]).filter(pk=ref).first() if ref else None
    if ref and found is None:
        raise Http404
    return found


@page("circle.form", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """First one person, then the other or who leads groups, then until when."""
    user = actor(request)
    first, second, leader = _person(request, "una"), _person(request, "altra"), _leader(request)
    other = second or leader
    form = ApartForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and first and other:
        values: dict[str, Any] = {
            "person_ref": first.pk,
            "other_ref": second.pk if second else None,
            "facilitator_id": leader.pk if leader and not second else None,
            "until": form.cleaned_data["until"],
        }
        if attempt(form, lambda: actions.keep_apart(actor=user, **values)):
            messages.success(request, _("Fatto. Da ora non li metto insieme."))
            return redirect("forming:pairs")
    context = {
        "form": form,
        "first": first.full_name if first else "",
        "other": second.full_name if second else leader.name if leader else "",
        **({} if first and other else _search(request, first)),
    }
    return render(request, "forming/apart.html", context)


def _search(request: HttpRequest, first: Person | None) -> dict[str, Any]:
    """Who was looked for, each with the address that chooses her."""
    user, text = actor(request), request.GET.get("q", "").strip()[:80]
    kept = {"una": str(first.pk)} if first else {}
    name = "altra" if first else "una"
    found = people.search(user, text)[:MOST_FOUND] if text else []
    if text and people.searchable(text):
        people_actions.note_search(actor=user)
    leaders = working([Role.FACILITATOR]).order_by("name", "pk") if first else []
    return {
        "q": text,
        "kept": kept,
        "found": [
            {"label": one.name, "url": "?" + urlencode({**kept, name: str(one.ref)}), "icon": "user"}
            for one in found
            if first is None or one.ref != first.pk
        ],
        "leaders": [
            {"label": one.name, "url": "?" + urlencode({**kept, "guida": str(one.pk)}), "icon": "people"}
            for one in leaders
        ],
    }


@page("circle.form", methods=("POST",))
def drop(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """The two may meet again."""
    if not queries.incompatibilities(actor(request)).filter(pk=pair_id).exists():
        raise Http404
    return press(
        request,
        lambda: actions.drop_pair(actor=actor(request), pair_id=pair_id),
        reverse("forming:pairs"),
        _("Fatto. La coppia è tolta."),
    )
