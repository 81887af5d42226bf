"""Goals and steps, written together with the person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions as commitments
from jobcaffe.commitments import queries as steps
from jobcaffe.paths import actions, queries
from jobcaffe.paths.models import Goal
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.path import DropForm, GoalForm, RewordForm, StepForm
from jobcaffe.web.desk.views.shared import actor, ask, attempt, press, url_of, with_person
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


@page("path.write", methods=BOTH)
@with_person
def goal_add(request: HttpRequest, person: Person) -> HttpResponse:
    """A goal in her words."""
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.add_goal(actor=actor(request), person_ref=person.pk, **data)):
            messages.success(request, _("Fatto. Adesso scrivete il primo passo."))
            return redirect(f"{url_of(person)}#percorso")
    return ask(request, person, form, title=_("Nuovo obiettivo"), button=_("Salva l'obiettivo"))


def _goal(request: HttpRequest, person: Person, ref: UUID) -> Goal:
    found = queries.goals_visible_to(actor(request)).filter(path__person=person, pk=ref).first()
    if found is None:
        raise Http404
    return found


@page("path.write", methods=BOTH)
@with_person
def goal(request: HttpRequest, person: Person, goal: UUID) -> HttpResponse:
    """Other words, and where it stands."""
    row = _goal(request, person, goal)
    form = RewordForm(request.POST or None, initial={"words": row.words, "state": row.state})
    if request.method == "POST" and form.is_valid():
        data, user = form.cleaned_data, actor(request)

        def save() -> None:
            actions.reword_goal(actor=user, goal_ref=row.pk, words=data["words"])
            actions.set_goal_state(actor=user, goal_ref=row.pk, state=data["state"])

        if attempt(form, save):
            messages.success(request, _("Fatto. L'obiettivo è aggiornato."))
            return redirect(f"{url_of(person)}#percorso")
    return ask(request, person, form, title=_("Cambia l'obiettivo"), button=_("Salva"))


@page("path.write", methods=BOTH)
@with_person
def step_add(request: HttpRequest, person: Person, goal: UUID) -> HttpResponse:
    """One small step."""
    row = _goal(request, person, goal)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.add_step(actor=actor(request), goal_ref=row.pk, **data)):
            messages.success(request, _("Fatto. Il passo è nel percorso."))
            return redirect(f"{url_of(person)}#percorso")
    return ask(request, person, form, title=_("Nuovo passo"), sub=row.words, button=_("Salva il passo"))


@page("path.write", methods=("POST",))
@with_person
def step(request: HttpRequest, person: Person, step: UUID) -> HttpResponse:
    """One press: under way, or done."""
    do = {"start": commitments.start, "keep": commitments.keep}.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return press(request, lambda: do(actor=actor(request), commitment_ref=step), f"{url_of(person)}#percorso")


@page("path.write", methods=BOTH)
@with_person
def step_drop(request: HttpRequest, person: Person, step: UUID) -> HttpResponse:
    """Leave a step, and say why."""
    user = actor(request)
    row = steps.visible_to(user).filter(pk=step, person=person).first()
    if row is None:
        raise Http404
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: commitments.drop(actor=user, commitment_ref=row.pk, reason=reason)):
            messages.success(request, _("Fatto. Il passo resta scritto, con il perché."))
            return redirect(f"{url_of(person)}#percorso")
    return ask(request, person, form, title=_("Lascia il passo"), sub=row.text, button=_("Lascia il passo"))
