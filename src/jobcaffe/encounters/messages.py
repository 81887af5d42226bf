"""Messages about encounters. Neutral: on a lock screen they tell a day and an hour, never a theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from jobcaffe.encounters.enums import ContactBy, Presence, SignUpState
from jobcaffe.encounters.models import Encounter, SignUp
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import Recipient, send
from jobcaffe.foundation.notices.enums import Channel
from jobcaffe.people import enums as people
from jobcaffe.people.models import Person
from jobcaffe.spaces.words import local

WAYS = {
    people.Channel.SMS.value: Channel.SMS,
    people.Channel.EMAIL.value: Channel.MAIL,
    people.Channel.LETTER.value: Channel.LETTER,
}

# What arrives within the day.
QUICK = (Channel.SMS, Channel.MAIL)


# Rooms above that know who comes to a confidential encounter, where nobody is written down as expected.
WhoComes = Callable[[Encounter], Iterable[Person]]
_who_comes: list[WhoComes] = []


def on_who_comes(source: WhoComes) -> WhoComes:
    """Let a room say who comes to its confidential encounters, to be told when one changes."""
    if source not in _who_comes:
        _who_comes.append(source)
    return source


def where_words(encounter: Encounter) -> str:
    """``Sala grande, Job Caffè, via Lamarmora``: as much as is known."""
    place = encounter.place or (encounter.room.place if encounter.room else None)
    parts = [encounter.room.name if encounter.room else "", place.name if place else ""]
    return ", ".join(part for part in [*parts, place.address if place else ""] if part)


def _context(encounter: Encounter) -> dict[str, object]:
    """Day, hour and place; of a confidential encounter not the room, which may be known for its group."""
    place = "Job Caffè" if encounter.confidential else where_words(encounter)
    return {"when": local(encounter.starts_at), "place": place}


def confirm(actor: Actor, sign_up: SignUp) -> None:
    """Tell somebody who signed up when and where, and how to give the seat back."""
    link = settings.SITE_URL + reverse("public:seat", args=[sign_up.code])
    context = {**_context(sign_up.encounter), "code": sign_up.code, "link": link}
    _to_sign_up(actor, sign_up, "signup_confirm", context)


def changed(actor: Actor, encounter: Encounter, *, was: datetime) -> None:
    """Tell everybody expected that day, hour or room changed."""
    _to_everybody(actor, encounter, "encounter_changed", {**_context(encounter), "was": local(was)})


def cancelled(actor: Actor, encounter: Encounter) -> None:
    """Tell everybody expected that it is off."""
    _to_everybody(actor, encounter, "encounter_cancelled", _context(encounter))


def remind(actor: Actor, encounter: Encounter, persons: Iterable[Person]) -> int:
    """Tell these persons and who signed up of the day and the hour, once; how many were told.

    Only by mail or on the telephone: a letter would come too late. Opt-outs hold.
    """
    told, context = 0, _context(encounter)
    key, until = f"reminder:{encounter.pk}:{encounter.starts_at:%Y%m%d%H%M}", encounter.starts_at
    for person in persons:
        way = way_of(person)
        if way in QUICK:
            send(
                actor=actor, to=recipient_of(person), template="encounter_reminder", context=context,
                channel=way, dedupe_key=f"{key}:{person.pk}", expires_at=until,
                confidential=encounter.confidential,
            )  # fmt: skip
            told += 1
    for sign_up in encounter.sign_ups.all():
        if sign_up.state == SignUpState.NEW and WAYS.get(sign_up.channel) in QUICK:
            link = settings.SITE_URL + reverse("public:seat", args=[sign_up.code])
            once = {"dedupe_key": f"{key}:{sign_up.pk}", "expires_at": until}
            _to_sign_up(actor, sign_up, "encounter_reminder", {**context, "link": link}, **once)
            told += 1
    return told


def to_tell_by_voice(encounter: Encounter) -> list[Person | SignUp]:
    """Who is expected and gets no message: somebody calls them when a thing changes."""
    new = encounter.sign_ups.filter(state=SignUpState.NEW, channel=ContactBy.CALL)
    return [*(person for person in _expected(encounter) if way_of(person) is None), *new]


def _expected(encounter: Encounter) -> list[Person]:
    rows = encounter.attendances.filter(presence=Presence.EXPECTED, person__isnull=False)
    return [row.person for row in rows.select_related("person") if row.person is not None]


def way_of(person: Person) -> Channel | None:
    """The channel she chose, or the contact she left; ``None`` when somebody must call or tell her.

    A protected person gets no letter: whoever prints them, of any team, would read her name.
    """
    way = WAYS.get(person.channel)
    if way is not None:
        return None if person.protected and way is Channel.LETTER else way
    if person.channel:
        return None
    return Channel.MAIL if person.email else Channel.SMS if person.phone else None


def recipient_of(person: Person) -> Recipient:
    """The person as the notices know her."""
    return Recipient(person.full_name, person.email, person.phone, person.pk, person.language)


def _to_everybody(actor: Actor, encounter: Encounter, template: str, context: dict[str, object]) -> None:
    unwritten = [person for source in _who_comes for person in source(encounter) if encounter.confidential]
    for person in [*_expected(encounter), *unwritten]:
        way = way_of(person)
        if way is not None:
            send(
                actor=actor, to=recipient_of(person), template=template, context=context, channel=way,
                confidential=encounter.confidential,
            )  # fmt: skip
    for sign_up in encounter.sign_ups.filter(state=SignUpState.NEW):
        _to_sign_up(actor, sign_up, template, context)


def _to_sign_up(
    actor: Actor, sign_up: SignUp, template: str, context: dict[str, object], **more: Any
) -> None:
    way = WAYS.get(sign_up.channel)
    if way is None:
        return  # "Chiamatemi voi": the desk calls
    field = "email" if way is Channel.MAIL else "phone"
    to = Recipient(name=sign_up.name, **{field: sign_up.contact})
    confidential = sign_up.encounter.confidential
    send(
        actor=actor, to=to, template=template, context=context, channel=way,
        confidential=confidential, **more,
    )  # fmt: skip
