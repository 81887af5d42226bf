"""Tables: who sits there, when they meet, and what each takes upon itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions as commitments
from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters import actions as encounters
from jobcaffe.encounters.enums import Action, Kind
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.network.tables import messages, rules
from jobcaffe.network.tables.models import Meeting, Table
from jobcaffe.organisations.models import Organisation

FEWEST = 2
TITLE_LETTERS = 120


def _fill(table: Table, name: str, purpose: str, members: Sequence[Organisation]) -> None:
    if len({one.pk for one in members}) < FEWEST:
        raise Refused(_("Un tavolo ha almeno due organizzazioni. Aggiungine un'altra."))
    if not name.strip() or not purpose.strip():
        raise Refused(_("Scrivi il nome del tavolo e a che cosa serve."))
    table.name, table.purpose = name.strip(), purpose.strip()
    table.save()
    table.organisations.set(members)


@transaction.atomic
def create_table(
    *,
    actor: User,
    name: str,
    purpose: str,
    organisations: Sequence[Organisation],
    request_key: UUID | None = None,
) -> Table:
    """Open a table. Refused with fewer than two organisations, and without name or purpose."""
    require(actor, "table.manage")
    before = made_before(Table, request_key)
    if before is not None:
        return before
    made = Table(request_key=request_key)
    _fill(made, name, purpose, organisations)
    record(actor, "table.create", made)
    return made


@transaction.atomic
def update_table(
    *, actor: User, table_id: UUID, name: str, purpose: str, organisations: Sequence[Organisation]
) -> Table:
    """Change it, and who sits there. Refused as when it is opened, and when it is closed."""
    found = rules.table_locked(actor, table_id)
    _fill(found, name, purpose, organisations)
    record(actor, "table.update", found, fields=["name", "purpose", "organisations"])
    return found


@transaction.atomic
def close_table(*, actor: User, table_id: UUID) -> Table:
    """It does not meet any more; what was written stays. Refused when it is closed already."""
    found = rules.table_locked(actor, table_id)
    found.closed_on = timezone.localdate()
    found.save(update_fields=["closed_on"])
    record(actor, "table.close", found, fields=["closed_on"])
    return found


@transaction.atomic
def plan_meeting(
    *,
    actor: User,
    table_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    room_id: UUID | None = None,
    agenda: Iterable[str] = (),
    request_key: UUID | None = None,
) -> Meeting:
    """The next meeting: an encounter at which all are expected, and they are told.

    Refused for a closed table, a time of the past, and as ``RoomTaken`` when the room is held.
    """
    found = rules.table_locked(actor, table_id)
    before = made_before(Meeting, request_key)
    if before is not None:
        return before
    if starts_at <= timezone.now():
        raise Refused(_("Questo giorno è passato. Scegline uno che viene."))
    details = encounters.Details(
        kind=Kind.TABLE, action=Action.NETWORK, title=_("Tavolo: %s") % found.name[: TITLE_LETTERS - 10],
        summary=found.purpose, room_id=room_id, leader_ids=(actor.pk,),
    )  # fmt: skip
    met = encounters.create_encounter(actor=actor, details=details, starts_at=starts_at, ends_at=ends_at)
    members = list(found.organisations.all())
    for one in members:
        encounters.add_organisation(actor=actor, encounter_id=met.pk, organisation_id=one.pk)
    made = Meeting.objects.create(table=found, encounter=met, agenda=_lines(agenda), request_key=request_key)
    record(actor, "table.meet", made)
    messages.table_called(actor, found, met, members)
    return made


def _lines(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


@transaction.atomic
def save_minutes(*, actor: User, meeting_id: UUID, agenda: Iterable[str], notes: str) -> Meeting:
    """The agenda and what was said, in a few lines. Refused when the meeting is not there."""
    found = rules.meeting_locked(actor, meeting_id)
    found.agenda, found.notes = _lines(agenda), notes.strip()
    found.save(update_fields=["agenda", "notes"])
    record(actor, "table.minutes", found, fields=["agenda", "notes"])
    return found


@transaction.atomic
def take_down(
    *,
    actor: User,
    meeting_id: UUID,
    text: str,
    due_on: date,
    organisation: Organisation | None = None,
    public: bool = False,
    request_key: UUID | None = None,
) -> Commitment:
    """A line of the minutes: who does what by when. Without an organisation the house does it.

    Refused for an organisation that does not sit at the table, and without words.
    """
    found = rules.meeting_locked(actor, meeting_id)
    if organisation is not None and not found.table.organisations.filter(pk=organisation.pk).exists():
        raise Refused(_("Questa organizzazione non è al tavolo. Aggiungila prima al tavolo."))
    made = commitments.promise(
        actor=actor, text=text, due_on=due_on, organisation=organisation,
        user=None if organisation else actor, encounter=found.encounter, public=public,
        request_key=request_key,
    )  # fmt: skip
    record(actor, "table.minutes", found, fields=["commitments"])
    return made
