"""One person's record, and the door in front of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.commitments.enums import State
from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters import queries as encounters_of
from jobcaffe.encounters.enums import Presence
from jobcaffe.foundation.access import Reach, allows, reach
from jobcaffe.foundation.accounts.actions.gates import open_gate
from jobcaffe.foundation.accounts.queries import cards_of
from jobcaffe.foundation.privacy.consents import consents_of, purposes
from jobcaffe.foundation.ui.forms import PhoneInput
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.paths import queries as paths
from jobcaffe.paths.enums import GoalState
from jobcaffe.people import queries
from jobcaffe.people.enums import DayPart, Reason, Status
from jobcaffe.people.models import Intake, Person
from jobcaffe.web.desk.forms.person import GateForm
from jobcaffe.web.desk.views.shared import actor, attempt, day, paged, show, url_of, with_person
from jobcaffe.web.page import page

LAST_SEEN = 10
LAST_ENCOUNTERS = 8
STEP_CHIPS = {
    State.PROMISED: "todo",
    State.UNDER_WAY: "attention",
    State.KEPT: "done",
    State.DROPPED: "later",
}
GOAL_CHIPS = {
    GoalState.OPEN: "todo",
    GoalState.REACHED: "done",
    GoalState.CHANGED: "later",
    GoalState.LEFT: "later",
}
PRESENCE_CHIPS = {
    Presence.EXPECTED: "todo",
    Presence.PRESENT: "done",
    Presence.ABSENT: "attention",
    Presence.EXCUSED: "later",
}


@page("person.read", methods=("GET", "POST"))
def gate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """*Perché devi aprire questa scheda?* Says nothing about the person."""
    user = actor(request)
    if queries.visible_to(user).filter(pk=pk).exists():
        return redirect(url_of(pk))
    if not queries.can_be_gated(user, pk):
        raise Http404
    form = GateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        subject = Person.objects.get(pk=pk)
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: open_gate(actor=user, person_ref=pk, subject=subject, reason=reason)):
            messages.success(request, _("Fatto. La scheda resta aperta per te 8 ore."))
            return redirect(_then(request, pk))
    return render(request, "desk/gate.html", {"form": form, "then": request.GET.get("poi", "")})


def _then(request: HttpRequest, pk: UUID) -> str:
    """Only to another page of the same record."""
    wanted = request.GET.get("poi", "")
    return wanted if wanted.startswith(url_of(pk)) else url_of(pk)


@page("person.read")
@with_person
def person(request: HttpRequest, person: Person) -> HttpResponse:
    """The record: who she is, her path, what came of it, what she said yes to."""
    user = actor(request)
    intake = person.intakes.first()
    refs = paths.merged_refs(person.pk)
    context = {
        "writes": (writes := allows(user, "person.write")),
        "coordinates": reach(user, "person.merge") is Reach.ALL,
        "facts": facts(person, intake, writes=writes),
        "intake": intake,
        "goals": goals(user, person),
        "loose": [step_line(step) for step in paths.steps_without_goal(user, person)],
        "outcomes": outcomes_table(person, paths.outcomes_of(user, person)),
        "encounters": encounters_table(encounters_of.of_person(user, person)[:LAST_ENCOUNTERS]),
        "consents": consent_lines(person, refs),
        "sections": len(queries.sections_of(person)),
        "seen": paths.who_has_seen(user, person, limit=LAST_SEEN),
        "complaints": list(person.complaints.all()),
        "card": cards_of(person.pk).filter(revoked_at=None).first(),
        "waves": queries.WAVES,
        "active": person.status == Status.ACTIVE,
    }
    return show(request, person, "desk/person.html", context)


def facts(person: Person, intake: Intake | None, *, writes: bool) -> list[dict[str, Any]]:
    """Who she is, in the order of the intake; with the ways to change it for who ``writes``."""
    edit, again = (reverse(name, args=[person.pk]) if writes else "" for name in ("desk:edit", "desk:again"))
    shown = PhoneInput().format_value(person.phone) or ""
    phone = _("Non ce l'ha") if person.no_phone and not shown else shown
    rows: list[tuple[Any, Any, str]] = [
        (_("Telefono"), phone, edit),
        (_("Email"), person.email, edit),
        (_("Come la contattiamo"), person.get_channel_display(), edit),
        (_("Anno di nascita"), str(person.birth_year or ""), edit),
        (_("Sesso"), person.get_sex_display(), edit),
        (_("Comune"), person.municipality, edit),
    ]
    if person.guardian_name:
        rows.append((_("Genitore"), f"{person.guardian_name} {person.guardian_phone}".strip(), edit))
    if intake is not None:
        reasons, parts = dict(Reason.choices), dict(DayPart.choices)
        rows += [
            (_("È qui perché"), [reasons.get(one, one) for one in intake.reasons], ""),
            (_("Può venire"), [parts.get(one, one) for one in intake.day_parts], ""),
            (_("Parole sue"), intake.words, ""),
            (_("Ricontatto entro"), day(intake.recontact_on), again),
        ]
    rows += [
        (_("Chi la segue"), person.operator.name if person.operator else "", ""),
        (_("Squadra"), person.team.name if person.team else "", ""),
        (_("Ultimo contatto"), day(person.last_contact_on), ""),
    ]
    return [{"label": label, "value": value, "change_url": url} for label, value, url in rows]


def step_line(step: Commitment) -> dict[str, Any]:
    """One step with its state and what can be pressed."""
    return {
        "step": step,
        "chip": STEP_CHIPS[State(step.state)],
        "state": step.get_state_display(),
        "open": step.settled_on is None,
        "due": day(step.due_on),
    }


def goals(user: Any, person: Person) -> list[dict[str, Any]]:
    """Goals of the open path with their steps."""
    return [
        {
            "goal": goal,
            "area": goal.get_area_display(),
            "chip": GOAL_CHIPS[GoalState(goal.state)],
            "state": goal.get_state_display(),
            "steps": [step_line(step) for step in goal.steps.all()],
        }
        for goal in paths.goals_of(user, person)
    ]


def outcomes_table(person: Person, outcomes: list[Any]) -> Table:
    """What came of it, with the next check."""
    rows = []
    for outcome in outcomes:
        waiting = [check for check in outcome.follow_ups.all() if check.done_on is None]
        done = [check for check in outcome.follow_ups.all() if check.done_on]
        cell = (
            Cell(
                _("a %(n)s mesi: %(day)s") % {"n": waiting[0].months, "day": day(waiting[0].due_on)},
                url=reverse("desk:follow_up", args=[person.pk, waiting[0].pk]),
            )
            if waiting
            else Cell(_("fatte tutte"), chip="done")
        )
        rows.append(
            Row(
                [
                    Cell(
                        outcome.get_kind_display(),
                        url=reverse("desk:outcome_correct", args=[person.pk, outcome.pk]),
                        note=outcome.where,
                    ),
                    day(outcome.started_on),
                    done[-1].get_still_display() if done else "",
                    cell,
                ]
            )
        )
    return Table(
        _("Esiti"),
        [Column(_("Che cosa")), Column(_("Da quando")), Column(_("Ultima verifica")), Column(_("Prossima"))],
        rows,
        empty=_("Qui scrivi che cosa è nato: un lavoro, un corso, un'attività. Per ora non c'è niente."),
        hide_caption=True,
    )


def encounters_table(rows: Any) -> Table:
    """Encounters she was expected at."""
    return Table(
        _("Incontri"),
        [Column(_("Quando")), Column(_("Incontro")), Column(_("Presenza"))],
        [
            Row(
                [
                    day(row.encounter.starts_at.date()),
                    row.encounter.title,
                    Cell(row.get_presence_display(), chip=PRESENCE_CHIPS[Presence(row.presence)]),
                ]
            )
            for row in rows
        ],
        empty=_("Qui vedi gli incontri a cui è venuta. Per ora non ne ha."),
        hide_caption=True,
    )


def consent_lines(person: Person, refs: list[UUID]) -> list[dict[str, Any]]:
    """Each purpose with its last yes, and what can be done."""
    given = consents_of(person.pk, *refs)
    lines = []
    for purpose in purposes().values():
        if purpose.code == "parent" and not person.guardian_name:
            continue
        last = next((row for row in given if row.purpose == purpose.code), None)
        lines.append({"purpose": purpose, "last": last, "holds": bool(last and last.holds)})
    return lines


@page("person.read")
@with_person
def seen(request: HttpRequest, person: Person) -> HttpResponse:
    """*Chi ha visto i suoi dati*: all rows."""
    rows = paths.who_has_seen(actor(request), person)
    page_obj = paged(request, rows)
    table = Table(
        _("Chi ha visto i suoi dati"),
        [
            Column(_("Quando")),
            Column(_("Chi")),
            Column(_("Ruolo")),
            Column(_("Che cosa")),
            Column(_("Perché")),
        ],
        [
            Row([f"{timezone.localtime(row.at):%d/%m/%Y %H:%M}", row.who, row.role, row.told, row.reason])
            for row in page_obj
        ],
        hide_caption=True,
    )
    title = _("Chi ha visto i dati di %(name)s") % {"name": person.full_name}
    return show(
        request, person, "desk/person_list.html", {"title": title, "table": table, "page_obj": page_obj}
    )


@page("person.read")
@with_person
def encounters(request: HttpRequest, person: Person) -> HttpResponse:
    """All her encounters."""
    page_obj = paged(request, encounters_of.of_person(actor(request), person))
    title = _("Gli incontri di %(name)s") % {"name": person.full_name}
    context = {"title": title, "table": encounters_table(page_obj), "page_obj": page_obj}
    return show(request, person, "desk/person_list.html", context)
