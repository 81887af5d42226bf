"""Meetings of a lab, and places for children while it meets."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters.actions import Details, create_encounter
from jobcaffe.encounters.enums import Action, Kind, State
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.worklife.labs import diary, queries, rules
from jobcaffe.worklife.labs.models import Lab, Meeting, Minding

MOST_CHILDREN, MOST_PLACES, OLDEST = 6, 30, 17
LONGEST_NAME = 20
# What stands in the agenda of who leads, and in nobody else's.
NEUTRAL = "Laboratorio"


@transaction.atomic
def plan_meeting(
    *,
    actor: User,
    lab_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    room_id: UUID | None = None,
    child_places: int = 0,
    request_key: UUID | None = None,
) -> Meeting:
    """Plan a meeting with its room. Of a confidential lab it is a confidential encounter, else one
    that is announced and that everybody may come to. A second press gives the same meeting.

    Refused to who does not lead the lab, for a time that is past, for more places for children than
    :data:`MOST_PLACES`, and as ``RoomTaken`` with alternatives when the room is held.
    """
    lab = rules.own_lab(actor, lab_id)
    twice = made_before(Encounter, request_key)
    if twice is not None:
        return Meeting.objects.select_related("encounter", "lab").get(pk=twice.pk)
    _check_places(child_places)
    if starts_at <= timezone.now():
        raise Refused(_("Quel giorno è già passato. Scegli un giorno che deve ancora venire."))
    made = create_encounter(
        actor=actor,
        details=_details(lab, room_id),
        starts_at=starts_at,
        ends_at=ends_at,
        request_key=request_key,
    )
    meeting = Meeting.objects.create(encounter=made, lab=lab, child_places=child_places)
    diary.record(actor, "lab.meeting", meeting, lab)
    return meeting


def _details(lab: Lab, room_id: UUID | None) -> Details:
    leaders = tuple(lab.leaders.values_list("pk", flat=True))
    if lab.confidential:
        return Details(
            kind=Kind.LAB,
            action=Action.WOMEN,
            title=NEUTRAL,
            confidential=True,
            room_id=room_id,
            leader_ids=leaders,
        )
    return Details(
        kind=Kind.LAB,
        action=Action.WOMEN,
        title=lab.name,
        summary=lab.about,
        public=True,
        room_id=room_id,
        leader_ids=leaders,
    )


def _check_places(places: int) -> None:
    if not 0 <= places <= MOST_PLACES:
        raise Refused(_("I posti per i bambini sono al massimo %(most)s.") % {"most": MOST_PLACES})


@transaction.atomic
def set_child_places(*, actor: User, encounter_id: UUID, places: int) -> Meeting:
    """How many children can be looked after. Refused below what is booked already."""
    meeting = rules.locked_meeting(actor, encounter_id)
    _check_places(places)
    taken = meeting.child_places - queries.places_left(meeting)
    if places < taken:
        raise Refused(_("Ci sono già %(n)s bambini attesi. I posti non possono essere meno.") % {"n": taken})
    if places != meeting.child_places:
        meeting.child_places = places
        meeting.save(update_fields=["child_places"])
        diary.record(actor, "lab.child_places", meeting, meeting.lab, fields=["child_places"])
    return meeting


def _checked(children: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    year = timezone.localdate().year
    told = [(name.strip(), born) for name, born in children]
    if not 1 <= len(told) <= MOST_CHILDREN:
        raise Refused(_("Scrivi da uno a %(most)s bambini.") % {"most": MOST_CHILDREN})
    if any(not name or len(name.split()) > 1 or len(name) > LONGEST_NAME for name, _born in told):
        raise Refused(_("Di ogni bambino basta il nome, senza cognome."))
    if any(not year - OLDEST <= born <= year for _name, born in told):
        raise Refused(_("Controlla l'anno di nascita: quattro cifre, per esempio 2021."))
    return told


@transaction.atomic
def bring_children(*, actor: User, encounter_id: UUID, children: Sequence[tuple[str, int]]) -> Minding:
    """Book places for the children she brings: first name and year of birth. Doing it again replaces
    what she had booked; the same twice changes nothing.

    Refused when the places left are fewer, when the meeting has begun or is off, and to who is not
    in the lab. Two mothers never get the same place: the meeting's row is locked.
    """
    meeting = rules.locked_meeting(actor, encounter_id, members=True)
    member = rules.own_membership(actor, meeting.lab_id)
    told = _checked(children)
    _still_to_come(meeting)
    before = meeting.mindings.filter(Minding.of(queries.refs_of(actor))).first()
    left = queries.places_left(meeting) + (before.places if before else 0)
    if len(told) > left:
        raise Refused(_full(left))
    columns = Minding.columns_for(member.person_ref)
    row = before or Minding(pk=uuid.uuid4(), meeting=meeting, **columns)
    row.places = len(told)
    row.seal(json.dumps(told, ensure_ascii=False))
    row.save(force_insert=before is None)
    diary.record(actor, "lab.children", meeting, meeting.lab)
    return row


def _full(left: int) -> str:
    if left == 0:
        return _("I posti per i bambini sono finiti. Chiedi a chi conduce se se ne può aggiungere uno.")
    return _("Restano %(left)s posti per i bambini. Scrivine meno, o chiedi a chi conduce.") % {"left": left}


def _still_to_come(meeting: Meeting) -> None:
    held = meeting.encounter
    if held.state != State.PLANNED or held.starts_at <= timezone.now():
        raise Refused(_("Questo incontro è già cominciato, o non si fa più. Guarda il prossimo."))


@transaction.atomic
def free_places(*, actor: User, encounter_id: UUID) -> None:
    """Her children do not come: the places are free again. A second press changes nothing."""
    meeting = rules.locked_meeting(actor, encounter_id, members=True)
    gone, _by = meeting.mindings.filter(Minding.of(queries.refs_of(actor))).delete()
    if gone:
        diary.record(actor, "lab.children_off", meeting, meeting.lab)
