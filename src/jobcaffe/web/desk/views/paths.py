"""Goals and steps, written together with the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions as commitments
from jobcaffe.commitments import queries as steps
from jobcaffe.paths import actions, queries
from jobcaffe.paths.models import Goal
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.path import DropForm, GoalForm, RewordForm, StepForm
from jobcaffe.web.desk.views.shared import actor, fill, press, url_of, with_person
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


def _there(person: Person) -> str:
    """Her path, on her record."""
    return f"{url_of(person)}#percorso"


@page("path.write", methods=BOTH)
@with_person
def goal_add(request: HttpRequest, person: Person) -> HttpResponse:
    """A goal in her words."""
    return fill(
        request,
        person,
        GoalForm(request.POST or None),
        lambda data: actions.add_goal(actor=actor(request), person_ref=person.pk, **data),
        done=_("Fatto. Adesso scrivete il primo passo."),
        to=_there(person),
        title=_("Nuovo obiettivo"),
        button=_("Salva l'obiettivo"),
    )


def _goal(request: HttpRequest, person: Person, ref: UUID) -> Goal:
    found = queries.goals_visible_to(actor(request)).filter(path__person=person, pk=ref).first()
    if found is None:
        raise Http404
    return found


@page("path.write", methods=BOTH)
@with_person
def goal(request: HttpRequest, person: Person, goal: UUID) -> HttpResponse:
    """Other words, and where it stands."""
    row, user = _goal(request, person, goal), actor(request)

    def save(data: dict[str, Any]) -> None:
        actions.reword_goal(actor=user, goal_ref=row.pk, words=data["words"])
        actions.set_goal_state(actor=user, goal_ref=row.pk, state=data["state"])

    return fill(
        request,
        person,
        RewordForm(request.POST or None, initial={"words": row.words, "state": row.state}),
        save,
        done=_("Fatto. L'obiettivo è aggiornato."),
        to=_there(person),
        title=_("Cambia l'obiettivo"),
        button=_("Salva"),
    )


@page("path.write", methods=BOTH)
@with_person
def step_add(request: HttpRequest, person: Person, goal: UUID) -> HttpResponse:
    """One small step."""
    row = _goal(request, person, goal)
    return fill(
        request,
        person,
        StepForm(request.POST or None),
        lambda data: actions.add_step(actor=actor(request), goal_ref=row.pk, **data),
        done=_("Fatto. Il passo è nel percorso."),
        to=_there(person),
        title=_("Nuovo passo"),
        sub=row.words,
        button=_("Salva il passo"),
    )


@page("path.write", methods=("POST",))
@with_person
def step(request: HttpRequest, person: Person, step: UUID) -> HttpResponse:
    """One press: under way, or done."""
    do = {"start": commitments.start, "keep": commitments.keep}.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return press(request, lambda: do(actor=actor(request), commitment_ref=step), _there(person))


@page("path.write", methods=BOTH)
@with_person
def step_drop(request: HttpRequest, person: Person, step: UUID) -> HttpResponse:
    """Leave a step, and say why."""
    user = actor(request)
    row = steps.visible_to(user).filter(pk=step, person=person).first()
    if row is None:
        raise Http404
    return fill(
        request,
        person,
        DropForm(request.POST or None),
        lambda data: commitments.drop(actor=user, commitment_ref=row.pk, **data),
        done=_("Fatto. Il passo resta scritto, con il perché."),
        to=_there(person),
        title=_("Lascia il passo"),
        sub=row.text,
        button=_("Lascia il passo"),
    )
