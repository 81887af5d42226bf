"""A household enters a pool, writes its children, chooses whom it trusts, signs, and leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import quiet
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, record
from jobcaffe.hours import actions as ledger
from jobcaffe.hours.models import Account
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.people.rules import minor
from jobcaffe.worklife.care import diary, queries, rules
from jobcaffe.worklife.care.enums import PoolState, Standing
from jobcaffe.worklife.care.models import Adult, Child, Choice, Family, Need, Permission
from jobcaffe.worklife.care.releasing import free_between, let_go, release_all
from jobcaffe.worklife.care.settling import settle_past

MOST_CHILDREN = 8
OLDEST_CHILD = 17
ANY = (Standing.ASKED, Standing.IN)


@transaction.atomic
def ask_in(
    *,
    actor: User,
    person_ref: UUID,
    pool_id: UUID,
    children: Sequence[tuple[str, int]],
    gives: bool = False,
    request_key: UUID | None = None,
) -> Family:
    """A household asks to enter a pool: its adult and its children. A second press gives the same.

    By herself, or at the desk for a person who is followed. Refused without children, for who is not
    18 yet, and for a pool that is closed.
    """
    person = _person(actor, person_ref)
    pool = rules.locked_pool(pool_id)
    there = queries.families_of(people.refs_of_person(person.pk)).filter(pool=pool)
    twice = made_before(Family, request_key) or there.first()
    if twice is not None:
        return twice
    if pool.state != PoolState.OPEN:
        raise Refused(_("Questo gruppo di turni è chiuso."))
    if minor(person.birth_year):
        raise Refused(_("La famiglia la iscrive un adulto: servono 18 anni."))
    if not 0 < len(children) <= MOST_CHILDREN:
        raise Refused(_("Scrivi il nome e l'anno di nascita di almeno un bambino."))
    family = Family.objects.create(pool=pool, gives=gives, request_key=request_key)
    Adult.objects.create(family=family, **Adult.columns_for(person.pk))
    for name, year in children:
        _child(family, person.pk, name, year)
    diary.record(actor, "care.desk", family, fields=["family"])
    return family


def _person(actor: User, ref: UUID) -> Person:
    found = None
    if ref in queries.refs_of(actor):
        found = Person.objects.filter(pk=ref).first()
    elif access.allows(actor, "care.desk"):
        found = people.visible_to(actor, "person.read").filter(pk=ref).first()
    if found is None:
        raise Refused(_("Questa persona non c'è, o non è fra quelle che segui. Torna alla ricerca."))
    return found


def _child(family: Family, owner: UUID, name: str, year: int) -> Child:
    this = timezone.localdate().year
    if not name.strip() or len(name.split()) > 2:
        raise Refused(_("Del bambino scrivi solo il nome, senza cognome."))
    if not this - OLDEST_CHILD <= year <= this:
        raise Refused(_("Controlla l'anno di nascita del bambino."))
    row = Child(family=family, **Child.columns_for(owner))
    row.write(" ".join(name.split())[:30], year)
    row.save(force_insert=True)
    return row


@transaction.atomic
def add_child(*, actor: User, family_id: UUID, name: str, year: int) -> Child:
    """One more child. The same name and year twice is one child. Refused for a year that cannot be."""
    family = rules.own_family(actor, family_id, *ANY)
    diary.record(actor, "care.desk", family, fields=["children"])
    kids = list(family.children.all())
    same = [one for one in Child.opened(kids) if (one.name, one.year) == (" ".join(name.split())[:30], year)]
    if same:
        return next(row for row in kids if row.pk == same[0].id)
    if len(kids) >= MOST_CHILDREN:
        raise Refused(_("Qui c'è posto per otto bambini. Parlane con chi guida il gruppo."))
    adults = [row.person_ref for row in family.adults.all()]
    mine = [ref for ref in queries.refs_of(actor) if ref in adults]
    return _child(family, (mine or adults)[0], name, year)


@transaction.atomic
def drop_child(*, actor: User, family_id: UUID, child_id: UUID) -> None:
    """A child is taken out, and out of the needs to come; who has begun a turn is paid as it began.

    A second press finds nobody: nothing happens.
    """
    family = rules.own_family(actor, family_id, *ANY)
    diary.record(actor, "care.desk", family, fields=["children"])
    row = family.children.filter(pk=child_id).first()
    if row is None:
        return
    today = timezone.localdate()
    for need in family.needs.filter(children=row, day__gte=today):
        if family.pool.begins(need.day, need.block) > timezone.now():
            _without(need, row)
    row.delete()


def _without(need: Need, child: Child) -> None:
    """A need for one child less; none is left for none."""
    need.children.remove(child)
    need.count = need.children.count()
    need.save(update_fields=["count"])
    if need.count:
        need.mindings.update(minutes=need.family.pool.minutes(need.count))
    else:
        let_go(need)


@transaction.atomic
def choose(*, actor: User, family_id: UUID, chosen: Collection[UUID]) -> None:
    """The households that this one trusts with its children, all at once; nobody is told.

    A turn to come between two that do not choose each other any more is taken away, as any other.
    """
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["choices"])
    there = set(queries.inside(family.pool).exclude(pk=family.pk).values_list("pk", flat=True))
    wanted, before = set(chosen) & there, queries.chosen_by(family)
    Choice.objects.filter(chooser=family).exclude(other__in=wanted).delete()
    Choice.objects.bulk_create(Choice(chooser=family, other_id=pk) for pk in wanted - before)
    for gone in before - wanted:
        free_between(family.pool, family.pk, gone)


@transaction.atomic
def set_gives(*, actor: User, family_id: UUID, gives: bool) -> Family:
    """Whether hours in plenty may go to the common fund: her consent, given and taken back here."""
    family = rules.own_family(actor, family_id, *ANY)
    diary.record(actor, "care.desk", family, fields=["fund"])
    family.gives = gives
    family.save(update_fields=["gives"])
    return family


@transaction.atomic
def invite(*, actor: User, family_id: UUID) -> str:
    """A code for the other adult of the household, good once and for a week.

    Refused to others, and before the household is confirmed.
    """
    family = rules.own_family(actor, family_id)
    if family.account_ref is None:
        raise Refused(_("Prima chi guida il gruppo conferma la tua famiglia."))
    return ledger.invite(actor=actor, account_id=family.account_ref)


@transaction.atomic
def join(*, actor: User, code: str) -> Family:
    """The other adult comes in with the code. Again gives the same household. Refused for an old one."""
    access.require(actor, "care.member")
    account = ledger.join(actor=actor, code=code)
    family = (
        Family.objects.select_related("pool").filter(account_ref=account.pk, standing=Standing.IN).first()
    )
    refs = queries.refs_of(actor)
    if family is None or not refs:
        raise Refused(_("Questo codice non vale più. Chiedine un altro a chi te l'ha dato."))
    if queries.families_of(refs).filter(pool=family.pool_id).exclude(pk=family.pk).exists():
        raise Refused(_("Sei già in questo gruppo con un'altra famiglia. Esci da quella, poi usa il codice."))
    if not family.adults.filter(Adult.of(refs)).exists():
        Adult.objects.create(family=family, **Adult.columns_for(refs[0]))
    diary.record(actor, "care.desk", family, fields=["adults"])
    return family


@transaction.atomic
def approve(*, actor: User, family_id: UUID) -> Family:
    """Who leads the pool lets a household in; its account is opened. A second press changes nothing."""
    family = rules.led_family(actor, family_id)
    if family.standing == Standing.OUT:
        raise Refused(_("Questa famiglia non chiede più di entrare."))
    if family.standing == Standing.IN:
        return family
    family.standing = Standing.IN
    first = family.adults.order_by("pk")[0].person_ref
    if family.pool.community_ref:
        account = ledger.open_account(actor=SYSTEM, community_id=family.pool.community_ref, person_ref=first)
        family.account_ref = account.pk
    family.save(update_fields=["standing", "account_ref"])
    record(actor, "care.approve", family.pool)
    quiet.word(actor, queries.refs_in([family]))
    return family


@transaction.atomic
def open_families(*, actor: User, pool_id: UUID) -> list[queries.Household]:
    """The households of a pool for who leads it; each of their adults reads that they were seen.

    Refused to others.
    """
    pool = queries.pool_of(actor, pool_id)
    if pool is None:
        raise Refused(_(rules.NOT_THERE))
    found = queries.households(pool)
    diary.record_many(actor, "care.families", pool, [one.family for one in found])
    return found


@transaction.atomic
def open_family(*, actor: User, family_id: UUID) -> queries.Household:
    """The sheet of one household for who leads its pool; its adults read that it was opened.

    Refused to others.
    """
    found = queries.household(actor, family_id)
    if found is None:
        raise Refused(_(rules.NOT_THERE))
    diary.record_many(actor, "care.family", found.family.pool, [found.family])
    return found


@transaction.atomic
def decline(*, actor: User, family_id: UUID) -> None:
    """Who leads the pool says no, or the household goes: no reason is written. Again changes nothing."""
    family = rules.led_family(actor, family_id)
    if family.standing != Standing.OUT:
        _out(family)
        record(actor, "care.decline", family.pool)


@transaction.atomic
def leave(*, actor: User, family_id: UUID) -> None:
    """Out of the pool at once, no reason asked; turns to come are taken away, the hours stay told."""
    found = Family.objects.filter(pk=family_id).first()
    if found is None or not queries.reaches(actor, found):
        raise Refused(_(rules.NOT_THERE))
    pool = rules.locked_pool(found.pool_id)
    family = Family.objects.select_for_update(of=("self",)).get(pk=family_id)
    family.pool = pool
    if family.standing != Standing.OUT:
        _out(family)
        diary.record(actor, "care.desk", family, fields=["family"])


def _out(family: Family) -> None:
    settle_past(family)
    release_all(family)
    family.standing, family.left_on = Standing.OUT, timezone.localdate()
    family.save(update_fields=["standing", "left_on"])
    family.children.all().delete()
    family.signed.all().delete()
    Choice.objects.filter(Q(chooser=family) | Q(other=family)).delete()
    _close_account(family)


def _close_account(family: Family) -> None:
    """An account with hours still to give stays open, so that who wants can level it."""
    if family.account_ref is None:
        return
    row = Account.objects.select_related("community").filter(pk=family.account_ref).first()
    if row is not None and (row.balance >= 0 or row.community.counts_only):
        ledger.close_account(actor=SYSTEM, account_id=row.pk, give_rest=True)


@transaction.atomic
def sign(*, actor: Actor, family_id: UUID, given_on: date, valid_until: date) -> Permission:
    """The paper was signed: written down by who leads the pool, or at the desk. The same paper is one row.

    Refused for an end before the beginning, and for a day to come.
    """
    found = Family.objects.filter(pk=family_id).first()
    if found is not None and isinstance(actor, User) and found.pool.leader_id == actor.pk:
        family = rules.led_family(actor, family_id)
    else:
        family = _at_desk(actor, family_id)
    if given_on > timezone.localdate():
        raise Refused(_("Il giorno della firma è nel futuro. Controlla la data."))
    if valid_until <= given_on:
        raise Refused(_("Il permesso finisce prima di cominciare. Controlla le date."))
    row, made = Permission.objects.get_or_create(family=family, given_on=given_on, valid_until=valid_until)
    if made:
        record(actor, "care.sign", family.pool)
    return row


def _at_desk(actor: Actor, family_id: UUID) -> Family:
    if isinstance(actor, User) and access.allows(actor, "care.desk"):
        return rules.own_family(actor, family_id, *ANY)
    raise Refused(_(rules.NOT_THERE))
