"""The evening: three integers, moods without names, themes, neutral notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, diary, queries, rules
from jobcaffe.circles.enums import HoursKind, Purpose
from jobcaffe.circles.models import (
    Circle,
    FacilitatorProfile,
    Hours,
    Meeting,
    PresenceMark,
    PresencePurpose,
)
from jobcaffe.encounters.actions import take_attendance
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.foundation.search import normalise
from jobcaffe.people.models import Person
from jobcaffe.people.rules import require

MOST_THEMES = 3
MOST_SAVES = 20
MOST_MINUTES = 12 * 60
Moods = Mapping[str, Mapping[str, int]]


@transaction.atomic
def close_evening(
    *,
    actor: User,
    encounter_id: UUID,
    present: int,
    new: int = 0,
    left: int = 0,
    moods: Moods | None = None,
    themes: Sequence[str] = (),
    notes: str = "",
    here: Collection[UUID] | None = None,
    request_key: UUID | None = None,
) -> Meeting:
    """Save an evening; the same save twice changes nothing, a later one corrects.

    A save whose ``request_key`` came before changes nothing either, whatever was corrected since.
    ``here`` are keys of the roster, only under a purpose: see :func:`mark_presences`.
    Refused before its day, for impossible numbers, more than three themes, and for notes with the
    name of a member.
    """
    found = queries.evening(actor, encounter_id)
    if found is None:
        raise Refused(_("Questo incontro non è fra i tuoi. Torna alla tua pagina."))
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("circle").get(pk=found.pk)
    if request_key is not None and str(request_key) in meeting.saves:
        return meeting
    said = {when: dict(counted) for when, counted in (moods or {}).items()}
    _check_numbers(present, new, left, said)
    if len(themes) > MOST_THEMES or not set(themes) <= set(catalogue.words("evening_theme")):
        raise Refused(_("Scegli al massimo tre temi dalla lista."))
    check_notes(meeting.circle, notes)
    take_attendance(actor=actor, encounter_id=encounter_id, present_count=present)
    if here is not None:
        mark_presences(actor=actor, encounter_id=encounter_id, present=here)
    before = _said(meeting)
    meeting.new_count, meeting.left_count, meeting.moods = new, left, said
    meeting.themes, meeting.notes = list(themes), notes.strip()
    same = meeting.closed_at is not None and _said(meeting) == before
    meeting.closed_at = meeting.closed_at or timezone.now()
    if request_key is not None:
        meeting.saves = [*meeting.saves, str(request_key)][-MOST_SAVES:]
    meeting.save()
    if not same:
        record(actor, "circle.evening", meeting)
    return meeting


def _said(meeting: Meeting) -> list[object]:
    """What an evening says, to see whether a save changed it."""
    return [meeting.new_count, meeting.left_count, meeting.moods, meeting.themes, meeting.notes]


def _check_numbers(present: int, new: int, left: int, moods: Moods) -> None:
    if min(present, new, left) < 0 or new > present:
        raise Refused(_("I numeri non tornano: le persone nuove sono fra quelle presenti."))
    known = set(catalogue.words("mood"))
    for when, counted in moods.items():
        if when not in ("start", "end") or not set(counted) <= known or min(counted.values(), default=0) < 0:
            raise Refused(_("Un umore non è nella lista. Apri di nuovo la pagina."))
        if sum(counted.values()) > present:
            raise Refused(_("Gli umori sono più delle persone presenti. Controlla i numeri."))


def names_in(circle: Circle, text: str) -> list[str]:
    """Members' names and nicknames that stand in a text as whole words."""
    refs = [row.person_ref for row in circle.memberships.all()]
    words = set(normalise(text).split())
    found = set()
    for person in Person.objects.filter(pk__in=refs):
        for name in (person.first_name, person.last_name, person.alias):
            parts = {part for part in normalise(name).split() if len(part) > 1}
            if parts and parts & words:
                found.add(name)
    return sorted(found)


def check_notes(circle: Circle, text: str) -> None:
    """Refused when a member's name, a telephone number or an address stands in the notes."""
    if names_in(circle, text):
        raise Refused(
            _("Nelle note c'è il nome di una persona del gruppo. Toglilo: qui non si scrivono nomi.")
        )
    if re.search(r"\S@\S|\d[\d\s./-]{6,}\d", text):
        raise Refused(_("Nelle note c'è un recapito. Toglilo: qui non si scrivono recapiti."))


# --- presence by person, only under a purpose ----------------------------------------------------


@transaction.atomic
def note_presences(*, actor: User, circle_id: UUID, purpose: str, until: date) -> PresencePurpose:
    """From today the group writes down who is there, for one purpose, until a day. All members are told.

    Refused without a known purpose, for a day that is past or more than a year away.
    """
    circle = rules.locked_circle(actor, circle_id, "circle.lead")
    today = timezone.localdate()
    last = today + relativedelta(months=catalogue.number("presence_months"))
    if purpose not in Purpose.values or not today <= until <= last:
        raise Refused(_("Scegli perché, e un giorno di fine entro un anno."))
    row, made = PresencePurpose.objects.get_or_create(
        circle=circle, purpose=purpose, until=until, defaults={"since": today}
    )
    if made:
        refs = [member.person_ref for member in queries.members(circle)]
        diary.record_many(actor, "circle.presences", about=refs, circle=circle, fields=[purpose])
    return row


@transaction.atomic
def mark_presences(*, actor: User, encounter_id: UUID, present: Collection[UUID]) -> int:
    """Who was there, by keys of the roster. How many marks stand afterwards.

    Refused when no purpose holds today, and for keys that are not in the roster.
    """
    meeting = queries.evening(actor, encounter_id)
    if meeting is None:
        raise Refused(_(rules.NOT_THERE))
    purpose = queries.purpose_now(meeting.circle)
    if purpose is None:
        raise Refused(_("Qui si scrive solo quante persone c'erano. Per i nomi serve un motivo e una fine."))
    shown = {mate.key for mate in queries.roster(actor, meeting.circle)}
    if not set(present) <= shown:
        raise Refused(_("L'elenco è cambiato. Apri di nuovo la pagina."))
    PresenceMark.objects.filter(meeting=meeting).delete()
    members = list(queries.members(meeting.circle).filter(pk__in=present))
    PresenceMark.objects.bulk_create(
        PresenceMark(purpose=purpose, meeting=meeting, **PresenceMark.columns_for(row.person_ref))
        for row in members
    )
    refs = [row.person_ref for row in members]
    diary.record_many(actor, "circle.presence", about=refs, circle=meeting.circle)
    return len(members)


# --- facilitators and their hours ------------------------------------------------------------------


@transaction.atomic
def set_profile(
    *, actor: User, themes: Sequence[str], slots: Sequence[str], max_groups: int
) -> FacilitatorProfile:
    """What a facilitator offers. Refused to others, and for unknown words."""
    require(actor, "circle.lead")
    known = set(themes) <= set(catalogue.words("theme")) and set(slots) <= set(catalogue.slots())
    if not known or not 0 <= max_groups <= len(catalogue.slots()):
        raise Refused(_("Un tema o un orario non c'è più. Scegli di nuovo."))
    row, _made = FacilitatorProfile.objects.update_or_create(
        user=actor,
        defaults={"themes": list(themes), "slots": list(slots), "max_groups": max_groups},
    )
    record(actor, "circle.profile", row, fields=["themes", "slots", "max_groups"])
    return row


@transaction.atomic
def add_hours(
    *,
    actor: User,
    kind: str,
    day: date,
    minutes: int,
    circle_id: UUID | None = None,
    encounter_id: UUID | None = None,
    request_key: UUID | None = None,
) -> Hours:
    """One's own hours, without a word on what was said. A second press gives the same row.

    Supervision belongs to no group. Refused in the future, for impossible lengths, and for groups or
    evenings that are not the actor's. An evening is counted once; a later change is a correction.
    """
    require(actor, "circle.hours")
    if kind not in HoursKind.values or not 0 < minutes <= MOST_MINUTES or day > timezone.localdate():
        raise Refused(_("Controlla giorno e durata: non più di 12 ore, e non nel futuro."))
    if kind == HoursKind.SUPERVISION and (circle_id or encounter_id):
        raise Refused(_("La supervisione non si lega a un gruppo."))
    twice = made_before(Hours, request_key)
    if twice is not None:
        return twice
    circle = rules.locked_circle(actor, circle_id, "circle.lead", stands_in=True) if circle_id else None
    meeting = queries.evening(actor, encounter_id) if encounter_id else None
    if encounter_id and (meeting is None or circle is None or meeting.circle_id != circle.pk):
        raise Refused(_(rules.NOT_THERE))
    same = Hours.objects.filter(user=actor, encounter=encounter_id, replaces=None) if encounter_id else None
    if same is not None and (before := same.first()) is not None:
        return before
    row = Hours.objects.create(
        user=actor,
        circle=circle,
        encounter_id=encounter_id,
        kind=kind,
        day=day,
        minutes=minutes,
        by=actor.pk,
        request_key=request_key,
    )
    record(actor, "circle.hours", row)
    return row


@transaction.atomic
def correct_hours(*, actor: User, hours_id: UUID, minutes: int) -> Hours:
    """A correction is a new row that points at the old one; 0 minutes takes it away.

    Refused for others' hours, and when it was corrected otherwise already.
    """
    require(actor, "circle.hours")
    old = Hours.objects.select_for_update(of=("self",)).filter(pk=hours_id, user=actor).first()
    if old is None or not 0 <= minutes <= MOST_MINUTES:
        raise Refused(_("Queste ore non sono le tue, o la durata non è possibile."))
    newer = Hours.objects.filter(replaces=old).first()
    if newer is not None:
        if newer.minutes == minutes:
            return newer
        raise Refused(_("Queste ore sono già state corrette. Apri di nuovo la pagina."))
    row = Hours.objects.create(
        user=actor,
        circle=old.circle,
        encounter=old.encounter,
        kind=old.kind,
        day=old.day,
        minutes=minutes,
        replaces=old,
        by=actor.pk,
    )
    record(actor, "circle.hours_corrected", row, fields=["minutes"])
    return row
