"""The timetable: made, looked at, published; what is fixed and forbidden; the page that proves it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.talks import actions, queries, rules
from jobcaffe.fair.talks.enums import Kind, PlanState
from jobcaffe.fair.talks.models import Plan
from jobcaffe.foundation.jobs import queries as jobs
from jobcaffe.foundation.jobs.enums import UNFINISHED
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.ui.charts import Bar, BarChart
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fairtalks.forms import MeetingPlanForm, PairForm, PinForm, PlanForm
from jobcaffe.web.fairtalks.shared import BOTH, day_words, fair_or_404, fill
from jobcaffe.web.page import HouseRequest, page

CHIPS = {
    PlanState.MAKING: "todo",
    PlanState.DRAFT: "attention",
    PlanState.PUBLISHED: "done",
    PlanState.DROPPED: "later",
}
SHOWN = 100
LISTED = 30


@page("fair.manage")
def home(request: HouseRequest, slug: str) -> HttpResponse:
    """What there is to plan, and the plans so far."""
    fair = fair_or_404(request, slug)
    there = queries.what_there_is(fair)
    rows = [
        Row(
            [
                Cell(capfirst(one.get_kind_display()), url=reverse("fairtalks:plan", args=[one.pk])),
                Cell(capfirst(one.get_state_display()), chip=CHIPS[PlanState(one.state)]),
                Cell("–" if one.value is None else one.value),
                Cell(_gap(one)),
            ]
        )
        for one in queries.plans(request.user).filter(fair=fair)[:LISTED]
    ]
    columns = [
        Column(_("Piano")),
        Column(_("Stato")),
        Column(_("Valore"), numeric=True),
        Column(_("Quanto è buono")),
    ]
    facts = [
        {"label": _("Chi viene"), "value": there.visitors},
        {"label": _("Chi ha detto con chi vuole parlare"), "value": there.wishing},
        {"label": _("Desideri"), "value": there.wishes},
        {"label": _("Posti ai tavoli"), "value": there.places},
        {"label": _("Colloqui fissati"), "value": there.talks},
        {"label": _("Incontri accettati tra organizzazioni"), "value": there.meetings},
    ]
    context = {
        "fair": fair,
        "facts": facts,
        "plans": Table(_("Piani"), columns, rows, hide_caption=True, empty=_(
            "Qui ci sono i piani. Non ce n'è ancora nessuno: calcola il primo."
        )),
    }  # fmt: skip
    return render(request, "fairtalks/plans.html", context)


def _gap(one: Plan) -> str:
    if one.value is None or one.bound is None:
        return "–"
    if one.status == "optimal":
        return _("il migliore possibile")
    if one.status == "infeasible" or not one.bound:
        return _("non c'è un orario")
    share = 100 * abs(one.bound - one.value) / abs(one.bound)
    return _("al massimo %(n)s %% sotto il migliore") % {"n": number(share, 2)}


def _job(request: HouseRequest, one: Plan) -> Job | None:
    return jobs.visible_to(request.user).filter(pk=one.job_id).first() if one.job_id else None


def _make(request: HouseRequest, slug: str, form: PlanForm, kind: str, title: str, sub: str) -> HttpResponse:
    fair = fair_or_404(request, slug)

    def do() -> str:
        made = actions.make_plan(actor=request.user, fair=fair, kind=kind, **form.cleaned_data)
        job = _job(request, made)
        return reverse("jobs:progress", args=[job.pk]) if job else reverse("fairtalks:plan", args=[made.pk])

    return fill(
        request, form, do, title=title, sub=sub, button=_("Calcola il piano"),
        back=reverse("fairtalks:plans", args=[slug]), back_label=_("Piani dei colloqui"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def make(request: HouseRequest, slug: str) -> HttpResponse:
    """Ask for a plan of the talks; then the page of the job."""
    sub = _("Il programma propone gli orari. Li guardi, poi decidi se pubblicarli.")
    return _make(request, slug, PlanForm(request.POST or None), Kind.CITIZENS, _("Calcola i colloqui"), sub)


@page("fair.manage", methods=BOTH)
def make_meetings(request: HouseRequest, slug: str) -> HttpResponse:
    """Ask for a plan of the meetings of organisations; then the page of the job."""
    sub = _("Ogni incontro accettato ha un'ora, con meno pause che si può.")
    form = MeetingPlanForm(request.POST or None)
    return _make(request, slug, form, Kind.BUSINESS, _("Calcola gli incontri"), sub)


def _plan(request: HouseRequest, plan_id: UUID) -> Plan:
    found = queries.plan_of(request.user, plan_id)
    if found is None:
        raise Http404
    return found


@page("fair.manage")
def plan(request: HouseRequest, plan_id: UUID) -> HttpResponse:
    """One plan: how good, who gets what, who is left and why, what would help."""
    one = _plan(request, plan_id)
    state = PlanState(one.state)
    context: dict[str, Any] = {
        "one": one,
        "fair": one.fair,
        "title": _("Piano dei colloqui") if one.kind == Kind.CITIZENS else _("Piano degli incontri"),
        "chip": CHIPS[state],
        "state": str(state.label).capitalize(),
        "gap": _gap(one),
        "business": one.kind == Kind.BUSINESS,
    }
    if state == PlanState.MAKING:
        job = _job(request, one)
        context |= {"job": job, "at_work": job is not None and job.state in UNFINISHED}
    elif one.made_of:
        context["old"] = state == PlanState.DRAFT and queries.is_old(one)
        context |= _citizens(one) if one.kind == Kind.CITIZENS else _business(one)
    return render(request, "fairtalks/plan.html", context)


def _citizens(one: Plan) -> dict[str, Any]:
    found, names = queries.figures_of(one), queries.names_of(one.fair)
    left = [
        Row([names.get(row.who, "–"), names.get(row.where, "–"), row.reason])
        for row in queries.left_out(one, names, SHOWN)
    ]
    columns = [Column(_("Chi")), Column(_("Con chi voleva parlare")), Column(_("Perché no"))]
    return {
        "notes": queries.notes_of(one, names),
        "figures": _facts(one, found),
        "numbers": _numbers(found.by_number),
        "stands": _stands(one, names),
        "left": Table(_("Chi resta fuori"), columns, left, hide_caption=True, empty=_(
            "Qui ci sono i desideri senza posto. Hanno tutti un posto."
        )),
        "left_count": len(one.unplaced),
        "shown": min(SHOWN, len(one.unplaced)),
    }  # fmt: skip


def _facts(one: Plan, found: Any) -> list[dict[str, Any]]:
    minutes = found.waiting_slots * one.fair.slot_minutes
    each = minutes / found.with_one if found.with_one else 0
    return [
        {"label": _("Colloqui"), "value": found.talks},
        {
            "label": _("Chi ha almeno un colloquio"),
            "value": _("%(n)s su %(all)s") % {"n": found.with_one, "all": found.citizens},
        },
        {
            "label": _("Chi incontra la sua prima scelta"),
            "value": _("%(n)s su %(all)s") % {"n": found.first_choices, "all": found.citizens},
        },
        {"label": _("Attesa fra un colloquio e l'altro"), "value": _("%s minuti a testa") % number(each, 0)},
        {"label": _("Valore"), "value": number(one.value)},
        {"label": _("Nessun orario può valere più di"), "value": number(one.bound)},
        {"label": _("Quanto è buono"), "value": _gap(one)},
    ]


def _numbers(by_number: Any) -> BarChart:
    return BarChart(
        _("Quanti colloqui ha ciascuno"),
        _("Prima un colloquio per tutti, poi il secondo. Le persone senza colloquio sono in cima."),
        [Bar(_label(talks), people) for talks, people in by_number],
        label_name=_("Colloqui"),
        value_name=_("Persone"),
    )


def _label(talks: int) -> str:
    return {0: _("nessuno"), 1: _("uno")}.get(talks, str(talks))


def _stands(one: Plan, names: dict[str, str]) -> Table:
    """For each exhibitor: talks, places at its tables, wishes in vain."""
    talks = Counter(where for _who, where, _slot in one.rows)
    vain = Counter(where for _who, where, _reason in one.unplaced)
    rows = [
        Row([names.get(row["id"], "–"), talks[row["id"]], sum(row["tables"]), vain[row["id"]]])
        for row in one.instance["exhibitors"]
    ]
    columns = [
        Column(_("Organizzazione")),
        Column(_("Colloqui"), numeric=True),
        Column(_("Posti"), numeric=True),
        Column(_("Desideri senza posto"), numeric=True),
    ]
    return Table(_("Per organizzazione"), columns, rows, hide_caption=True)


def _business(one: Plan) -> dict[str, Any]:
    known = {str(row.pk): row for row in queries.accepted(one.fair)}
    rows, seats = [], Counter[int]()
    for key, _second, slot in sorted(one.rows, key=lambda row: (row[2], row[0])):
        seats[slot] += 1
        meeting = known.get(key)
        if meeting is not None:
            pair = [meeting.first.organisation.name, meeting.second.organisation.name]
            rows.append(Row([rules.hour(one.fair, slot), *pair, seats[slot]]))
    columns = [Column(_("Ora")), Column(_("Chi")), Column(_("Con chi")), Column(_("Tavolo"), numeric=True)]
    facts = [
        {"label": _("Incontri con un'ora"), "value": len(one.rows)},
        {"label": _("Incontri accettati"), "value": len(one.instance["talks"])},
        {"label": _("Pause in tutto"), "value": one.value},
        {"label": _("Meno di così non si può"), "value": one.bound},
    ]
    return {
        "notes": queries.notes_of(one, {}),
        "figures": facts if one.status != "infeasible" else [],
        "meetings": Table(_("Incontri"), columns, rows, hide_caption=True, empty=_(
            "Qui ci sono gli incontri con la loro ora. In questo piano non ce n'è nessuno."
        )),
        "infeasible": one.status == "infeasible",
    }  # fmt: skip


@page("fair.manage", methods=("POST",))
def publish(request: HouseRequest, plan_id: UUID) -> HttpResponse:
    """The hours are there, and everybody is told."""
    one = _plan(request, plan_id)
    return press(
        request,
        lambda: actions.publish_plan(actor=request.user, plan_id=one.pk),
        reverse("fairtalks:plan", args=[one.pk]),
        _("Fatto. Gli orari sono pubblicati e i messaggi stanno partendo."),
    )


@page("fair.manage", methods=("POST",))
def drop(request: HouseRequest, plan_id: UUID) -> HttpResponse:
    """Nothing of it happens."""
    one = _plan(request, plan_id)
    return press(
        request,
        lambda: actions.drop_plan(actor=request.user, plan_id=one.pk),
        reverse("fairtalks:plans", args=[one.fair.slug]),
        _("Fatto. Il piano è scartato."),
    )


@page("fair.manage", methods=BOTH)
def pin(request: HouseRequest, slug: str) -> HttpResponse:
    """A talk by hand: no plan moves it."""
    fair = fair_or_404(request, slug)
    form = PinForm(request.POST or None, fair=fair)
    back = reverse("fairtalks:plans", args=[slug])

    def do() -> str:
        data = form.cleaned_data
        actions.pin(
            actor=request.user, fair=fair, code=data["code"], stand=form.chosen, slot=data["slot"],
            request_key=data["request_key"],
        )  # fmt: skip
        return back

    return fill(
        request, form, do, done=_("Fatto. Il colloquio è fissato."), title=_("Fissa un colloquio"),
        sub=_("I piani lo lasciano dove lo metti."), button=_("Fissa il colloquio"), back=back,
        back_label=_("Piani dei colloqui"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def forbid(request: HouseRequest, slug: str) -> HttpResponse:
    """Two that no plan puts together."""
    fair = fair_or_404(request, slug)
    form = PairForm(request.POST or None, fair=fair)
    back = reverse("fairtalks:plans", args=[slug])

    def do() -> str:
        actions.forbid(actor=request.user, fair=fair, code=form.cleaned_data["code"], stand=form.chosen)
        return back

    return fill(
        request, form, do, done=_("Fatto. Nessun piano li mette insieme."), title=_("Vieta un colloquio"),
        sub=_("Per esempio quando una persona ce lo chiede."), button=_("Vieta il colloquio"), back=back,
        back_label=_("Piani dei colloqui"),
    )  # fmt: skip


@page("public.read")
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """How the hours were made, and every rule computed again while one looks."""
    fair = fair_or_404(request, slug)
    one = queries.published(fair)
    if one is None:
        return redirect("fairtalks:choose", slug)
    found = queries.certificate(one)
    context = {
        "fair": fair,
        "day": day_words(fair),
        "found": found,
        "facts": _facts(one, found.figures),
        "numbers": _numbers(found.figures.by_number),
        "bonus": fair.bonus,
        "idle": fair.idle_penalty,
        "stands": events.stands_of(fair).count(),
    }
    return render(request, "fairtalks/certificate.html", context)
