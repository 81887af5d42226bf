"""For whom a page is: herself, or somebody whom the desk follows, with the same pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jobcaffe.foundation.accounts.models import User
from jobcaffe.people import actions as people_actions
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.web.desk.views.shared import Elsewhere, reached
from jobcaffe.web.member.common import own_person
from jobcaffe.web.page import View, page, user_of

BOTH = ("GET", "POST")
PAGES = ("home", "know", "drop", "lived", "skills", "limits", "cv", "search", "again", "looking")


@dataclass(frozen=True)
class Whom:
    """The person, who acts, and whether they are the same."""

    person: Person
    actor: User
    own: bool

    @property
    def refs(self) -> list[UUID]:
        """Her record and those merged into it."""
        return people.refs_of_person(self.person.pk)

    def url(self, name: str, *args: object) -> str:
        """The address of one of the pages, for her or at the desk."""
        if self.own:
            return reverse(f"matching:{name}", args=args)
        return reverse(f"matching:desk_{name}", args=[self.person.pk, *args])

    def read(self) -> None:
        """At the desk, write down that she was read."""
        if not self.own:
            people_actions.open_record(actor=self.actor, person_ref=self.person.pk)

    def show(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """Render, once it is written down who read her."""
        self.read()
        links = {name: self.url(name) for name in PAGES}
        common = {"whom": self, "own": self.own, "person": self.person, "links": links}
        return render(request, template, {**common, **context})


def pair(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], tuple[View, View]]:
    """Make of one view the page of a member and that of the desk about her."""

    def wrap(view: View) -> tuple[View, View]:
        def own(request: Any, **kwargs: Any) -> HttpResponse:
            return view(request, Whom(own_person(request), user_of(request), own=True), **kwargs)

        def desk(request: Any, person_id: UUID, **kwargs: Any) -> HttpResponse:
            try:
                person = reached(request, person_id, "match.desk")
            except Elsewhere:
                return redirect(f"{reverse('desk:gate', args=[person_id])}?poi={request.path}")
            return view(request, Whom(person, user_of(request), own=False), **kwargs)

        for made, prefix in ((own, ""), (desk, "desk_")):
            made.__name__ = f"{prefix}{view.__name__}"
            made.__doc__ = view.__doc__
            made.__module__ = view.__module__
        return page("match.own", methods=methods)(own), page("match.desk", methods=methods)(desk)

    return wrap
