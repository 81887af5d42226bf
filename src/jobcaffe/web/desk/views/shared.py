"""What all views of the desk do: reach a person, show her page, press a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format

from jobcaffe.foundation.access import Refused
from jobcaffe.people import actions, queries
from jobcaffe.people.models import Person
from jobcaffe.web.page import user_of

ON_PAGE = 25
# At the desk who is signed in is who acts.
actor = user_of


class Elsewhere(Exception):
    """The person is there, but a reason is asked first."""


def reached(request: HttpRequest, pk: UUID, capability: str = "person.read") -> Person:
    """The person, when this user reaches her. ``Http404`` when not; :class:`Elsewhere` for a gate."""
    user = actor(request)
    rows = queries.visible_to(user, capability).select_related("team", "operator")
    person = rows.filter(pk=pk).first()
    if person is not None:
        return person
    if queries.can_be_gated(user, pk):
        raise Elsewhere
    raise Http404


def with_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the person instead of her identifier; send to the gate when a reason is needed."""

    def inner(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        try:
            person = reached(request, pk)
        except Elsewhere:
            return redirect(f"{reverse('desk:gate', args=[pk])}?poi={request.path}")
        return view(request, person, **kwargs)

    inner.__name__, inner.__doc__ = view.__name__, view.__doc__
    return inner


def show(
    request: HttpRequest, person: Person, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Render a page about a person; that she was read is written down before it leaves."""
    actions.open_record(actor=actor(request), person_ref=person.pk)
    return render(request, template, {"person": person, "person_url": url_of(person), **(context or {})})


def ask(request: HttpRequest, person: Person, form: Any, **context: Any) -> HttpResponse:
    """The page of one form about a person: ``title``, ``button``, perhaps ``sub`` and ``danger``."""
    return show(request, person, "desk/form.html", {"form": form, **context})


def fill(
    request: HttpRequest,
    person: Person,
    form: Any,
    do: Callable[[dict[str, Any]], object],
    *,
    done: str,
    to: str = "",
    **page: Any,
) -> HttpResponse:
    """One form about a person: show it, or do it with what was typed and go on to ``to`` (her record)."""
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, lambda: do(form.cleaned_data)):
        messages.success(request, done)
        return redirect(to or url_of(person))
    return ask(request, person, form, **page)


def press(request: HttpRequest, do: Callable[[], object], to: str, done: str = "") -> HttpResponse:
    """Do one thing and go on; a refusal is told on the page one lands on."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect(to)


def attempt(form: Any, do: Callable[[], object]) -> bool:
    """Do it; a refusal becomes a mistake of the form, so that everything typed stays."""
    try:
        do()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def url_of(person: Person | UUID) -> str:
    """Where her record is."""
    return reverse("desk:person", args=[person if isinstance(person, UUID) else person.pk])


def paged(request: HttpRequest, rows: Any, size: int = ON_PAGE) -> Page[Any]:
    """One page of a list."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def day(value: date | None) -> str:
    """``3 novembre 2026``; empty for no day."""
    return date_format(value, "j F Y") if value else ""
