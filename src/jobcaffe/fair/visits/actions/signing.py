"""Signing up, saying that one still comes, cancelling, and whom an operator says it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import hooks, messages, rules
from jobcaffe.fair.visits.actions.seats import give_back, hold
from jobcaffe.fair.visits.enums import State, Way
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import contacts
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before, one_at_a_time
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM, Actor, record
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import normalise
from jobcaffe.people import queries as people
from jobcaffe.spaces.rules import permit

NAME_LETTERS, NEEDS_LETTERS = 80, 300
TRIES = 50
BY_STAFF = frozenset({Way.DESK, Way.PAPER, Way.DOOR})


@dataclass(frozen=True)
class Details:
    """What somebody says of herself. ``channel`` is ``sms``, ``email`` or empty: no contact at all."""

    name: str
    channel: str = ""
    contact: str = ""
    needs: str = ""
    heard_from: str = ""
    about: Mapping[str, bool] = field(default_factory=dict)
    way: str = Way.WEB


class AlreadyIn(Refused):
    """The same name with the same contact is signed up; ``visitor`` is who.

    Told to the staff alone: who only knows a name and a telephone learns nothing (:func:`ask_ticket`).
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        super().__init__(_("Con questo nome e questo recapito c'è già un'iscrizione."))


@transaction.atomic
def sign_up(
    *,
    actor: Actor = PUBLIC,
    fair: Fair,
    details: Details,
    request_key: UUID | None = None,
    code: str = "",
    tell: bool = True,
) -> Visitor:
    """Keep a place at a fair; the ticket goes to her contact. A second press gives the same visitor.

    ``code``: the one of a card that she holds already; ``tell``: not when another message is her ticket.

    Makes no person. Refused: a fair that is not public or over, no name, an unreadable contact, from the
    site no contact at all, and (:class:`AlreadyIn`) the same name with the same
    contact. A contact may be of a whole family.
    """
    permit(
        actor,
        "fair.door" if details.way == Way.DOOR else "fair.desk" if _staff(details) else "public.sign_up",
    )
    twice = made_before(Visitor, request_key)
    if twice is not None:
        return _same_fair(twice, fair)
    if not _takes(fair, details):
        raise Refused(str(rules.OVER))
    name = " ".join(details.name.split())[:NAME_LETTERS]
    if not name:
        raise Refused(_("Scrivi come ti chiami."))
    contact, index = contact_of(details)
    first_time(fair, name, index)
    made = _new(
        Visitor(
            fair=fair, name=name, name_index=rules.name_index(name), contact=contact, contact_index=index,
            needs=details.needs.strip()[:NEEDS_LETTERS], heard_from=_one_of(details.heard_from, rules.HEARD),
            about={key: True for key, _label in rules.ABOUT if details.about.get(key)}, way=details.way,
            request_key=request_key,
        ),
        code,
    )  # fmt: skip
    record(actor, "fair_visitor.sign_up", made, fields=[details.way])
    if tell and details.way != Way.DOOR:
        messages.ticket(actor, made)
    return made


def _same_fair(visitor: Visitor, fair: Fair) -> Visitor:
    """What a second press gives. Refused when the key is of another fair."""
    if visitor.fair_id != fair.pk:
        raise Refused(str(rules.GONE))
    return visitor


def _takes(fair: Fair, details: Details) -> bool:
    """At the door also afterwards: what was pressed without a network arrives late."""
    return rules.still(fair) or (details.way == Way.DOOR and rules.takes_late(fair))


def _staff(details: Details) -> bool:
    return details.way in BY_STAFF


def _one_of(value: str, known: tuple[tuple[str, object], ...]) -> str:
    return value if value in {key for key, _label in known} else ""


def contact_of(details: Details) -> tuple[str, str]:
    """The contact in its normal form, and its index. Refused like a sign-up."""
    text = details.contact.strip()
    if not text:
        if not _staff(details):
            raise Refused(_("Scrivi il tuo numero di telefono, oppure la tua email."))
        return "", ""
    found = contacts.parse(text)
    if found is None:
        raise Refused(_("Scrivi un numero come 333 123 4567, o un'email come anna@example.it."))
    return found.value, crypto.blind_index(found.kind, found.value)


def twin(fair: Fair, name: str, index: str, *, but: Visitor | None = None) -> Visitor | None:
    """Who comes with the same name and the same contact; nobody without a contact.

    Two who ask at once are one after the other (:func:`alone_with`).
    """
    if not index:
        return None
    alone_with(fair.pk, index)
    rows = Visitor.objects.select_related("fair__place").filter(fair=fair, contact_index=index)
    same = [one for one in rows.filter(state=State.EXPECTED) if normalise(one.name) == normalise(name)]
    return next((one for one in same if but is None or one.pk != but.pk), None)


def alone_with(fair_id: UUID, index: str) -> None:
    """Who asks about one contact waits for the other who does; who locks a visitor too waits here first."""
    if index:
        one_at_a_time(f"fair-visitor:{fair_id}:{index}")


def first_time(fair: Fair, name: str, index: str, *, but: Visitor | None = None) -> None:
    """Raises :class:`AlreadyIn` for the same name with the same contact."""
    found = twin(fair, name, index, but=but)
    if found is not None:
        raise AlreadyIn(found)


def _new(visitor: Visitor, code: str) -> Visitor:
    """Saved with a code that nobody else at the fair has: the given one, or one that is drawn."""
    for _try in range(1 if code else TRIES):
        visitor.code = code or rules.new_code()
        try:
            with transaction.atomic():
                visitor.save(force_insert=True)
        except IntegrityError:
            if not Visitor.objects.filter(fair=visitor.fair_id, code=visitor.code).exists():
                raise
        else:
            return visitor
    raise Refused(_("Adesso non riesco a darti un codice. Riprova fra poco."))


def ask_ticket(*, fair: Fair, details: Details, request_key: UUID | None = None) -> None:
    """What the site does: a new sign-up, or for who had signed up before her ticket again.

    Both write to the contact and answer nothing. Refused like a sign-up, for the same things to everybody.
    """
    try:
        sign_up(fair=fair, details=details, request_key=request_key)
    except AlreadyIn as known:
        send_ticket_again(actor=PUBLIC, visitor=known.visitor)


@transaction.atomic
def send_ticket_again(*, actor: Actor, visitor: Visitor) -> None:
    """The ticket once more to her contact, at most once a day. Nothing is refused."""
    messages.ticket(actor, visitor, again=f"{timezone.localdate():%Y%m%d}")


@transaction.atomic
def cancel(*, actor: Actor, visitor: Visitor) -> Visitor:
    """*Non vengo*: her seats and talks go to others. Twice is the same as once.

    Refused when the fair is over.
    """
    row = rules.locked(visitor)
    if row.state == State.CANCELLED:
        return row
    if not rules.still(row.fair):
        raise Refused(str(rules.OVER))
    row.state = State.CANCELLED
    row.save(update_fields=["state"])
    hold([row.pk])
    hooks.hold([row.pk])
    give_back(actor, row)
    hooks.leave(actor, row)
    record(actor, "fair_visitor.cancel", row, fields=["state"])
    return row


@transaction.atomic
def come_back(*, actor: Actor, visitor: Visitor) -> Visitor:
    """*Ci ho ripensato*: she is expected again; seats and talks are asked anew.

    Refused after the fair, and when she has signed up again meanwhile.
    """
    alone_with(visitor.fair_id, visitor.contact_index)
    row = rules.locked(visitor)
    if row.state == State.EXPECTED:
        return row
    if not rules.still(row.fair):
        raise Refused(str(rules.OVER))
    if twin(row.fair, row.name, row.contact_index, but=row) is not None:
        raise Refused(_("Per te c'è già un'altra iscrizione. Usa il biglietto più nuovo."))
    row.state = State.EXPECTED
    row.save(update_fields=["state"])
    record(actor, "fair_visitor.come_back", row, fields=["state"])
    return row


@transaction.atomic
def confirm(*, actor: Actor, visitor: Visitor) -> Visitor:
    """*Vengo*: noted with its day. Twice is the same as once. Refused to who cancelled or after the fair."""
    row = rules.locked(visitor)
    if row.state == State.CANCELLED or not rules.still(row.fair):
        raise Refused(str(rules.OVER if row.state != State.CANCELLED else rules.GONE))
    if row.confirmed_on is None:
        row.confirmed_on = timezone.localdate()
        row.save(update_fields=["confirmed_on"])
        record(actor, "fair_visitor.confirm", row, fields=["confirmed_on"])
    return row


@transaction.atomic
def link_person(*, actor: User, visitor: Visitor, person_id: UUID | None) -> Visitor:
    """An operator says who she is, or takes it back with ``None``. Nothing is written in the record.

    Refused to who does not reach the person, and when she is linked to somebody else already.
    """
    permit(actor, "fair.desk")
    row = rules.locked(visitor)
    if row.person_id == person_id:
        return row
    person = None
    if person_id is not None:
        person = people.visible_to(actor, "person.search").filter(pk=person_id).first()
        if person is None:
            raise Refused(_("Questa persona non c'è, o non è fra quelle che segui."))
        if row.person_id is not None:
            raise Refused(_("Questa iscrizione è già di un'altra persona. Prima staccala."))
    row.person = person
    row.save(update_fields=["person"])
    record(actor, "fair_visitor.link", row, subject=person, fields=["person"])
    return row


def ask_again(*, actor: Actor = SYSTEM, today: date | None = None) -> int:
    """*Vieni ancora?* to who signed up before the day on which it is asked; how many were told.

    Seven and two days before a public fair (a missed day is made up the day after), fair by fair. Who
    has arrived at an answer after the question is not asked the same one again.
    """
    day, told = today or timezone.localdate(), 0
    for fair in Fair.objects.select_related("place").filter(state="open", closes_at__gt=timezone.now()):
        due = rules.ask_now(timezone.localdate(fair.opens_at), day)
        if due is not None:
            told += _asked(actor, fair, due, day)
    return told


@transaction.atomic
def _asked(actor: Actor, fair: Fair, due: rules.Asked, day: date) -> int:
    rows = Visitor.objects.select_for_update(of=("self",), no_key=True).filter(
        fair=fair, state=State.EXPECTED
    )
    rows = rows.exclude(contact_index="").exclude(reminded_on__gte=due.on)
    told = []
    for one in rows.order_by("pk"):
        if timezone.localdate(one.signed_up_at) < due.on:
            one.fair = fair
            if messages.ask(actor, one, due.days):
                told.append(one.pk)
    Visitor.objects.filter(pk__in=told).update(reminded_on=day)
    if told:
        record(actor, "fair_visitor.ask", fair, fields=[f"count={len(told)}"])
    return len(told)
