"""The lists of who prepares a fair: areas, programme, turns, what to do, money."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events import hooks, rules
from jobcaffe.fair.events.enums import State
from jobcaffe.fair.events.models import Area, Cost, Fair, Helper, Session, Shift, Task
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record

NOT_THERE = "Questa riga non c'è più. Ricarica la pagina."


def _write(
    actor: User, fair: Fair, row: Area | Session | Shift | Task | Cost, code: str, values: dict[str, Any]
) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    record(actor, code, fair, fields=sorted(values))


def _row(rows: Any, pk: object) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused(_(NOT_THERE))
    return found


# --- areas ----------------------------------------------------------------------------------------------


@transaction.atomic
def save_area(
    *, actor: User, fair_id: UUID, area_id: int | None = None, name: str, how_to_reach: str = ""
) -> Area:
    """A part of the place, new ones at the end. Refused for a name that another area has."""
    fair = rules.locked(actor, fair_id)
    name = name.strip()
    others = fair.areas.exclude(pk=area_id) if area_id else fair.areas.all()
    if others.filter(name=name).exists():
        raise Refused(_("C'è già un'area con questo nome. Scegline un altro."))
    row: Area = _row(fair.areas, area_id) if area_id else Area(fair=fair, position=fair.areas.count())
    _write(actor, fair, row, "fair.area", {"name": name, "how_to_reach": how_to_reach.strip()})
    return row


@transaction.atomic
def remove_area(*, actor: User, fair_id: UUID, area_id: int) -> None:
    """Its stands and rows of the programme stay, without a place."""
    fair = rules.locked(actor, fair_id)
    _row(fair.areas, area_id).delete()
    record(actor, "fair.area", fair, fields=["removed"])


# --- programme ------------------------------------------------------------------------------------------


@transaction.atomic
def save_session(
    *,
    actor: User,
    fair_id: UUID,
    session_id: UUID | None = None,
    request_key: UUID | None = None,
    **values: Any,
) -> Session:
    """A row of the programme: ``kind``, ``title``, ``summary``, ``audiences``, ``area``, ``organisation``,
    ``speaker``, ``starts_at``, ``ends_at``, ``seats``.

    ``request_key`` becomes the identifier of a new row, so that a double press writes one. Refused outside
    the day, backwards, and with fewer seats than are taken. When a row of an open fair moves, who has a seat
    is told.
    """
    fair = rules.locked(actor, fair_id)
    if session_id is None and request_key is not None:
        session_id = request_key if fair.sessions.filter(pk=request_key).exists() else None
    row: Session = (
        _row(fair.sessions.select_for_update(no_key=True), session_id)
        if session_id
        else Session(fair=fair, **({"pk": request_key} if request_key else {}))
    )
    starts, ends = values.get("starts_at", row.starts_at), values.get("ends_at", row.ends_at)
    if ends <= starts:
        raise Refused(_("La fine viene dopo l'inizio. Controlla le ore."))
    if starts < fair.opens_at or ends > fair.closes_at:
        raise Refused(_("Il programma sta fra l'apertura e la chiusura. Controlla le ore."))
    seats = values.get("seats")
    if session_id and seats is not None and row.taken.filter(state="held").count() > seats:
        raise Refused(_("I posti già presi sono di più. Lasciane almeno altrettanti."))
    before = _where(row)
    _write(actor, fair, row, "fair.session", values)
    if session_id and fair.state == State.OPEN and row.cancelled_on is None and _where(row) != before:
        hooks.move(actor, row)
    return row


def _where(row: Session) -> tuple[object, ...]:
    return row.starts_at, row.ends_at, row.area_id


@transaction.atomic
def call_off_session(*, actor: User, fair_id: UUID, session_id: UUID) -> None:
    """Take a row out of the programme: what nobody has seen goes away, the rest is called off.

    Who held a seat or waited is told, once. Twice is the same as once.
    """
    fair = rules.locked(actor, fair_id)
    row: Session = _row(fair.sessions.select_for_update(), session_id)
    if fair.state == State.DRAFT and not row.taken.exists():
        row.delete()
        record(actor, "fair.session", fair, fields=["removed"])
    elif row.cancelled_on is None:
        _write(actor, fair, row, "fair.session_cancel", {"cancelled_on": timezone.localdate()})
        hooks.call_off(actor, row)


# --- volunteers -----------------------------------------------------------------------------------------


@transaction.atomic
def save_shift(*, actor: User, fair_id: UUID, shift_id: int | None = None, **values: Any) -> Shift:
    """A turn: ``job``, ``starts_at``, ``ends_at``, ``needed``. Refused backwards."""
    fair = rules.locked(actor, fair_id)
    if values["ends_at"] <= values["starts_at"]:
        raise Refused(_("La fine viene dopo l'inizio. Controlla le ore."))
    same = {name: values[name] for name in ("job", "starts_at", "ends_at")}
    # A second press finds the turn of the first.
    row = _row(fair.shifts, shift_id) if shift_id else fair.shifts.filter(**same).first() or Shift(fair=fair)
    _write(actor, fair, row, "fair.shift", values)
    return row


@transaction.atomic
def remove_shift(*, actor: User, fair_id: UUID, shift_id: int) -> None:
    """Refused while somebody is in it."""
    fair = rules.locked(actor, fair_id)
    row: Shift = _row(fair.shifts, shift_id)
    if row.helpers.exists():
        raise Refused(_("In questo turno c'è qualcuno. Prima toglilo dal turno."))
    row.delete()
    record(actor, "fair.shift", fair, fields=["removed"])


@transaction.atomic
def add_helper(
    *, actor: User, fair_id: UUID, shift_id: int, user_id: UUID | None = None, name: str = "", phone: str = ""
) -> Helper:
    """Somebody with an account, or a name and a telephone. The same one twice is one.

    Refused without either, for an account that is no volunteer's, and in two turns at the same time.
    """
    fair = rules.locked(actor, fair_id)
    shift: Shift = _row(fair.shifts, shift_id)
    if user_id is None:
        return _by_name(actor, fair, shift, name.strip(), phone)
    who = User.objects.filter(pk=user_id, is_active=True, grants__role__in=HELPING).first()
    if who is None:
        raise Refused(_("Questa persona non ha un accesso da volontario. Scrivi il suo nome."))
    both = fair.shifts.filter(helpers__user=who, starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at)
    if both.exclude(pk=shift.pk).exists():
        raise Refused(_("In quell'ora è già in un altro turno. Scegli un'altra persona."))
    row, new = Helper.objects.get_or_create(shift=shift, user=who)
    if new:
        record(actor, "fair.helper", fair, fields=["helpers"])
    return row


HELPING = (Role.FAIR_VOLUNTEER, Role.DESK, Role.COORDINATOR, Role.FACILITATOR, Role.LAB_LEADER)


def _by_name(actor: User, fair: Fair, shift: Shift, name: str, phone: str) -> Helper:
    if not name:
        raise Refused(_("Scegli una persona, o scrivi un nome."))
    there = [one for one in shift.helpers.filter(user=None) if (one.name, one.phone) == (name, phone)]
    if there:
        return there[0]
    row = Helper.objects.create(shift=shift, name=name, phone=phone)
    record(actor, "fair.helper", fair, fields=["helpers"])
    return row


@transaction.atomic
def remove_helper(*, actor: User, fair_id: UUID, helper_id: int) -> None:
    """Take somebody out of a turn. Twice is the same as once."""
    fair = rules.locked(actor, fair_id)
    gone, _rows = Helper.objects.filter(pk=helper_id, shift__fair=fair).delete()
    if gone:
        record(actor, "fair.helper", fair, fields=["removed"])


# --- what to do, and money ------------------------------------------------------------------------------


@transaction.atomic
def save_task(*, actor: User, fair_id: UUID, task_id: int | None = None, **values: Any) -> Task:
    """A line of what to do: ``text``, ``days_before``, ``owner``. The same new line twice is one."""
    fair = rules.locked(actor, fair_id)
    same = {"text": values["text"], "days_before": values["days_before"]}
    row = _row(fair.tasks, task_id) if task_id else fair.tasks.filter(**same).first() or Task(fair=fair)
    _write(actor, fair, row, "fair.task", values)
    return row


@transaction.atomic
def tick_task(*, actor: User, fair_id: UUID, task_id: int, done: bool = True) -> Task:
    """Done, or not after all. The same twice changes nothing."""
    fair = rules.locked(actor, fair_id)
    row: Task = _row(fair.tasks, task_id)
    if (row.done_on is not None) != done:
        _write(actor, fair, row, "fair.task", {"done_on": timezone.localdate() if done else None})
    return row


@transaction.atomic
def remove_task(*, actor: User, fair_id: UUID, task_id: int) -> None:
    """Take a line out of what to do."""
    fair = rules.locked(actor, fair_id)
    _row(fair.tasks, task_id).delete()
    record(actor, "fair.task", fair, fields=["removed"])


@transaction.atomic
def save_cost(*, actor: User, fair_id: UUID, cost_id: int | None = None, **values: Any) -> Cost:
    """A line of the budget: ``label``, ``planned_cents``, ``spent_cents`` (``None``: not yet spent)."""
    fair = rules.locked(actor, fair_id, closed_too=True)
    row = _row(fair.costs, cost_id) if cost_id else fair.costs.filter(label=values["label"]).first()
    row = row or Cost(fair=fair)
    _write(actor, fair, row, "fair.cost", values)
    return row


@transaction.atomic
def remove_cost(*, actor: User, fair_id: UUID, cost_id: int) -> None:
    """Refused once something was spent."""
    fair = rules.locked(actor, fair_id, closed_too=True)
    row: Cost = _row(fair.costs, cost_id)
    if row.spent_cents:
        raise Refused(_("Per questa voce si è già speso. Resta nell'elenco."))
    row.delete()
    record(actor, "fair.cost", fair, fields=["removed"])
