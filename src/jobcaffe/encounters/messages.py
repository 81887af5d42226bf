"""Messages about encounters. Neutral: on a lock screen they tell a day and an hour, never a theme."""

from __future__ import annotations

from datetime import datetime

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


def where_words(encounter: Encounter) -> str:
    """``Sala grande, Job Caffè, via Lamarmora``: as much as is known."""
    place = encounter.place or (encounter.room.place if encounter.room else None)
    parts = [encounter.room.name if encounter.room else "", place.name if place else ""]
    return ", ".join(part for part in [*parts, place.address if place else ""] if part)


def _context(encounter: Encounter) -> dict[str, object]:
    return {"when": local(encounter.starts_at), "place": where_words(encounter)}


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


def to_tell_by_voice(encounter: Encounter) -> list[Person | SignUp]:
    """Who is expected and gets no message: somebody calls them when a thing changes."""
    new = encounter.sign_ups.filter(state=SignUpState.NEW, channel=ContactBy.CALL)
    return [*(person for person in _expected(encounter) if _way(person) is None), *new]


def _expected(encounter: Encounter) -> list[Person]:
    rows = encounter.attendances.filter(presence=Presence.EXPECTED, person__isnull=False)
    return [row.person for row in rows.select_related("person") if row.person is not None]


def _way(person: Person) -> Channel | None:
    """The channel she chose, or the contact she left; ``None`` when somebody must call or tell her.

    A protected person gets no letter: whoever prints them, of any team, would read her name.
    """
    way = WAYS.get(person.channel)
    if way is not None:
        return None if person.protected and way is Channel.LETTER else way
    if person.channel:
        return None
    return Channel.MAIL if person.email else Channel.SMS if person.phone else None


def _to_everybody(actor: Actor, encounter: Encounter, template: str, context: dict[str, object]) -> None:
    for person in _expected(encounter):
        way = _way(person)
        if way is not None:
            to = Recipient(person.full_name, person.email, person.phone, person.pk, person.language)
            send(actor=actor, to=to, template=template, context=context, channel=way)
    for sign_up in encounter.sign_ups.filter(state=SignUpState.NEW):
        _to_sign_up(actor, sign_up, template, context)


def _to_sign_up(actor: Actor, sign_up: SignUp, template: str, context: dict[str, object]) -> None:
    way = WAYS.get(sign_up.channel)
    if way is None:
        return  # "Chiamatemi voi": the desk calls
    field = "email" if way is Channel.MAIL else "phone"
    to = Recipient(name=sign_up.name, **{field: sign_up.contact})
    send(actor=actor, to=to, template=template, context=context, channel=way)
