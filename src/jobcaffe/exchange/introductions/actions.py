"""The life of an introduction: proposed, her yes, the organisation's yes, what came of it, her way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.exchange.introductions import messages, queries, rules
from jobcaffe.exchange.introductions.enums import Contact, HowItWent, Name, Outcome, Side, State
from jobcaffe.exchange.introductions.models import Introduction, Step
from jobcaffe.exchange.posts import actions as posts
from jobcaffe.exchange.posts import queries as board
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.foundation.privacy.sealed import tables_of
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.people.rules import require

RULE = "introduction"
LONGEST = 500


def _open_post(post_id: UUID) -> Post:
    """A post that is on the board with a place left. Refused otherwise."""
    post = board.shown(board.FOR_PERSONS).filter(pk=post_id).first()
    if post is None or post.places_left < 1:
        raise Refused(_("Questo annuncio è chiuso, o i posti sono finiti. Guarda gli altri."))
    return post


def _moved(row: Introduction, state: State, side: Side) -> None:
    """Put it in a state, with its day; who must answer now has the whole time again."""
    today = timezone.localdate()
    row.state, row.since, row.reminded_on, row.escalated = state, today, None, 0
    row.expires_on = rules.expiry(today) if state in rules.LIVE else None
    if state not in rules.SEEN:
        # Nothing is left to read for the organisation.
        row.shown = row.welcome = ""
    row.changed_on = today
    row.save()
    Step.objects.create(introduction=row, state=state, side=side)


@transaction.atomic
def propose(
    *,
    actor: Actor,
    person_ref: UUID,
    post_id: UUID,
    reasons: Sequence[str] = (),
    tell: bool = True,
    at_her_word: bool = False,
) -> Introduction:
    """Ask a person whether she wants to be introduced; the organisation learns nothing.

    ``tell``: write to her by the channel she chose. ``at_her_word``: she began it herself, by saying
    yes to that organisation elsewhere; here too nothing is read before her answer. Twice is the same as
    once. Refused to who does not follow her, for a post that is closed or full, and when she has already
    said no.
    """
    person = rules.person_for(actor, person_ref)
    side = Side.PERSON if at_her_word else rules.side_of(actor, person_ref)
    post = _open_post(post_id)
    earlier = queries.of_persons(people.refs_of_person(person.pk)).filter(post=post)
    row = earlier.select_for_update(of=("self",)).first()
    if row is not None and row.state not in rules.OVER:
        return row
    if row is not None and row.state != State.EXPIRED and side is Side.HOUSE:
        raise Refused(_("A questa proposta ha già detto di no. Se ha cambiato idea, lo dice lei."))
    if row is None:
        row = Introduction(pk=uuid4(), post=post, begun_by=side, **Introduction.columns_for(person.pk))
    row.begun_by = side
    row.operator = actor if side is Side.HOUSE and isinstance(actor, User) else person.operator
    row.outcome, row.outcome_on, row.person_says, row.partner_says = "", None, "", ""
    row.seal({"reasons": list(reasons)})
    _moved(row, State.PROPOSED, side)
    record(actor, "introduction.propose", row, subject=person)
    if tell and (at_her_word or side is Side.HOUSE):
        messages.to_her(actor, row, person)
    return row


@transaction.atomic
def answer(
    *,
    actor: Actor,
    introduction_id: UUID,
    says: str,
    name: str = Name.FIRST,
    contact: str = Contact.HOUSE,
    cv: bool = False,
) -> Introduction:
    """Her answer: "yes" with what she lets be seen, "no", or "later".

    At the desk the operator writes it down together with her. The same twice changes nothing. Refused to
    others, when it is over, and for a contact that she has not.
    """
    row, person = rules.hers(actor, introduction_id)
    return _answered(actor, row, person, rules.side_of(actor, row.person_ref), says, name, contact, cv)


@transaction.atomic
def answer_by_link(
    *, actor: Actor, token: str, says: str, name: str = Name.FIRST, contact: str = Contact.HOUSE
) -> Introduction:
    """The same from the link she received, once. Refused when it was answered, or is not ours."""
    found = queries.by_token(token, rules.WAITS_FOR_HER)
    row = rules.locked(found.pk) if found else None
    if row is None or row.state not in rules.WAITS_FOR_HER:
        raise Refused(_("A questa domanda hai già risposto. Entra per cambiare idea."))
    head = people.same_person(row.person_ref)[0]
    person = Person.objects.get(pk=head)
    return _answered(actor, row, person, Side.PERSON, says, name, contact, cv=False)


def _answered(
    actor: Actor, row: Introduction, person: Person, side: Side, says: str, name: str, contact: str, cv: bool
) -> Introduction:
    wanted = {"yes": State.ASKED, "no": State.DECLINED, "later": State.LATER}.get(says)
    if wanted is None:
        raise Refused(_("Scegli sì, no, o più avanti."))
    if row.state == wanted:
        return row
    if row.state not in rules.WAITS_FOR_HER:
        raise Refused(_("A questa proposta hai già risposto. Se hai cambiato idea, puoi ritirarti."))
    if wanted is State.ASKED:
        _open_post(row.post_id)
        row.seal(_shown(person, name, contact, cv), "shown")
    _moved(row, wanted, side)
    record(actor, "introduction.answer", row, subject=person, fields=[says])
    if wanted is State.ASKED:
        messages.to_partner(actor, row)
    return row


def _shown(person: Person, name: str, contact: str, cv: bool) -> dict[str, Any]:
    """What she lets be seen, as it is today. Refused for what she has not."""
    names = {Name.FIRST: person.first_name, Name.ALIAS: person.alias, Name.FULL: person.full_name}
    chosen = names.get(Name(name), "") if name in Name.values else ""
    if not chosen:
        raise Refused(_("Scegli con quale nome vuoi presentarti."))
    contacts = {Contact.PHONE: person.phone, Contact.EMAIL: person.email, Contact.HOUSE: ""}
    if contact not in contacts or (contact != Contact.HOUSE and not contacts[Contact(contact)]):
        raise Refused(_("Questo recapito non c'è. Scegline un altro, o passa dal Job Caffè."))
    value = contacts[Contact(contact)]
    return {"name": chosen, "contacts": [value] if value else [], "cv": cv}


@transaction.atomic
def withdraw(*, actor: Actor, introduction_id: UUID) -> Introduction:
    """She takes it back, at any moment: the organisation finds nothing any more, and no message says so.

    Twice is the same as once. Refused to others than her and the desk, and once it is over.
    """
    seen, person = rules.her(actor, introduction_id)
    same = _same(seen, person)
    row = next((one for one in same if one.pk == seen.pk), None)
    if row is None:
        raise Refused(_(rules.GONE))
    if row.state in (State.WITHDRAWN, State.DECLINED):
        return row
    if row.state not in rules.LIVE:
        raise Refused(_("Questa presentazione è già finita. Non c'è più niente da leggere."))
    side = rules.side_of(actor, row.person_ref)
    for one in (one for one in same if one.state in rules.LIVE):
        _moved(one, State.WITHDRAWN, side)
        posts.release(actor=actor, post_id=one.post_id, key=one.pk)
        record(actor, "introduction.withdraw", one, subject=person)
    row.refresh_from_db()
    return row


def _same(row: Introduction, person: Person) -> list[Introduction]:
    """This row, and what another record of the same person says to the same post; locked in one order."""
    others = Introduction.of(people.refs_of_person(person.pk)) & Q(post=row.post_id)
    return list(Introduction.objects.select_for_update().filter(Q(pk=row.pk) | others).order_by("pk"))


@transaction.atomic
def note_read(*, actor: User, introduction_id: UUID) -> None:
    """Write down that the organisation read what she lets be seen. Refused as :func:`partner_answer`."""
    row = rules.partners(actor, introduction_id)
    person = Person.objects.get(pk=people.same_person(row.person_ref)[0])
    record(actor, "introduction.read", row, subject=person)


@transaction.atomic
def partner_answer(*, actor: User, introduction_id: UUID, says: str, welcome: str = "") -> Introduction:
    """The organisation's answer: "yes", with who meets her, where and when; or "no".

    The same twice changes nothing. Refused to other organisations and for all she has not said yes to:
    one answer for both.
    """
    return _by_partner(actor, rules.partners(actor, introduction_id), says, welcome)


@transaction.atomic
def partner_answer_by_link(*, actor: Actor, token: str, says: str, welcome: str = "") -> Introduction:
    """The same from the link it received, once. Refused when there is nothing (any more)."""
    found = queries.by_token(token, (State.ASKED,))
    row = rules.locked(found.pk) if found else None
    if row is None or row.state != State.ASKED:
        raise Refused(_(rules.GONE))
    return _by_partner(actor, row, says, welcome)


@transaction.atomic
def house_answer(*, actor: User, introduction_id: UUID, says: str, welcome: str = "") -> Introduction:
    """What the organisation said by telephone, or the house for its own posts. Refused before her yes."""
    row, _person = rules.hers(actor, introduction_id)
    access.require(actor, "match.desk")
    if row.state not in rules.SEEN:
        raise Refused(_("Prima serve il sì della persona."))
    return _by_partner(actor, row, says, welcome, Side.HOUSE)


def _by_partner(
    actor: Actor, row: Introduction, says: str, welcome: str, side: Side = Side.PARTNER
) -> Introduction:
    if says not in ("yes", "no"):
        raise Refused(_("Scegli sì o no."))
    if row.state == State.OPEN and says == "yes":
        return row
    if row.state != State.ASKED:
        raise Refused(_(rules.GONE))
    head = people.same_person(row.person_ref)[0]
    person = Person.objects.get(pk=head)
    if says == "yes":
        row.welcome = welcome.strip()[:LONGEST]
    _moved(row, State.OPEN if says == "yes" else State.REFUSED, side)
    record(actor, "introduction.partner", row, subject=person, fields=[says])
    messages.to_her(actor, row, person)
    return row


@transaction.atomic
def set_outcome(*, actor: User, introduction_id: UUID, outcome: str, on: date | None = None) -> Introduction:
    """What came of it, written at the desk; the same twice changes nothing. It is then over for both.

    A start takes the place of the post, when one is left. Refused to who does not follow her, for a day
    that is not yet, and before both have said yes.
    """
    row, person = rules.hers(actor, introduction_id)
    access.require(actor, "match.desk")
    if row.state == State.CLOSED and row.outcome == outcome:
        return row
    if row.state != State.OPEN:
        raise Refused(_("Si scrive com'è finita quando tutti e due hanno detto sì."))
    day = on or timezone.localdate()
    if outcome not in Outcome.values:
        raise Refused(_("Scegli com'è finita."))
    if day > timezone.localdate():
        raise Refused(_("Questo giorno non è ancora arrivato. Controlla la data."))
    row.outcome, row.outcome_on = outcome, day
    _moved(row, State.CLOSED, Side.HOUSE)
    if outcome in rules.STARTED:
        _take_place(actor, row)
    record(actor, "introduction.close", row, subject=person, fields=[outcome])
    return row


def _take_place(actor: User, row: Introduction) -> None:
    try:
        posts.reserve(actor=actor, post_id=row.post_id, key=row.pk)
        posts.confirm(actor=actor, post_id=row.post_id, key=row.pk)
    except Refused:
        return  # closed meanwhile, or more people than places: what happened has happened


@transaction.atomic
def say(*, actor: User, introduction_id: UUID, how: str) -> Introduction:
    """*Com'è andata?*, from her, the desk with her, or the organisation. Refused to others."""
    if how not in HowItWent.values:
        raise Refused(_("Scegli com'è andata."))
    if access.allows(actor, "introduction.partner"):
        row = rules.partners(actor, introduction_id)
        row.partner_says = how
    else:
        row, _person = rules.hers(actor, introduction_id)
        row.person_says = how
    if row.state not in (State.OPEN, State.CLOSED):
        raise Refused(_("Prima dovete avere detto sì tutti e due."))
    row.save(update_fields=["partner_says", "person_says"])
    record(actor, "introduction.say", row)
    return row


@transaction.atomic
def follow_up(*, actor: Actor, today: date | None = None) -> Mapping[str, int]:
    """Every day: reminders, the operator told at +10 and +30 days, what nobody answered expires."""
    require(actor, "exchange.manage")
    day = today or timezone.localdate()
    done = {"reminded": 0, "escalated": 0, "expired": 0}
    rows = Introduction.objects.select_for_update(of=("self",)).filter(state__in=rules.LIVE).order_by("pk")
    for row in rows.select_related("post", "post__organisation", "operator"):
        if row.state != State.OPEN and row.expires_on and row.expires_on < day:
            _moved(row, State.EXPIRED, Side.HOUSE)
            record(actor, "introduction.expire", row)
            done["expired"] += 1
            continue
        if row.state == State.OPEN and row.shown and rules.waited(row, day) > rules.READ_FOR:
            row.shown = row.welcome = ""
            row.save(update_fields=["shown", "welcome"])
            record(actor, "introduction.forget", row, fields=["shown"])
        done["reminded"] += _remind(actor, row, day)
        done["escalated"] += _escalate(actor, row, day)
    return done


def _remind(actor: Actor, row: Introduction, day: date) -> int:
    term = rules.LATER_AFTER if row.state == State.LATER else rules.REMIND_AFTER
    if row.reminded_on or row.state == State.OPEN or rules.waited(row, day) < term:
        return 0
    row.reminded_on = day
    row.save(update_fields=["reminded_on"])
    if row.state == State.ASKED:
        return int(messages.to_partner(actor, row) > 0)
    person = Person.objects.get(pk=people.same_person(row.person_ref)[0])
    return int(messages.to_her(actor, row, person))


def _escalate(actor: Actor, row: Introduction, day: date) -> int:
    waited = rules.waited(row, day)
    reached = max((one for one in rules.ESCALATE if waited >= one), default=0)
    if reached <= row.escalated:
        return 0
    row.escalated = reached
    row.save(update_fields=["escalated"])
    record(actor, "introduction.escalate", row, fields=[str(reached)])
    messages.to_operator(actor, row, reached)
    return 1


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Everything of an erased person goes; a place she held stays taken, nobody's. Inside her erasure."""
    require(actor, "person.erase")
    for model in tables_of("exchange_introductions"):
        hers = model._default_manager.filter(model.of(list(refs)))
        list(hers.select_for_update().order_by("pk").values_list("pk"))
        hers.delete()
    record(actor, "introduction.forget", fields=["person"])


@transaction.atomic
def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """What has been over for the months of the rule; how many went. Run every night."""
    require(actor, "person.erase")
    limit = retention_rules()[RULE].cut_off(today or timezone.localdate())
    gone, _each = Introduction.objects.exclude(state__in=rules.LIVE).filter(since__lte=limit).delete()
    if gone:
        record(actor, "introduction.forget", fields=["due"])
    return gone
