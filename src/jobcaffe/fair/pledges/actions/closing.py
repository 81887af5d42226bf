"""The fair as an encounter of the programme, and its end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import actions as encounters
from jobcaffe.encounters.enums import Action, Kind
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.encounters.models import Encounter
from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events import rules as event_rules
from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges.models import Closing
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, record

NAMESPACE = UUID("c2f2f8a4-58b1-4c3c-8f61-3a77c1f0e0d5")
TITLE = 120


@transaction.atomic
def encounter_of(fair: Fair) -> Encounter:
    """The encounter that the fair is in the programme's account; made the first time somebody needs it.

    It is not announced: the fair has its own pages.
    """
    key = uuid5(NAMESPACE, str(fair.pk))
    written = _in_agenda(fair, key)
    if written is not None:
        return written
    details = encounters.Details(
        kind=Kind.EVENT, action=Action.FAIR, title=fair.name[:TITLE], summary=fair.summary,
        place_id=fair.place_id,
    )  # fmt: skip
    return encounters.create_encounter(
        actor=SYSTEM, details=details, starts_at=fair.opens_at, ends_at=fair.closes_at, request_key=key
    )


def _in_agenda(fair: Fair, key: UUID) -> Encounter | None:
    """The one made before, or the one that somebody wrote in the agenda for that day."""
    day = timezone.localtime(fair.opens_at).replace(hour=0, minute=0)
    rows = Encounter.objects.filter(
        Q(request_key=key) | Q(request_key=None), kind=Kind.EVENT, action=Action.FAIR, fair=None,
        starts_at__gte=day, starts_at__lt=day + timedelta(days=1),
    )  # fmt: skip
    return rows.exclude(state=EncounterState.CANCELLED).order_by("created_at").first()


@transaction.atomic
def close(
    *, actor: Actor, fair_id: UUID, counts: Callable[[], Mapping[str, int]], missing: Collection[UUID] = ()
) -> Closing:
    """The fair is over: its encounter is held, with who was there, and its counts stay as they are now.

    ``counts`` reads them from all rooms, once nobody writes at the door any more; ``missing`` are the stands
    nobody came to. Twice is the same as once. Refused to who does not prepare fairs, and before its end.
    """
    fair = event_rules.locked(actor, fair_id, closed_too=True)
    before = Closing.objects.filter(fair=fair).first()
    if before is not None:
        return before
    if timezone.now() < fair.closes_at:
        raise Refused(_("La JOBFEST non è ancora finita. Chiudila quando è finita."))
    encounter = encounter_of(fair)
    _there(encounter, fair, set(missing))
    encounter.refresh_from_db()
    encounter.public = True
    encounter.save(update_fields=["public"])
    fair.state, fair.closed_on = FairState.CLOSED, fair.closed_on or timezone.localdate()
    fair.save(update_fields=["state", "closed_on"])
    made = Closing.objects.create(fair=fair, encounter=encounter, counts=dict(counts()))
    record(actor, "fair.close", fair, fields=["state"])
    return made


@transaction.atomic
def count_late(*, actor: Actor, fair_id: UUID, counts: Callable[[], Mapping[str, int]]) -> Closing | None:
    """What a telephone had kept arrived after the end: who came is present, the door's ``counts`` are right.

    They are read while the next one waits; the other counts stay as they were. ``None`` for a fair that was
    not closed; nothing is refused.
    """
    closing = (
        Closing.objects.select_for_update(of=("self",)).select_related("fair").filter(fair=fair_id).first()
    )
    if closing is None:
        return None
    late = counts()
    after = {**closing.counts, **late}
    if after != closing.counts:
        _persons_there(closing.encounter, closing.fair)
        closing.counts = after
        closing.save(update_fields=["counts"])
        record(actor, "fair.count_late", closing.fair, fields=sorted(late))
    return closing


def _persons_there(encounter: Encounter, fair: Fair) -> list[UUID]:
    """Linked persons who came are in the encounter; who they are."""
    came = Visitor.objects.filter(fair=fair, arrived_at__isnull=False, person__isnull=False)
    persons = list(came.order_by("person").values_list("person", flat=True).distinct())
    for person_id in persons:
        encounters.add_person(actor=SYSTEM, encounter_id=encounter.pk, person_id=person_id)
    return [one for one in persons if one is not None]


def _there(encounter: Encounter, fair: Fair, missing: Collection[UUID]) -> None:
    """Exhibitors and linked persons who came; a fair that was called off has nobody."""
    if encounter.state == EncounterState.CANCELLED:
        raise Refused(_("Questo incontro è stato annullato: non ha presenze."))
    bodies = [one.organisation_id for one in events.stands_of(fair) if one.pk not in missing]
    for organisation_id in bodies:
        encounters.add_organisation(actor=SYSTEM, encounter_id=encounter.pk, organisation_id=organisation_id)
    persons = _persons_there(encounter, fair)
    if encounter.state == EncounterState.HELD:
        return  # somebody marked it before: whoever was added now is present
    there = {str(one) for one in (*bodies, *persons)}
    expected = encounter.attendances.values_list("person", "organisation")
    absent = {str(one or other) for one, other in expected} - there
    encounters.take_attendance(actor=SYSTEM, encounter_id=encounter.pk, absent=absent)
