"""A fair: begun, copied, put right, shown to everybody. What closes it is what is born from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries, rules, usual
from jobcaffe.fair.events.enums import StandState, State
from jobcaffe.fair.events.models import Area, Cost, Fair, Session, Shift, Stand, Task
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.spaces.models import Place
from jobcaffe.spaces.words import hour_words, local, wall

# What says when talks are held: it stays as it is once somebody has an hour.
GRID = ("first_slot_at", "slot_minutes", "slots", "breaks")
SETTINGS = (
    "name", "summary", "place", "opens_at", "closes_at", "talks_mode", *GRID, "max_talks", "wishes_until",
)  # fmt: skip
COPIED = ("name", "summary", "place", "talks_mode", "slot_minutes", "slots", "breaks", "max_talks", "bonus")


@transaction.atomic
def create_fair(
    *,
    actor: User,
    name: str,
    place: Place,
    opens_at: datetime,
    closes_at: datetime,
    request_key: UUID | None = None,
) -> Fair:
    """Begin a fair with the usual list of what to do, the lines of the budget and two areas.

    Talks may be held from half an hour after the opening to half an hour before the end. Refused when it
    ends before it begins, and when it is in the past.
    """
    require(actor, "fair.manage")
    before = made_before(Fair, request_key)
    if before is not None:
        return before
    made = Fair(
        name=name.strip(), place=place, opens_at=opens_at, closes_at=closes_at, request_key=request_key
    )
    made.first_slot_at = opens_at + timedelta(minutes=30)
    made.slots = max(1, int((closes_at - opens_at).total_seconds() // 60 - 60) // made.slot_minutes)
    made.slug = rules.free_slug(made.name, Fair.objects.values_list("slug", flat=True))
    _checked(made, new=True)
    made.save()
    Area.objects.bulk_create(
        Area(fair=made, name=one, position=place) for place, one in enumerate(usual.AREAS)
    )
    Task.objects.bulk_create(Task(fair=made, text=text, days_before=days) for days, text in usual.TASKS)
    Cost.objects.bulk_create(Cost(fair=made, label=label) for label in usual.COSTS)
    record(actor, "fair.create", made)
    return made


def _checked(fair: Fair, *, new: bool = False) -> None:
    """Refuses times that cannot be."""
    if fair.closes_at <= fair.opens_at:
        raise Refused(_("La fine viene dopo l'inizio. Controlla le ore."))
    if new and fair.opens_at <= timezone.now():
        raise Refused(_("Questo giorno è già passato. Scegli un giorno che viene."))
    if not 1 <= fair.slots <= rules.MOST_SLOTS or not 5 <= fair.slot_minutes <= 120:
        raise Refused(_("Un colloquio dura da 5 a 120 minuti, e ci sta almeno una volta. Controlla."))
    last = fair.slot_start(fair.slots)
    if fair.first_slot_at < fair.opens_at or last > fair.closes_at:
        raise Refused(
            _("I colloqui finirebbero alle %(last)s. Devono stare fra l'apertura e la chiusura.")
            % {"last": hour_words(last)}
        )


@transaction.atomic
def update_fair(*, actor: User, fair_id: UUID, **values: Any) -> Fair:
    """Change what is in :data:`SETTINGS`.

    Refused when it is over, for times that cannot be, and for other hours of talks once somebody has one.
    """
    found = rules.locked(actor, fair_id)
    before = {name: getattr(found, name) for name in SETTINGS}
    changed = sorted(name for name in SETTINGS if name in values and values[name] != before[name])
    for name in changed:
        setattr(found, name, values[name])
    found.breaks = sorted({slot for slot in found.breaks if 0 <= slot < found.slots})
    _checked(found)
    if set(changed) & set(GRID):
        rules.hold_stands(found)  # who books at this moment waits
    if set(changed) & set(GRID) and found.talks.filter(state__in=("booked", "running", "held")).exists():
        raise Refused(
            _("Qualcuno ha già l'ora di un colloquio. Prima annulla i colloqui, poi cambia le ore.")
        )
    found.save()
    if set(changed) & {"slots", "breaks"}:
        _fit_tables(found)
    if changed:
        record(actor, "fair.update", found, fields=changed)
    return found


def _fit_tables(fair: Fair) -> None:
    """Stands with their own numbers get as many as there are slots; new slots have the last number."""
    rows = list(fair.stands.exclude(tables=[]))
    for row in rows:
        last = next((n for n in reversed(row.tables) if n), 1)
        kept = list(row.tables[: fair.slots])
        row.tables = kept + [last] * (fair.slots - len(kept))
    Stand.objects.bulk_update(rows, ["tables"])


@transaction.atomic
def publish_fair(*, actor: User, fair_id: UUID) -> Fair:
    """Show it to everybody. Twice is the same as once.

    Refused without the line that says what it is. What else is missing is said, and does not stop it.
    """
    found = rules.locked(actor, fair_id)
    if found.state == State.OPEN:
        return found
    if "summary" in queries.missing(found):
        raise Refused(_("Prima scrivi in due righe che cos'è: è la prima cosa che si legge."))
    found.state, found.published_at = State.OPEN, timezone.now()
    found.save(update_fields=["state", "published_at"])
    record(actor, "fair.publish", found, fields=["state"])
    return found


@transaction.atomic
def hide_fair(*, actor: User, fair_id: UUID) -> Fair:
    """Take it back among those in preparation. Refused once somebody signed up."""
    found = rules.locked(actor, fair_id)
    if found.state == State.DRAFT:
        return found
    if found.visitors.exists():
        raise Refused(_("Qualcuno si è già iscritto: la pagina resta. Cambia lì quello che non va."))
    found.state = State.DRAFT
    found.save(update_fields=["state"])
    record(actor, "fair.hide", found, fields=["state"])
    return found


# --- from one year to the next --------------------------------------------------------------------------


@transaction.atomic
def copy_fair(*, actor: User, fair_id: UUID, name: str, day: date, request_key: UUID | None = None) -> Fair:
    """The same fair on another day, in preparation.

    Hours stay what they are on the wall, also across the change of the clock. Exhibitors that were there
    are asked again; turns have no volunteers; what to do has the same days before; what was spent is what
    is planned. Refused for a day that has passed and for who does not prepare fairs.
    """
    require(actor, "fair.manage")
    before = made_before(Fair, request_key)
    if before is not None:
        return before
    old = rules.locked(actor, fair_id, closed_too=True)
    if day <= timezone.localdate():
        raise Refused(_("Scegli un giorno che viene."))
    made = _Copy(old, (day - timezone.localdate(old.opens_at)).days).write(name.strip(), request_key)
    record(actor, "fair.copy", made)
    return made


@dataclass
class _Copy:
    """Writes the new fair row by row, ``days`` later."""

    old: Fair
    days: int

    def _later(self, moment: datetime) -> datetime:
        was = local(moment)
        return wall(was.date() + timedelta(days=self.days), was.time())

    def write(self, name: str, request_key: UUID | None) -> Fair:
        values: dict[str, Any] = {key: getattr(self.old, key) for key in COPIED}
        values |= {
            key: self._later(getattr(self.old, key)) for key in ("opens_at", "closes_at", "first_slot_at")
        }
        values["wishes_until"] = self._later(self.old.wishes_until) if self.old.wishes_until else None
        made = Fair(**values | {"name": name or self.old.name}, copied_from=self.old, request_key=request_key)
        made.slug = rules.free_slug(made.name, Fair.objects.values_list("slug", flat=True))
        made.save()
        self._rows(made, self._areas(made))
        return made

    def _areas(self, made: Fair) -> dict[int | None, Area | None]:
        found: dict[int | None, Area | None] = {None: None}
        for row in self.old.areas.all():
            found[row.pk] = Area.objects.create(
                fair=made, name=row.name, how_to_reach=row.how_to_reach, position=row.position
            )
        return found

    def _rows(self, made: Fair, areas: dict[int | None, Area | None]) -> None:
        self._stands(made, areas)
        Session.objects.bulk_create(
            Session(
                fair=made, kind=row.kind, title=row.title, summary=row.summary, audiences=row.audiences,
                area=areas[row.area_id], organisation=row.organisation, speaker=row.speaker,
                starts_at=self._later(row.starts_at), ends_at=self._later(row.ends_at), seats=row.seats,
            )
            for row in self.old.sessions.filter(cancelled_on=None)
        )  # fmt: skip
        Shift.objects.bulk_create(
            Shift(
                fair=made, job=row.job, needed=row.needed,
                starts_at=self._later(row.starts_at), ends_at=self._later(row.ends_at),
            )
            for row in self.old.shifts.all()
        )  # fmt: skip
        Task.objects.bulk_create(
            Task(fair=made, text=row.text, days_before=row.days_before, owner=row.owner)
            for row in self.old.tasks.select_related("owner")
        )
        Cost.objects.bulk_create(
            Cost(fair=made, label=row.label, planned_cents=_last_spent(row))
            for row in self.old.costs.all()
        )  # fmt: skip

    def _stands(self, made: Fair, areas: dict[int | None, Area | None]) -> None:
        rows = self.old.stands.filter(state=StandState.ACCEPTED).select_related("organisation")
        for row in rows.prefetch_related("posts"):
            stand = Stand.objects.create(
                fair=made, organisation=row.organisation, area=areas[row.area_id], brings=row.brings,
                first_table=row.first_table, tables=row.tables, occupations=row.occupations, needs=row.needs,
                wants_meetings=row.wants_meetings,
            )  # fmt: skip
            stand.posts.set(row.posts.all())


def _last_spent(cost: Cost) -> int:
    return cost.planned_cents if cost.spent_cents is None else cost.spent_cents
