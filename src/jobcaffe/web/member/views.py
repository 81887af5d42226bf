"""Today, encounters, the path."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions as commitments
from jobcaffe.commitments import queries as commitment_queries
from jobcaffe.commitments.enums import State
from jobcaffe.encounters import queries as encounters
from jobcaffe.encounters.actions.replies import reply
from jobcaffe.encounters.enums import Presence
from jobcaffe.foundation.access import Refused
from jobcaffe.paths import actions as paths
from jobcaffe.paths import queries as path_queries
from jobcaffe.paths.models import Goal
from jobcaffe.spaces import words
from jobcaffe.web.fair.shape import soon
from jobcaffe.web.fairvisit.shape import tickets
from jobcaffe.web.member.common import own_person, step_chip, step_status
from jobcaffe.web.member.forms import GoalForm, LeaveStepForm, StepForm
from jobcaffe.web.mygroup.shape import next_step
from jobcaffe.web.page import HouseRequest, page

RECENT = 20


@page("my.read")
def today(request: HouseRequest) -> HttpResponse:
    """The next encounter, the steps of these days, and where to go."""
    person = own_person(request)
    day = timezone.localdate()
    coming = list(encounters.coming_of(person.pk)[:4])
    first = coming[0] if coming else None
    waiting, fairs = next_step(request.user), tickets(request.user)
    steps = [
        {
            "label": step.text,
            "url": reverse("member:step", args=[step.pk]),
            **step_status(step, day),
            "hint": _("entro il %(day)s") % {"day": step.due_on.strftime("%d/%m/%Y")},
        }
        for step in commitment_queries.of_person(request.user, person).filter(
            state__in=[State.PROMISED, State.UNDER_WAY]
        )[:5]
    ]
    doors = [
        {"url": reverse("member:path"), "label": _("Il mio percorso"), "icon": "star"},
        {"url": reverse("public:appointments"), "label": _("Trova un incontro"), "icon": "calendar"},
        {"url": reverse("member:seen"), "label": _("Chi ha visto i miei dati"), "icon": "eye"},
        {"url": reverse("member:me"), "label": _("I miei dati"), "icon": "user"},
    ]
    return render(
        request,
        "member/today.html",
        {
            "person": person,
            "next": first,
            "next_day": words.day_words(words.local(first.starts_at).date()) if first else "",
            "next_hours": words.span_words(first.starts_at, first.ends_at) if first else "",
            "more": coming[1:],
            "waiting": waiting,
            "later_is_waiting": bool(first and waiting and waiting.at and waiting.at > first.starts_at),
            "steps": steps,
            "doors": doors,
            "fairs": fairs,
            "fair": None if fairs else soon(),
        },
    )


@page("my.read")
def my_encounters(request: HouseRequest) -> HttpResponse:
    """What is to come, with *Ci sarò* and *Non posso*, and what has been."""
    person = own_person(request)
    rows = list(encounters.of_person(request.user, person)[: 3 * RECENT])
    now = timezone.now()
    coming = [
        (
            row,
            words.day_words(words.local(row.encounter.starts_at).date()),
            words.span_words(row.encounter.starts_at, row.encounter.ends_at),
        )
        for row in reversed(rows)
        if row.encounter.starts_at > now and row.encounter.state == "planned"
    ]
    past = [row for row in rows if row.encounter.starts_at <= now][:RECENT]
    context = {"coming": coming, "past": past, "Presence": Presence, "fairs": tickets(request.user)}
    return render(request, "member/encounters.html", context)


@page("my.write", methods=("POST",))
def answer(request: HouseRequest, encounter_id: UUID) -> HttpResponse:
    """*Ci sarò* or *Non posso*."""
    coming = request.POST.get("answer") == "yes"
    try:
        reply(actor=request.user, encounter_id=encounter_id, coming=coming)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        done = _("Bene, ti aspettiamo.") if coming else _("Grazie di averlo detto. Alla prossima.")
        messages.success(request, done)
    return redirect("member:encounters")


@page("my.write", methods=("GET", "POST"))
def path(request: HouseRequest) -> HttpResponse:
    """Goals with their steps, in her words; a new goal."""
    person = own_person(request)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        goal = paths.add_goal(
            actor=request.user,
            person_ref=person.pk,
            area=data["area"],
            words=data["words"],
            request_key=data["request_key"],
        )
        return redirect("member:goal", goal.pk)
    day = timezone.localdate()
    goals = [(goal, _tasks(goal, day)) for goal in path_queries.goals_of(request.user, person)]
    outcomes = path_queries.outcomes_of(request.user, person)
    return render(request, "member/path.html", {"goals": goals, "outcomes": outcomes, "form": form})


def _tasks(goal: Goal, day: object) -> list[dict[str, object]]:
    return [
        {
            "label": step.text,
            "url": reverse("member:step", args=[step.pk]),
            **step_status(step, day),
            "hint": _("entro il %(day)s") % {"day": step.due_on.strftime("%d/%m/%Y")},
        }
        for step in goal.steps.all()
    ]


@page("my.write", methods=("GET", "POST"))
def goal(request: HouseRequest, goal_id: UUID) -> HttpResponse:
    """One goal and its steps; the next step."""
    found = path_queries.goals_visible_to(request.user).filter(pk=goal_id).prefetch_related("steps").first()
    if found is None:
        raise Http404
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            paths.add_step(
                actor=request.user,
                goal_ref=found.pk,
                text=data["text"],
                due_on=data["due_on"],
                request_key=data["request_key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. Il passo è nel tuo percorso."))
            return redirect("member:goal", found.pk)
    return render(
        request,
        "member/goal.html",
        {"goal": found, "tasks": _tasks(found, timezone.localdate()), "form": form},
    )


@page("my.write", methods=("POST",))
def goal_state(request: HouseRequest, goal_id: UUID) -> HttpResponse:
    """Where a goal stands, as she says."""
    if not path_queries.goals_visible_to(request.user).filter(pk=goal_id).exists():
        raise Http404
    try:
        paths.set_goal_state(actor=request.user, goal_ref=goal_id, state=request.POST.get("state", ""))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("member:goal", goal_id)


@page("my.write", methods=("GET", "POST"))
def step(request: HouseRequest, step_id: UUID) -> HttpResponse:
    """One step: done, begun, or left with a reason."""
    found = commitment_queries.visible_to(request.user).filter(pk=step_id).first()
    if found is None:
        raise Http404
    form = LeaveStepForm(request.POST if request.POST.get("do") == "drop" else None)
    if request.method == "POST" and _move(request, step_id, form):
        return redirect("member:step", step_id)
    changes = found.changes.all()
    context = {
        "step": found,
        "changes": changes,
        "form": form,
        "chip": step_chip(found, timezone.localdate()),
    }
    return render(request, "member/step.html", context)


def _move(request: HouseRequest, step_id: UUID, form: LeaveStepForm) -> bool:
    """Carry the press of a button out; whether it could be done."""
    move = request.POST.get("do", "")
    try:
        if move == "keep":
            commitments.keep(actor=request.user, commitment_ref=step_id)
            messages.success(request, _("Fatto. Un passo in più."))
        elif move == "start":
            commitments.start(actor=request.user, commitment_ref=step_id)
        elif move == "drop" and form.is_valid():
            commitments.drop(actor=request.user, commitment_ref=step_id, reason=form.cleaned_data["reason"])
        else:
            return False
    except Refused as refused:
        messages.error(request, str(refused))
    return True
