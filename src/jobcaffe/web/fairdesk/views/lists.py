"""Volunteers' turns, what to do backwards from the day, money."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events import actions, queries
from jobcaffe.fair.events.enums import State
from jobcaffe.fair.events.models import Cost, Fair, Helper, Shift, Task
from jobcaffe.foundation.ui.charts import TargetBar, TargetBars
from jobcaffe.foundation.ui.phones import phone_words
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.spaces.words import day_words, local
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fairdesk.forms import CostForm, HelperForm, ShiftForm, TaskForm, shift_words
from jobcaffe.web.fairdesk.views.shared import BOTH, add_to, fair_or_404, fill, go, row_or_404
from jobcaffe.web.lab.shape import euros
from jobcaffe.web.page import HouseRequest, page

# --- turns ----------------------------------------------------------------------------------------------


@page("fair.manage")
def shifts(request: HouseRequest, slug: str) -> HttpResponse:
    """Every turn with who is in it and how many are missing."""
    fair = fair_or_404(request, slug)
    rows = list(queries.shifts_of(fair))
    gaps = sum(queries.missing_in(one) for one in rows)
    context = {
        "fair": fair,
        "is_open": fair.state != State.CLOSED,
        "rows": [_shift(fair, one) for one in rows],
        "gaps": ngettext("Manca una persona.", "Mancano %(n)s persone.", gaps) % {"n": gaps} if gaps else "",
    }
    return render(request, "fairdesk/shifts.html", context)


def _shift(fair: Fair, shift: Shift) -> dict[str, Any]:
    missing = queries.missing_in(shift)
    who = ", ".join(_names(shift))
    day = local(shift.starts_at).date()
    before = f"{capfirst(day_words(day))}. " if day != local(fair.opens_at).date() else ""
    return {
        "label": shift_words(shift),
        "url": reverse("fairdesk:shift", args=[fair.slug, shift.pk]),
        "hint": before + (who or _("Nessuno, per ora")),
        "status": "attention" if missing else "done",
        "status_text": (
            ngettext("Manca una persona", "Mancano %(n)s persone", missing) % {"n": missing}
            if missing
            else _("Completo")
        ),
    }


def _names(shift: Shift) -> list[str]:
    return [_name(one) for one in shift.helpers.all()]


def _name(one: Helper) -> str:
    """Hers, as long as it is kept."""
    return one.user.name if one.user else one.name or _("una persona")


@page("fair.manage", methods=BOTH)
def shift_new(request: HouseRequest, slug: str) -> HttpResponse:
    """One more turn."""
    fair = fair_or_404(request, slug)
    form = ShiftForm(request.POST or None, fair=fair)
    return add_to(
        request, form, lambda: actions.save_shift(actor=request.user, fair_id=fair.pk, **form.values()),
        "shifts", fair, done=_("Fatto. Ora scegli chi c'è."), title=_("Nuovo turno"),
        button=_("Aggiungi il turno"), back_label=_("Volontari"),
    )  # fmt: skip


def _one_shift(fair: Fair, shift_id: int) -> Shift:
    found = queries.shifts_of(fair).filter(pk=shift_id).first()
    if found is None:
        raise Http404
    return found


@page("fair.manage", methods=BOTH)
def shift(request: HouseRequest, slug: str, shift_id: int) -> HttpResponse:
    """Who is in it; add somebody."""
    fair = fair_or_404(request, slug)
    row = _one_shift(fair, shift_id)
    form = HelperForm(request.POST or None)
    there = reverse("fairdesk:shift", args=[slug, row.pk])
    is_open = fair.state != State.CLOSED

    def do() -> str:
        actions.add_helper(actor=request.user, fair_id=fair.pk, shift_id=row.pk, **form.cleaned_data)
        return there

    if request.method == "POST":
        return fill(
            request, form, do, done=_("Fatto. È nel turno."), title=_("Aggiungi al turno"),
            sub=shift_words(row), button=_("Aggiungi al turno"), back=there, back_label=_("Il turno"),
        )  # fmt: skip
    context = {
        "fair": fair,
        "shift": row,
        "title": shift_words(row),
        "day": capfirst(day_words(local(row.starts_at).date())),
        "is_open": is_open,
        "form": form,
        "missing": queries.missing_in(row),
        "people": [
            {
                "name": _name(one),
                "phone": phone_words(one.phone) if one.phone else "",
                "remove": reverse("fairdesk:helper_remove", args=[slug, row.pk, one.pk]),
            }
            for one in row.helpers.all()
        ],
    }
    return render(request, "fairdesk/shift.html", context)


@page("fair.manage", methods=BOTH)
def shift_edit(request: HouseRequest, slug: str, shift_id: int) -> HttpResponse:
    """Its hours and how many it needs."""
    fair = fair_or_404(request, slug)
    row = _one_shift(fair, shift_id)
    form = ShiftForm(request.POST or None, fair=fair, shift=row)
    return add_to(
        request, form,
        lambda: actions.save_shift(actor=request.user, fair_id=fair.pk, shift_id=row.pk, **form.values()),
        "shifts", fair, done=_("Fatto. Il turno è aggiornato."), title=shift_words(row),
        button=_("Salva il turno"), back_label=_("Volontari"),
        remove=reverse("fairdesk:shift_remove", args=[slug, row.pk]), remove_label=_("Togli il turno"),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def shift_remove(request: HouseRequest, slug: str, shift_id: int) -> HttpResponse:
    """Not needed."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: actions.remove_shift(actor=request.user, fair_id=fair.pk, shift_id=shift_id),
        "shifts", fair, _("Fatto. Il turno non c'è più."),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def helper_remove(request: HouseRequest, slug: str, shift_id: int, helper_id: int) -> HttpResponse:
    """Out of the turn."""
    fair = fair_or_404(request, slug)
    return press(
        request,
        lambda: actions.remove_helper(actor=request.user, fair_id=fair.pk, helper_id=helper_id),
        reverse("fairdesk:shift", args=[slug, shift_id]),
        _("Fatto. Non è più nel turno."),
    )


# --- what to do -----------------------------------------------------------------------------------------


@page("fair.manage")
def tasks(request: HouseRequest, slug: str) -> HttpResponse:
    """Backwards from the day: late ones first, then by their day, then what is done."""
    fair, today = fair_or_404(request, slug), timezone.localdate()
    rows = [_task(one, today) for one in queries.tasks_of(fair)]
    done = sum(one["status"] == "done" for one in rows)
    context = {
        "fair": fair,
        "is_open": fair.state != State.CLOSED,
        "late": [one for one in rows if one["status"] == "late"],
        "ahead": [one for one in rows if one["status"] in {"todo", "attention"}],
        "done": [one for one in rows if one["status"] == "done"],
        "count": done,
        "total": len(rows),
    }
    return render(request, "fairdesk/tasks.html", context)


def _late(days: int) -> str:
    return ngettext("In ritardo di un giorno", "In ritardo di %(n)s giorni", days) % {"n": days}


def _task(task: Task, today: Any) -> dict[str, Any]:
    due = queries.due_on(task)
    days = (due - today).days
    status = "done" if task.done_on else "late" if days < 0 else "attention" if days <= 7 else "todo"
    return {
        "pk": task.pk,
        "label": task.text,
        "due": capfirst(day_words(due)),
        "who": task.owner.name if task.owner else "",
        "status": status,
        "late_words": _late(-days) if status == "late" else "",
        "edit": reverse("fairdesk:task", args=[task.fair.slug, task.pk]),
        "tick": reverse("fairdesk:task_tick", args=[task.fair.slug, task.pk]),
    }


@page("fair.manage", methods=BOTH)
def task_new(request: HouseRequest, slug: str) -> HttpResponse:
    """One more line."""
    fair = fair_or_404(request, slug)
    form = TaskForm(request.POST or None)
    return add_to(
        request, form, lambda: actions.save_task(actor=request.user, fair_id=fair.pk, **form.cleaned_data),
        "tasks", fair, done=_("Fatto. È nell'elenco."), title=_("Nuova cosa da fare"),
        button=_("Aggiungi"), back_label=_("Da fare"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def task(request: HouseRequest, slug: str, task_id: int) -> HttpResponse:
    """Change a line."""
    fair = fair_or_404(request, slug)
    row = row_or_404(fair.tasks, task_id)
    initial = {"text": row.text, "days_before": row.days_before, "owner": row.owner_id}
    form = TaskForm(request.POST or None, initial=initial)
    return add_to(
        request, form,
        lambda: actions.save_task(actor=request.user, fair_id=fair.pk, task_id=row.pk, **form.cleaned_data),
        "tasks", fair, done=_("Fatto. L'elenco è aggiornato."), title=_("Cosa da fare"), button=_("Salva"),
        back_label=_("Da fare"), remove=reverse("fairdesk:task_remove", args=[slug, row.pk]),
        remove_label=_("Togli dall'elenco"),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def task_tick(request: HouseRequest, slug: str, task_id: int) -> HttpResponse:
    """Done, or not after all."""
    fair = fair_or_404(request, slug)
    done = request.POST.get("done") == "yes"
    return go(
        request,
        lambda: actions.tick_task(actor=request.user, fair_id=fair.pk, task_id=task_id, done=done),
        "tasks", fair,
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def task_remove(request: HouseRequest, slug: str, task_id: int) -> HttpResponse:
    """Not needed."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: actions.remove_task(actor=request.user, fair_id=fair.pk, task_id=task_id), "tasks",
        fair, _("Fatto. Non è più nell'elenco."),
    )  # fmt: skip


# --- money ----------------------------------------------------------------------------------------------


@page("fair.manage")
def costs(request: HouseRequest, slug: str) -> HttpResponse:
    """Spent out of planned, drawn and as a table."""
    fair = fair_or_404(request, slug)
    rows = list(queries.costs_of(fair))
    planned, spent = sum(one.planned_cents for one in rows), sum(one.spent_cents or 0 for one in rows)
    context = {
        "fair": fair,
        "chart": _chart(rows) if spent or planned else None,
        "table": _table(fair, rows),
        "totals": [
            {"label": _("Previsti"), "value": euros(planned)},
            {"label": _("Spesi finora"), "value": euros(spent)},
            {"label": _("Restano"), "value": euros(planned - spent)},
        ],
    }
    return render(request, "fairdesk/costs.html", context)


def _chart(rows: list[Cost]) -> TargetBars:
    return TargetBars(
        _("Spesi e previsti, in euro"),
        _("Per ogni voce quanto si è speso di quanto era previsto."),
        [
            TargetBar(
                one.label,
                one.spent_cents or 0,
                one.planned_cents,
                status="late" if (one.spent_cents or 0) > one.planned_cents else "",
            )
            for one in rows
        ],
        value_name=_("Spesi"),
        target_name=_("Previsti"),
        words=lambda cents: euros(int(cents or 0)),
    )


def _table(fair: Fair, rows: list[Cost]) -> Table:
    return Table(
        _("Le voci"),
        [Column(_("Voce")), Column(_("Previsti"), numeric=True), Column(_("Spesi"), numeric=True)],
        [
            Row(
                [
                    Cell(one.label, url=reverse("fairdesk:cost", args=[fair.slug, one.pk])),
                    Cell(euros(one.planned_cents)),
                    Cell(_("non ancora") if one.spent_cents is None else euros(one.spent_cents)),
                ]
            )
            for one in rows
        ],
        empty=_("Qui scrivi che cosa costa la JOBFEST. Per ora non c'è nessuna voce."),
    )


@page("fair.manage", methods=BOTH)
def cost_new(request: HouseRequest, slug: str) -> HttpResponse:
    """One more line."""
    fair = fair_or_404(request, slug)
    form = CostForm(request.POST or None)
    return add_to(
        request, form, lambda: actions.save_cost(actor=request.user, fair_id=fair.pk, **form.values()),
        "costs", fair, done=_("Fatto. La voce c'è."), title=_("Nuova voce di spesa"),
        button=_("Aggiungi la voce"), back_label=_("Costi"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def cost(request: HouseRequest, slug: str, cost_id: int) -> HttpResponse:
    """What was spent."""
    fair = fair_or_404(request, slug)
    row = row_or_404(fair.costs, cost_id)
    initial = {
        "label": row.label,
        "planned": row.planned_cents / 100,
        "spent": None if row.spent_cents is None else row.spent_cents / 100,
    }
    form = CostForm(request.POST or None, initial=initial)
    return add_to(
        request, form,
        lambda: actions.save_cost(actor=request.user, fair_id=fair.pk, cost_id=row.pk, **form.values()),
        "costs", fair, done=_("Fatto. La voce è aggiornata."), title=row.label, button=_("Salva la voce"),
        back_label=_("Costi"), remove=reverse("fairdesk:cost_remove", args=[slug, row.pk]),
        remove_label=_("Togli la voce"),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def cost_remove(request: HouseRequest, slug: str, cost_id: int) -> HttpResponse:
    """Not needed."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: actions.remove_cost(actor=request.user, fair_id=fair.pk, cost_id=cost_id), "costs",
        fair, _("Fatto. La voce non c'è più."),
    )  # fmt: skip
