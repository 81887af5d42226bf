"""The person's plan in her words."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.commitments.actions import promise
from jobcaffe.commitments.models import Commitment
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.paths.enums import Area, GoalState
from jobcaffe.paths.models import Goal, Path
from jobcaffe.paths.rules import require_path_of
from jobcaffe.people.actions import touch
from jobcaffe.people.models import Person

NO_WORDS = "Scrivi l'obiettivo con le parole della persona."


@transaction.atomic
def open_path(*, actor: Actor, person_ref: UUID, on: date | None = None) -> Path:
    """Open the person's path; the one that is open already is given back.

    Refused when the person is not the actor's.
    """
    person = require_path_of(actor, person_ref)
    return _open(actor, person, on)


def _open(actor: Actor, person: Person, on: date | None = None) -> Path:
    path = Path.objects.filter(person=person, closed_on__isnull=True).first()
    if path is not None:
        return path
    operator = actor if isinstance(actor, User) and actor.is_staff else person.operator
    path = Path.objects.create(person=person, operator=operator, opened_on=on or timezone.localdate())
    touch([person.pk], on=path.opened_on)
    record(actor, "path.open", path, subject=person)
    return path


@transaction.atomic
def close_path(*, actor: Actor, person_ref: UUID, on: date | None = None) -> Path | None:
    """Close the open path, if there is one. Goals and steps stay as they are."""
    person = require_path_of(actor, person_ref)
    path = Path.objects.filter(person=person, closed_on__isnull=True).first()
    if path is not None:
        path.closed_on = on or timezone.localdate()
        path.save(update_fields=["closed_on"])
        record(actor, "path.close", path, subject=person)
    return path


@transaction.atomic
def add_goal(
    *,
    actor: Actor,
    person_ref: UUID,
    area: str,
    words: str,
    on: date | None = None,
    request_key: UUID | None = None,
) -> Goal:
    """A goal of one area, in her words; opens the path when none is open.

    Refused without words, for an unknown area, and when the person is not the actor's.
    """
    person = require_path_of(actor, person_ref)
    earlier = made_before(Goal, request_key)
    if earlier is not None:
        return earlier
    if not words.strip():
        raise Refused(NO_WORDS)
    if area not in Area.values:
        raise Refused("Scegli di quale parte della vita parla l'obiettivo.")
    goal = Goal.objects.create(
        path=_open(actor, person, on),
        area=area,
        words=words.strip(),
        set_on=on or timezone.localdate(),
        request_key=request_key,
    )
    touch([person.pk], on=goal.set_on)
    record(actor, "goal.add", goal, subject=person, fields=["area", "words"])
    return goal


def _goal(actor: Actor, goal_ref: UUID) -> Goal:
    """The goal, locked, when the actor may write its path. "Not there" and "not yours" are one."""
    goal = Goal.objects.select_related("path").filter(pk=goal_ref).first()
    if goal is None:
        raise Refused("Questo obiettivo non c'è più. Torna al percorso e riprova.")
    person = require_path_of(actor, goal.path.person_id)
    goal.path.person = person
    return goal


@transaction.atomic
def reword_goal(*, actor: Actor, goal_ref: UUID, words: str) -> Goal:
    """Say the goal in other words. Refused without words."""
    goal = _goal(actor, goal_ref)
    if not words.strip():
        raise Refused(NO_WORDS)
    if goal.words != words.strip():
        goal.words = words.strip()
        goal.save(update_fields=["words"])
        record(actor, "goal.reword", goal, subject=goal.path.person, fields=["words"])
    return goal


@transaction.atomic
def set_goal_state(*, actor: Actor, goal_ref: UUID, state: str) -> Goal:
    """Where the goal stands, as she says. Twice the same changes nothing."""
    if state not in GoalState.values:
        raise Refused("Scegli una delle quattro risposte.")
    goal = _goal(actor, goal_ref)
    if goal.state != state:
        goal.state = state
        goal.save(update_fields=["state"])
        touch([goal.path.person_id])
        record(actor, "goal.state", goal, subject=goal.path.person, fields=["state"])
    return goal


@transaction.atomic
def add_step(
    *, actor: Actor, goal_ref: UUID, text: str, due_on: date, request_key: UUID | None = None
) -> Commitment:
    """A small step towards the goal: a commitment of the person. Refused as ``commitments.promise``."""
    goal = _goal(actor, goal_ref)
    step = promise(actor=actor, text=text, due_on=due_on, person=goal.path.person, request_key=request_key)
    goal.steps.add(step)
    return step
