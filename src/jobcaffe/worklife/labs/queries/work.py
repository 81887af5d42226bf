"""The board of problems, ideas, experiments, and what they taught."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jobcaffe.encounters.enums import State
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.people.models import Person
from jobcaffe.worklife.labs.enums import SERVICES, Audience, Choice, Stage, Worked
from jobcaffe.worklife.labs.models import (
    Decision,
    Experiment,
    Idea,
    Lab,
    Learned,
    Meeting,
    Membership,
    Minding,
    Problem,
    Result,
    Support,
)
from jobcaffe.worklife.labs.queries.labs import inside, led_lab, refs_of, visible_to

AFTER = {Choice.CONTINUE: Stage.CONTINUES, Choice.CHANGE: Stage.CHANGED, Choice.STOP: Stage.STOPPED}
OPEN_STAGES = (Stage.RUNNING, Stage.DUE, Stage.TOLD)


@dataclass(frozen=True)
class Said:
    """A problem on the board. ``by`` is a first name, or empty; ``n`` counts who said "anche per me"."""

    id: UUID
    text: str
    by: str
    own: bool
    mine_too: bool
    n: int
    written_at: datetime


@dataclass(frozen=True)
class Thought:
    """An idea; ``tried`` when an experiment came of it."""

    id: UUID
    title: str
    for_whom: str
    own: bool
    tried: bool


@dataclass(frozen=True)
class Trial:
    """An experiment with what holds today: result, decision, money in cents, words."""

    row: Experiment
    stage: Stage
    result: Result | None
    decision: Decision | None
    cents: int | None
    learned: Learned | None

    @property
    def open(self) -> bool:
        """Whether something is still expected of it."""
        return self.stage in OPEN_STAGES


@dataclass(frozen=True)
class Lesson:
    """What an experiment taught, as it was cleared: no names, no lab, hours and euros spent."""

    title: str
    text: str
    field: str
    worked: str
    choice: str
    minutes: int
    cents: int
    on: date | None


@dataclass(frozen=True)
class LabSummary:
    """One lab for who runs the programme: nothing of what is said in it, and nobody."""

    lab: Lab
    leaders: list[str]
    meetings: int
    stages: dict[Stage, int]


@dataclass(frozen=True)
class Money:
    """Which trial, of which lab, and the cents set aside for it."""

    code: str
    lab_id: UUID
    cents: int | None


@dataclass(frozen=True)
class ServiceTrial:
    """A trial on a service for who runs the programme: no words of the lab. Money is in cents."""

    id: UUID
    code: str
    field: str
    stage: Stage
    until: date
    partner: str
    cents: int | None
    spent: int | None


def board(user: object, lab: Lab) -> list[Said]:
    """The problems of a lab, those that most share first, for who is in it or leads it."""
    if not inside(user).filter(pk=lab.pk).exists():
        return []
    rows = list(lab.problems.annotate(n=Count("supports")))
    refs = refs_of(user)
    indexes = {Problem.index_of(ref) for ref in refs}
    mine = set(Support.objects.filter(Support.of(refs), problem__in=rows).values_list("problem", flat=True))
    names = _names([row.person_ref for row in rows if row.signed and row.person_sealed])
    said = [
        Said(
            id=row.pk,
            text=row.body,
            by=names.get(row.person_ref, "") if row.signed and row.person_sealed else "",
            own=row.person_index in indexes,
            mine_too=row.pk in mine,
            n=row.n + row.on_paper,
            written_at=row.written_at,
        )
        for row in rows
    ]
    return sorted(said, key=lambda one: -one.n)


def _names(refs: Iterable[UUID]) -> dict[UUID, str]:
    """First names or nicknames, of the record that holds; a protected person has none here."""
    rows = Person.objects.select_related("merged_into").filter(pk__in=list(refs), protected=False)
    persons = {row.pk: row.merged_into or row for row in rows}
    return {pk: one.alias or one.first_name for pk, one in persons.items() if not one.protected}


def problem_of(user: object, problem_id: UUID) -> Problem | None:
    """One problem of a lab whose inside ``user`` reads."""
    rows = Problem.objects.select_related("lab")
    return rows.filter(pk=problem_id, lab__in=inside(user).values("pk")).first()


def ideas(user: object, lab: Lab) -> list[Thought]:
    """The ideas of a lab, newest first, for who is in it or leads it."""
    if not inside(user).filter(pk=lab.pk).exists():
        return []
    indexes = {Idea.index_of(ref) for ref in refs_of(user)}
    rows = lab.ideas.annotate(n=Count("experiments"))
    return [_thought(row, row.n, indexes) for row in rows]


def _thought(row: Idea, tried: int, indexes: set[str]) -> Thought:
    return Thought(row.pk, row.title, row.for_whom, row.person_index in indexes, bool(tried))


def idea_of(user: object, idea_id: UUID) -> Idea | None:
    """One idea of a lab whose inside ``user`` reads."""
    rows = Idea.objects.select_related("lab")
    return rows.filter(pk=idea_id, lab__in=inside(user).values("pk")).first()


# --- experiments -----------------------------------------------------------------------------------


def stage_of(row: Experiment, result: Result | None, decision: Decision | None) -> Stage:
    """Where an experiment stands today."""
    if decision is not None:
        return AFTER[Choice(decision.choice)]
    if result is not None:
        return Stage.TOLD
    return Stage.DUE if row.until < timezone.localdate() else Stage.RUNNING


def standing_result(row: Experiment) -> Result | None:
    """The result that holds: the newest row."""
    return max(row.results.all(), key=lambda one: one.pk, default=None)


def standing_decision(row: Experiment) -> Decision | None:
    """The decision that holds: the newest row."""
    return max(row.decisions.all(), key=lambda one: one.pk, default=None)


def _trials(rows: QuerySet[Experiment]) -> list[Trial]:
    """Six queries, however many rows."""
    rows = rows.select_related("lab", "idea", "partner", "booking__room", "learned")
    return [_trial(row) for row in rows.prefetch_related("results", "decisions", "budget")]


def _trial(row: Experiment) -> Trial:
    result, decision = standing_result(row), standing_decision(row)
    money = max(row.budget.all(), key=lambda one: one.pk, default=None)
    return Trial(
        row=row,
        stage=stage_of(row, result, decision),
        result=result,
        decision=decision,
        cents=money.cents if money else None,
        learned=getattr(row, "learned", None),
    )


def trials(user: object, lab: Lab) -> list[Trial]:
    """The experiments of a lab, newest first, for who is in it or leads it."""
    return _trials(Experiment.objects.filter(lab=lab, lab__in=inside(user).values("pk")))


def trial_of(user: object, experiment_id: UUID) -> Trial | None:
    """One experiment of a lab whose inside ``user`` reads."""
    found = _trials(Experiment.objects.filter(pk=experiment_id, lab__in=inside(user).values("pk")))
    return found[0] if found else None


def due(user: object) -> list[Trial]:
    """Experiments of her labs whose period is over and that have no result, the oldest first."""
    rows = Experiment.objects.filter(
        lab__in=inside(user).values("pk"), until__lt=timezone.localdate(), results=None, decisions=None
    )
    return _trials(rows.order_by("until", "number"))


# --- what was learned ------------------------------------------------------------------------------


def lessons(user: object) -> list[Lesson]:
    """What labs cleared: for everybody what is public, inside the programme the rest too. Newest first."""
    audiences = [Audience.PUBLIC]
    if access.allows(user, "lab.learned"):
        audiences.append(Audience.PROGRAMME)
    rows = Learned.objects.filter(audience__in=audiences).select_related("experiment")
    rows = rows.prefetch_related("experiment__results", "experiment__decisions")
    return [_lesson(row) for row in rows.order_by("-cleared_on", "pk")]


def _lesson(row: Learned) -> Lesson:
    result, decision = standing_result(row.experiment), standing_decision(row.experiment)
    return Lesson(
        title=row.title,
        text=row.text,
        field=str(row.experiment.get_field_display()),
        worked=str(Worked(result.worked).label) if result else "",
        choice=str(Choice(decision.choice).label) if decision else "",
        minutes=result.minutes if result else 0,
        cents=result.cents if result else 0,
        on=row.cleared_on,
    )


# --- the programme's side --------------------------------------------------------------------------


def programme(user: object) -> list[LabSummary]:
    """Every lab for who runs the programme: meetings held, experiments by stage. Six queries."""
    if access.reach(user, "lab.lead") is not Reach.ALL:
        return []
    held = Meeting.objects.filter(encounter__state=State.HELD).order_by().values_list("lab")
    meetings = dict(held.annotate(n=Count("pk")))
    stages: dict[UUID, Counter[Stage]] = {}
    rows = Experiment.objects.prefetch_related("results", "decisions")
    for row in rows:
        found = stage_of(row, standing_result(row), standing_decision(row))
        stages.setdefault(row.lab_id, Counter())[found] += 1
    labs = visible_to(user, "lab.lead").prefetch_related("leaders")
    return [
        LabSummary(
            lab,
            [one.name for one in lab.leaders.all()],
            meetings.get(lab.pk, 0),
            dict(stages.get(lab.pk, {})),
        )
        for lab in labs
    ]


def programme_trials(user: object) -> list[ServiceTrial]:
    """Trials on services for who runs the programme, newest first."""
    if access.reach(user, "lab.lead") is not Reach.ALL:
        return []
    return [
        ServiceTrial(
            id=one.row.pk,
            code=one.row.code,
            field=str(one.row.get_field_display()),
            stage=one.stage,
            until=one.row.until,
            partner=one.row.partner.name if one.row.partner else "",
            cents=one.cents,
            spent=one.result.cents if one.result else None,
        )
        for one in _trials(Experiment.objects.filter(field__in=SERVICES))
    ]


def children_of(user: object, meeting: Meeting) -> list[tuple[str, str]]:
    """First name and year of the children at one meeting, for who leads the lab herself."""
    if led_lab(user, meeting.lab_id) is None:
        return []
    texts = Minding.opened(list(meeting.mindings.all()))
    return sorted((name, str(year)) for text in texts if text for name, year in json.loads(text))


def my_children(user: object, meeting: Meeting) -> list[tuple[str, int]]:
    """The children she brings to one meeting."""
    rows = list(meeting.mindings.filter(Minding.of(refs_of(user))))
    return [(name, int(year)) for text in Minding.opened(rows) if text for name, year in json.loads(text)]


def my_copy(user: object) -> dict[str, list[dict[str, str]]]:
    """All that this room keeps about the member, for her own copy of her data."""
    refs = refs_of(user)
    if not refs:
        return {}
    joined = Membership.objects.filter(Membership.of(refs)).select_related("lab")
    mindings = list(Minding.objects.filter(Minding.of(refs)).select_related("meeting__encounter"))
    supports = Support.objects.filter(Support.of(refs)).select_related("problem")
    return {
        "laboratori": [
            _texts(
                laboratorio=row.lab.name,
                chiesto=row.asked_on,
                dal=row.joined_on or "",
                stato=row.get_standing_display(),
            )
            for row in joined
        ],
        "problemi": [
            _texts(parole=row.body, dal=row.written_at.date())
            for row in Problem.objects.filter(Problem.of(refs))
        ],
        "anche per me": [_texts(parole=row.problem.body) for row in supports],
        "idee": [_texts(titolo=row.title, per=row.for_whom) for row in Idea.objects.filter(Idea.of(refs))],
        "bambini": [
            _texts(quando=row.meeting.encounter.starts_at, posti=row.places, chi=text)
            for row, text in zip(mindings, Minding.opened(mindings), strict=True)
        ],
    }


def _texts(**values: object) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def leads_or_in(user: object, lab_id: UUID) -> Lab | None:
    """One lab whose inside ``user`` reads."""
    return inside(user).filter(Q(pk=lab_id)).first()


def money_of(user: object, experiment_id: UUID) -> Money | None:
    """A trial on a service and its money, for who leads its lab or runs the programme: no words of it."""
    rows = Experiment.objects.select_related("lab").prefetch_related("budget").filter(field__in=SERVICES)
    row = rows.filter(pk=experiment_id, lab__in=visible_to(user, "lab.lead").values("pk")).first()
    if row is None:
        return None
    money = max(row.budget.all(), key=lambda one: one.pk, default=None)
    return Money(row.code, row.lab_id, money.cents if money else None)
