"""The dates of the next cycle, and who stands in for an evening."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.models import Circle, Cycle
from jobcaffe.encounters.actions import Choice, Occurrence, SeriesBlocked
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.spaces import words
from jobcaffe.web.agenda.forms import ChoicesForm
from jobcaffe.web.desk.views.shared import actor
from jobcaffe.web.leading.forms import DatesForm, SubstituteForm
from jobcaffe.web.leading.shape import day
from jobcaffe.web.leading.shared import BOTH, fill, group_url, name_of, own, when_of
from jobcaffe.web.page import page

SAVE = "salva"


@page("circle.lead", methods=BOTH)
def dates(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """*Vedi le date* shows each date with its word; *Salva* makes them all, with their rooms, or none."""
    circle = own(request, circle_id)
    form = DatesForm(
        request.POST if request.method == "POST" else None, initial={"first_day": _first_free(circle)}
    )
    plan: list[Occurrence] = []
    choices: ChoicesForm | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _made_before(circle, form)
            plan = [] if made else actions.cycle_plan(circle, form.cleaned_data["first_day"])
            choices = ChoicesForm(plan, request.POST if "con_scelte" in request.POST else None)
            if made or request.POST.get("fai") == SAVE:
                cycle = made or _save(request, circle, form, choices)
                messages.success(request, _("Fatto. Le serate in agenda sono %(n)s.") % {"n": cycle.meetings})
                return redirect(group_url(circle))
        except SeriesBlocked as blocked:
            form.add_error(None, str(blocked))
            choices = ChoicesForm(plan)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "circle": circle,
        "name": name_of(circle),
        "there": group_url(circle),
        "when": when_of(circle),
        "kind": catalogue.kinds()[circle.kind],
        "form": form,
        "table": _table(plan),
        "planned": bool(plan),
        "choices": choices,
    }
    return render(request, "leading/dates.html", context)


def _first_free(circle: Circle) -> date | None:
    """The group's next day after all its dates, and not before today."""
    last = circle.meetings.select_related("encounter").order_by("encounter__starts_at").last()
    if last is None:
        return None
    found = queries.next_day(circle, after=words.local(last.encounter.starts_at).date())
    while found is not None and found < timezone.localdate():
        found = queries.next_day(circle, after=found)
    return found


def _made_before(circle: Circle, form: DatesForm) -> Cycle | None:
    """The cycle that the first of two presses made."""
    return circle.cycles.filter(request_key=form.cleaned_data["request_key"]).first()


def _save(request: HttpRequest, circle: Circle, form: DatesForm, choices: ChoicesForm) -> Cycle:
    answered: dict[Any, Choice] | None = None
    if choices.is_bound and choices.is_valid():
        answered = choices.choices()
    return actions.plan_cycle(
        actor=actor(request), circle_id=circle.pk, choices=answered, **form.cleaned_data
    )


def _table(plan: list[Occurrence]) -> Table:
    columns = [Column(_("Giorno")), Column(_("Ora")), Column(_("Come va"))]
    return Table(_("Le date"), columns, [_row(row) for row in plan], hide_caption=True)


def _row(row: Occurrence) -> Row:
    hours = words.span_words(row.starts_at, row.ends_at) if row.starts_at and row.ends_at else ""
    if row.skipped:
        state = Cell(_("Si salta: %(why)s") % {"why": row.skipped}, chip="later")
        return Row([capfirst(row.label), "–", state])
    state = Cell(_("La sala è presa"), chip="attention") if row.problem else Cell(_("Va bene"), chip="done")
    return Row([capfirst(row.label), hours, state])


@page("circle.lead", methods=BOTH)
def substitute(request: HttpRequest, encounter_id: UUID) -> HttpResponse:
    """Somebody else leads one evening, and sees the group on that day only."""
    meeting = queries.evening(request.user, encounter_id)
    if meeting is None:
        raise Http404
    circle = own(request, meeting.circle_id)
    leading = queries.leaders(circle).values("user")
    people = working([Role.FACILITATOR]).exclude(pk__in=leading).order_by("name", "pk")
    form = SubstituteForm(people, request.POST if request.method == "POST" else None)
    return fill(
        request,
        form,
        lambda typed: actions.appoint_substitute(
            actor=actor(request), encounter_id=meeting.pk, user_id=typed["user"].pk
        ),
        done=_("Fatto. Quella sera guida un'altra persona. Vede il gruppo solo quel giorno."),
        to=group_url(circle),
        template="leading/substitute.html",
        circle=circle,
        evening=capfirst(day(meeting)),
        people=people.exists(),
    )
