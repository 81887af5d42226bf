"""What a household needs and offers, week by week, and what stands on the hand-over sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.worklife.care import diary, queries, rules
from jobcaffe.worklife.care.models import Child, Family, Need, Offer
from jobcaffe.worklife.care.releasing import let_go

Slot = tuple[date, int]
MOST_SESSIONS = 14
ALLERGIES = 200


@dataclass(frozen=True)
class Wishes:
    """One household's week: where it needs care and for which children, where it offers it and how much."""

    needs: Collection[Slot]
    children: Collection[UUID]
    offers: Collection[Slot]
    capacity: int = 1
    sessions: int = 1
    place: str = ""


@transaction.atomic
def save_week(*, actor: User, family_id: UUID, monday: date, wishes: Wishes) -> None:
    """A week as it is on the page; the same twice changes nothing. What has begun stays as it is.

    A need with a turn that is not wanted any more is let go; an offer with a turn stays (that is what
    *Cerco cambio* and *Non posso* are for). Refused without the signed paper where the pool wants it,
    without a child, for care needed and given in the same hours, and for more children than the rules.
    """
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["week"])
    rules.check_monday(monday)
    kids = list(family.children.filter(pk__in=list(wishes.children)))
    _check(family, monday, wishes, kids)
    week = queries.week_of(family, monday)
    _needs(family, week, set(wishes.needs), kids)
    _offers(family, week, wishes)


def _check(family: Family, monday: date, wishes: Wishes, kids: list[Child]) -> None:
    pool, days = family.pool, {monday + timedelta(days=n) for n in range(7)}
    slots = {*wishes.needs, *wishes.offers}
    if any(day not in days or not 0 <= block < len(pool.starts) for day, block in slots):
        raise Refused(_("Questa fascia oraria non c'è più. Apri di nuovo la pagina."))
    if set(wishes.needs) & set(wishes.offers):
        raise Refused(_("Nella stessa fascia non puoi chiedere e offrire. Scegline una."))
    if wishes.needs and not kids:
        raise Refused(_("Scegli per quali bambini ti serve qualcuno."))
    if len(kids) > pool.max_children:
        raise Refused(_("Insieme possono stare al massimo %(n)s bambini.") % {"n": pool.max_children})
    if wishes.offers and not 0 < wishes.capacity <= pool.max_children:
        raise Refused(_("Puoi tenere da 1 a %(n)s bambini.") % {"n": pool.max_children})
    if wishes.offers and not 0 < wishes.sessions <= MOST_SESSIONS:
        raise Refused(_("Scrivi quanti turni puoi fare in quella settimana."))
    if wishes.offers and wishes.place not in pool.places:
        raise Refused(_("Scegli dove puoi tenere i bambini."))
    for day in {day for day, _block in wishes.needs}:
        rules.check_permission(family, day)


def _begun(family: Family, slot: Slot) -> bool:
    try:
        rules.check_to_come(family.pool, *slot)
    except Refused:
        return True
    return False


def _needs(family: Family, week: queries.Week, wanted: set[Slot], kids: list[Child]) -> None:
    ids = {kid.pk for kid in kids}
    for slot, row in week.needs.items():
        same = slot in wanted and {kid.pk for kid in row.children.all()} == ids
        if same or _begun(family, slot):
            continue
        # Other children are another need: a turn for fewer children would not fit it.
        let_go(row)
    there = set(Need.objects.filter(family=family).values_list("day", "block"))
    for day, block in sorted(wanted - there):
        if not _begun(family, (day, block)):
            made = Need.objects.create(family=family, day=day, block=block, count=len(kids))
            made.children.set(kids)


def _offers(family: Family, week: queries.Week, wishes: Wishes) -> None:
    wanted = set(wishes.offers)
    used = set(Offer.objects.filter(family=family, turns__state__in=queries.LIVE).values_list("day", "block"))
    for slot, row in week.offers.items():
        if slot not in wanted and slot not in used and not _begun(family, slot):
            row.delete()
    for day, block in sorted(wanted - used):
        if not _begun(family, (day, block)):
            Offer.objects.update_or_create(
                family=family,
                day=day,
                block=block,
                defaults={
                    "capacity": wishes.capacity,
                    "sessions": wishes.sessions,
                    "place": wishes.place,
                    "withdrawn": False,
                },
            )


@transaction.atomic
def copy_week(*, actor: User, family_id: UUID, monday: date) -> None:
    """*Come la settimana scorsa*: needs and offers of the week before, on the same weekdays and hours.

    Refused when there is nothing to copy, and as :func:`save_week`.
    """
    family = rules.own_family(actor, family_id)
    rules.check_monday(monday)
    last = queries.week_of(family, monday - queries.WEEK)
    if not last.needs and not last.offers:
        raise Refused(_("La settimana scorsa non hai scritto niente. Scegli qui le fasce."))
    kids = {child.pk for row in last.needs.values() for child in row.children.all()}
    some = next(iter(last.offers.values()), None)
    wishes = Wishes(
        needs=[(day + queries.WEEK, block) for day, block in last.needs if block < len(family.pool.starts)],
        children=kids,
        offers=[(day + queries.WEEK, block) for day, block in last.offers if block < len(family.pool.starts)],
        capacity=min(some.capacity, family.pool.max_children) if some else 1,
        sessions=some.sessions if some else 1,
        place=some.place if some and some.place in family.pool.places else "",
    )
    save_week(actor=actor, family_id=family_id, monday=monday, wishes=wishes)


@transaction.atomic
def drop_need(*, actor: User, family_id: UUID, need_id: UUID) -> None:
    """*Non mi serve più*. A second press finds it gone. Refused when it has begun."""
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["week"])
    row = family.needs.filter(pk=need_id).first()
    if row is None:
        return
    rules.check_to_come(family.pool, row.day, row.block)
    let_go(row)


@transaction.atomic
def write_allergies(*, actor: User, family_id: UUID, need_id: UUID, text: str) -> Need:
    """What a parent writes on the sheet of this shift alone; it goes by itself when the shift is over.

    Refused to who is not of the family, and when the shift is over.
    """
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["sheet"])
    row = family.needs.filter(pk=need_id).first()
    if row is None:
        raise Refused(_(rules.NOT_THERE))
    rules.check_to_come(family.pool, row.day, row.block)
    row.allergies = " ".join(text.split())[:ALLERGIES] or None
    row.save(update_fields=["allergies"])
    return row
