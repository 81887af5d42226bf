"""Writing the plan: loading a programme file, and marking a milestone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import Actor, Line, record, record_many
from jobcaffe.plan.loading import Plan, read
from jobcaffe.plan.models import Action, Indicator, Milestone, Partner, Period, Programme

# Sections kept as rows of their own, in order of dependence: the model and its Italian name.
_TABLES: tuple[tuple[str, type[models.Model], str], ...] = (
    ("partners", Partner, "partner"),
    ("actions", Action, "azione"),
    ("milestones", Milestone, "tappa"),
    ("periods", Period, "periodo"),
    ("indicators", Indicator, "indicatore"),
)
_POSITIONED = frozenset({"partners", "actions", "indicators"})


@dataclass
class LoadResult:
    """What a load did: names of rows such as ``indicatore P1``, by what happened to them."""

    programme: Programme
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        """Whether anything differs from before."""
        return bool(self.created or self.changed or self.removed)


def load_programme(*, actor: Actor, path: Path) -> LoadResult:
    """Load a programme file; a second load changes only what differs.

    Raises ``PlanError`` for a file with mistakes. Refused, with nothing changed: a file of
    another programme than the one already loaded; the removal of a period or indicator that a
    closed period reports; other dates for a closed period. A command, so the actor is who runs
    the machine.
    """
    plan = read(path)
    with transaction.atomic():
        return _load(actor, plan)


def _load(actor: Actor, plan: Plan) -> LoadResult:
    programme = Programme.objects.select_for_update().first()
    if programme is not None and programme.code != plan.programme["code"]:
        raise Refused(
            f"Qui è già caricato il programma «{programme.code}», il file è di «{plan.programme['code']}». "
            "Un'installazione porta un programma solo: usa lo stesso codice, o un'altra installazione."
        )
    values = _programme_values(plan)
    result = _upsert_programme(programme, values, plan.sha256)
    _refuse_moved_periods(result.programme, plan)
    # What leaves goes first, and what others point at goes last.
    for name, model, label in reversed(_TABLES):
        _remove(result, model, label, {row["code"] for row in plan.rows[name]})
    for name, model, label in _TABLES:
        _upsert(result, name, model, label, plan.rows[name])
    if result.touched:
        programme = result.programme
        programme.source_sha256, programme.loaded_at = plan.sha256, timezone.now()
        programme.save(update_fields=["source_sha256", "loaded_at"])
        _tell(actor, result)
    return result


def _programme_values(plan: Plan) -> dict[str, Any]:
    rows = plan.rows
    return plan.programme | {
        "texts": plan.texts,
        "objectives": rows["objectives"],
        "bands": rows["bands"],
        "groups": rows["groups"],
    }


def _upsert_programme(programme: Programme | None, values: dict[str, Any], sha256: str) -> LoadResult:
    label = f"programma {values['code']}"
    if programme is None:
        made = Programme.objects.create(**values, source_sha256=sha256, loaded_at=timezone.now())
        return LoadResult(made, created=[label])
    if _assign(programme, values):
        return LoadResult(programme, changed=[label])
    return LoadResult(programme, same=[label])


def _assign(row: models.Model, values: dict[str, Any]) -> bool:
    """Write the values that differ; whether there were any."""
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)
    return bool(differing)


def _refuse_moved_periods(programme: Programme, plan: Plan) -> None:
    """A closed period is frozen, its days too."""
    wanted = {row["code"]: row for row in plan.rows["periods"]}
    # "closure" is what the account writes when it closes a period.
    for period in programme.periods.filter(closure__isnull=False):
        row = wanted.get(period.code)
        if row is None:
            raise Refused(_used(f"periodo {period.code}"))
        if (row["first_day"], row["last_day"]) != (period.first_day, period.last_day):
            raise Refused(
                f"Il periodo {period.code} è chiuso: le sue date non cambiano più. "
                "Rimetti nel file quelle di prima."
            )


def _used(what: str) -> str:
    return (
        f"Non si può togliere {what}: c'è in un periodo già chiuso. "
        "Rimettilo nel file. Se non serve più, scrivilo nel nome."
    )


def _remove(result: LoadResult, model: type[models.Model], label: str, keep: set[str]) -> None:
    leaving = model._default_manager.filter(programme=result.programme).exclude(code__in=keep)
    for row in leaving:
        name = f"{label} {row.code}"  # type: ignore[attr-defined]
        if isinstance(row, Indicator) and _reported(row):
            raise Refused(_used(name))
        try:
            row.delete()
        except ProtectedError as error:
            raise Refused(_used(name)) from error
        result.removed.append(name)


def _reported(indicator: Indicator) -> bool:
    """Whether a period was closed while the indicator was in the plan."""
    return indicator.programme.periods.filter(closure__closed_at__gte=indicator.added_at).exists()


def _upsert(
    result: LoadResult, name: str, model: type[models.Model], label: str, rows: list[dict[str, Any]]
) -> None:
    programme = result.programme
    present = {
        row.code: row  # type: ignore[attr-defined]
        for row in model._default_manager.filter(programme=programme)
    }
    actions = {action.code: action.pk for action in programme.actions.all()}
    for position, source in enumerate(rows):
        values = _row_values(name, source, position, actions)
        row = present.get(values["code"])
        if row is None:
            model._default_manager.create(programme=programme, **values)
            result.created.append(f"{label} {values['code']}")
        elif _assign(row, values):
            result.changed.append(f"{label} {values['code']}")
        else:
            result.same.append(f"{label} {values['code']}")


def _row_values(name: str, source: dict[str, Any], position: int, actions: dict[str, int]) -> dict[str, Any]:
    values = dict(source)
    if name in _POSITIONED:
        values["position"] = position
    if "action" in values:
        values["action_id"] = actions.get(values.pop("action"))
    if name == "milestones" and values["done_on"] is None:
        # Marked in the product, not in the file: a load leaves the mark.
        del values["done_on"]
    return values


def _tell(actor: Actor, result: LoadResult) -> None:
    programme = result.programme
    told = (("create", result.created), ("change", result.changed), ("remove", result.removed))
    lines = [
        Line(f"programme.{verb}", programme._meta.label_lower, str(programme.pk), reason=name)
        for verb, names in told
        for name in names
    ]
    record_many(actor, lines)


def mark_milestone(*, actor: Actor, milestone: Milestone, done_on: date | None) -> Milestone:
    """Say that a milestone was reached on a day, or (``None``) that it was not.

    Refused for a day in the future: nothing is reached before it happens.
    """
    if done_on is not None and done_on > timezone.localdate():
        raise Refused("Questa data deve ancora venire. Scrivi il giorno in cui è successo.")
    with transaction.atomic():
        row = Milestone.objects.select_for_update().get(pk=milestone.pk)
        if row.done_on != done_on:
            row.done_on = done_on
            row.save(update_fields=["done_on"])
            record(actor, "programme.milestone", row, fields=["done_on"])
        return row
