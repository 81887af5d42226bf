"""The weekly proposal for who leads a pool: asked for, looked at, sent to the families."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation.jobs import queries as jobs
from jobcaffe.foundation.jobs.enums import UNFINISHED
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.ui.charts import Bar, BarChart
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.hours.rules import in_hours
from jobcaffe.web.care import words
from jobcaffe.web.care.forms import ProposeForm
from jobcaffe.web.care.leading import BOTH, RUN_CHIPS, filled, led, when
from jobcaffe.web.care.who import sent
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.worklife.care import actions, queries
from jobcaffe.worklife.care.enums import RunState
from jobcaffe.worklife.care.models import Need, Offer, Run
from jobcaffe.worklife.care.tasks import plan_week


@page("care.manage", methods=BOTH)
def propose(request: HouseRequest, pool_id: UUID) -> HttpResponse:
    """What is to be worked out; then the page of the job."""
    one = led(request, pool_id)
    form = ProposeForm(request.POST or None)
    made: list[Run] = []

    def do() -> None:
        made.append(actions.propose(actor=request.user, pool_id=one.pk, **form.cleaned_data))

    if sent(request, form, do):
        job = _job(request, made[0])
        return redirect("jobs:progress", job.pk) if job else redirect("care:run", made[0].pk)
    return filled(
        request,
        form,
        title=_("Calcola la settimana"),
        sub=_("Il programma propone i turni. Decidi tu se pubblicarli."),
        button=_("Calcola la proposta"),
        back=reverse("care:lead", args=[one.pk]),
    )


def _job(request: HouseRequest, one: Run) -> Job | None:
    rows = jobs.visible_to(request.user).filter(task=plan_week.module_path, args=[str(one.pk)])
    return rows.order_by("-created_at").first()


def _run(request: HouseRequest, run_id: UUID) -> Run:
    found = queries.runs(request.user).filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


@page("care.manage")
def run(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """The proposal: turns, who is left and why, how good it is, how even."""
    one = _run(request, run_id)
    state = RunState(one.state)
    context: dict[str, Any] = {
        "one": one,
        "pool": one.pool,
        "title": words.week_title(one.monday),
        "chip": RUN_CHIPS[state],
        "state": str(state.label).capitalize(),
    }
    if state == RunState.COMPUTING:
        job = _job(request, one)
        context |= {"job": job, "at_work": job is None or job.state in UNFINISHED}
    elif state in (RunState.READY, RunState.PUBLISHED):
        context |= _ready(one)
    return render(request, "care/run.html", context)


def _ready(one: Run) -> dict[str, Any]:
    known = queries.names(one.pool.families.all())
    needs = Need.objects.in_bulk([UUID(need) for need, _rest in (*one.plan, *one.unserved)])
    offers = Offer.objects.in_bulk([UUID(offer) for _need, offer in one.plan])
    left = [
        f"{when(one.pool, needs[UUID(pk)])}, {known.get(needs[UUID(pk)].family_id, '')}: {reason}"
        for pk, reason in one.unserved
        if UUID(pk) in needs
    ]
    return {
        "plan": _plan(one, known, needs, offers),
        "left": left,
        "served": in_hours(one.served or 0),
        "how_good": words.bound_told(one.served or 0, one.bound or 0),
        "even": _even(one, known),
    }


def _plan(one: Run, known: dict[UUID, str], needs: dict[UUID, Need], offers: dict[UUID, Offer]) -> Table:
    found = [
        (needs[UUID(need)], offers[UUID(offer)])
        for need, offer in one.plan
        if UUID(need) in needs and UUID(offer) in offers
    ]
    rows = [
        Row(
            [
                when(one.pool, need),
                known.get(offer.family_id, ""),
                known.get(need.family_id, ""),
                words.children_words(need.count),
            ]
        )
        for need, offer in sorted(found, key=lambda row: (row[0].day, row[0].block, str(row[0].pk)))
    ]
    columns = [Column(_("Quando")), Column(_("Chi tiene")), Column(_("I bambini di")), Column(_("Quanti"))]
    empty = _("Qui vedi i turni proposti. Con queste richieste non ce n'è nessuno di nuovo.")
    return Table(_("I turni proposti"), columns, rows, empty=empty, hide_caption=True)


def _even(one: Run, known: dict[UUID, str]) -> BarChart:
    """How far each account would be from zero, and on which side."""
    rows = sorted(
        ((known.get(UUID(pk), ""), after) for pk, (_before, after) in one.fairness.items()),
        key=lambda row: (row[0].casefold(), row[1]),
    )
    return BarChart(
        _("Le ore dopo questa settimana"),
        _("Quanto ogni conto sarebbe lontano dalla pari. Più le barre sono corte, più il giro è equo."),
        [Bar(name, abs(after) / 60, shown=_side(after)) for name, after in rows],
        label_name=_("Famiglia"),
        value_name=_("Ore"),
    )


def _side(minutes: int) -> str:
    if not minutes:
        return _("alla pari")
    text = _("%(n)s date in più") if minutes > 0 else _("%(n)s ricevute in più")
    return text % {"n": in_hours(minutes)}


@page("care.manage", methods=("POST",))
def publish(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """The turns are there for the families."""
    one = _run(request, run_id)
    return press(
        request,
        lambda: actions.publish(actor=request.user, run_id=one.pk),
        reverse("care:run", args=[one.pk]),
        _("Fatto. Ora ogni famiglia vede i suoi turni."),
    )


@page("care.manage", methods=("POST",))
def discard(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """Nothing of it happens."""
    one = _run(request, run_id)
    return press(
        request,
        lambda: actions.discard(actor=request.user, run_id=one.pk),
        reverse("care:lead", args=[one.pool_id]),
        _("Fatto. La proposta è scartata."),
    )
