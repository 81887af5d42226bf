"""For whom a page is: the member herself, or a person whom the desk helps because she has no telephone.

Every page of a household has two addresses, with one view: ``turni/…`` and ``turni/per/<person>/…``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from jobcaffe.foundation.accounts.models import User
from jobcaffe.people import actions as people
from jobcaffe.people.models import Person
from jobcaffe.people.queries import refs_of_person
from jobcaffe.web.desk.views.shared import Elsewhere, attempt, reached
from jobcaffe.web.page import page, user_of
from jobcaffe.worklife.care import queries
from jobcaffe.worklife.care.enums import Standing
from jobcaffe.worklife.care.models import Family

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Who:
    """Who acts, the records of whom it is about, and the person when the desk helps."""

    user: User
    refs: list[UUID]
    person: Person | None = None

    def url(self, name: str, *args: object) -> str:
        """The address of a page for the same person."""
        if self.person is None:
            return reverse(f"care:{name}", args=args)
        return reverse(f"care:desk_{name}", args=[self.person.pk, *args])

    @property
    def home(self) -> str:
        """The first page."""
        return self.url("home")

    def family(self, family_id: UUID, *, inside: bool = False) -> Family:
        """A household of hers. Raises ``Http404``; with ``inside`` also before it is confirmed."""
        found = queries.families_of(self.refs).filter(pk=family_id).first()
        if found is None or (inside and found.standing != Standing.IN):
            raise Http404
        return found

    def show(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """Render a page; at the desk, that the person was read is written down first."""
        if self.person is not None:
            people.open_record(actor=self.user, person_ref=self.person.pk)
        return render(request, template, {"who": self, "home": self.home, **context})


def sent(request: HttpRequest, form: Any, do: Callable[[], object]) -> bool:
    """Whether what was typed is right and was done; a refusal becomes a mistake of the form."""
    return request.method == "POST" and bool(form.is_valid()) and attempt(form, do)


def _mine(view: View) -> View:
    @functools.wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = user_of(request)
        refs = queries.refs_of(user)
        if not refs:
            raise Http404
        return view(request, Who(user, refs), **kwargs)

    return inner


def _helped(view: View) -> View:
    @functools.wraps(view)
    def inner(request: HttpRequest, person_id: UUID, **kwargs: Any) -> HttpResponse:
        try:
            person = reached(request, person_id)
        except Elsewhere:
            return redirect(f"{reverse('desk:gate', args=[person_id])}?poi={request.path}")
        return view(request, Who(user_of(request), refs_of_person(person.pk), person), **kwargs)

    return inner


def both(route: str, view: View, name: str, *, methods: tuple[str, ...] = ("GET",)) -> list[URLPattern]:
    """The two addresses of one page."""
    return [
        path(route, page("care.member", methods=methods)(_mine(view)), name=name),
        path(
            f"per/<uuid:person_id>/{route}",
            page("care.desk", methods=methods)(_helped(view)),
            name=f"desk_{name}",
        ),
    ]
