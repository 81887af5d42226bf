"""Forgetting: sheets when the shift is over, weeks after a year, persons who are erased; and the fund."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.journal.actions import SYSTEM, Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.hours import actions as ledger
from jobcaffe.hours.enums import TransferKind
from jobcaffe.kernels.rota import Family as KernelFamily
from jobcaffe.kernels.rota import solidarity
from jobcaffe.people.rules import require
from jobcaffe.worklife.care import queries
from jobcaffe.worklife.care.enums import PoolState, Standing
from jobcaffe.worklife.care.models import Adult, Child, DiaryEntry, Family, Need, Offer, Pool, Run, Turn
from jobcaffe.worklife.care.releasing import release_all
from jobcaffe.worklife.care.settling import key_of, settle_past


@transaction.atomic
def forget_sheets(*, actor: Actor, now: datetime | None = None) -> int:
    """What parents wrote for a shift goes when the shift is over; how many."""
    require(actor, "care.manage")
    moment = now or timezone.now()
    rows = Need.objects.filter(allergies__isnull=False, day__lte=timezone.localdate(moment))
    due = [row.pk for row in rows.select_related("family__pool") if _over(row, moment)]
    Need.objects.filter(pk__in=due).update(allergies=None)
    if due:
        record(actor, "care.forget", fields=["sheets"])
    return len(due)


def _over(row: Need, moment: datetime) -> bool:
    return row.family.pool.ends(row.day, row.block) <= moment


@transaction.atomic
def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """Weeks and households out of their pool whose time is over; how many rows. The hours stay told."""
    require(actor, "care.manage")
    limit = retention_rules()["care"].cut_off(today or timezone.localdate())
    due = [
        Turn.objects.filter(day__lte=limit),
        Need.objects.filter(day__lte=limit),
        Run.objects.filter(monday__lte=limit),
        Adult.objects.filter(family__standing=Standing.OUT, family__left_on__lte=limit),
        DiaryEntry.objects.filter(at__date__lte=limit),
    ]
    gone = sum(rows.count() for rows in due)
    for rows in due:
        rows.delete()
    # Offers last: turns stood on them.
    gone += Offer.objects.filter(day__lte=limit).delete()[0]
    if gone:
        record(actor, "care.forget", fields=["weeks"])
    return gone


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Take an erased person out of her households. The last adult takes the children and the plans along.

    Children whom another adult of the household looks after pass under that one's key. The journal
    says the same whether she was in a pool or not.
    """
    require(actor, "person.erase")
    wanted = list(refs)
    pks = list(Adult.objects.filter(Adult.of(wanted)).values_list("family", flat=True))
    for family in Family.objects.select_related("pool").filter(pk__in=pks):
        left = family.adults.exclude(Adult.of(wanted)).order_by("pk").first()
        if left is None:
            _empty(family)
        else:
            _pass_on(family, wanted, left.person_ref)
    Adult.objects.filter(Adult.of(wanted)).delete()
    Child.objects.filter(Child.of(wanted)).delete()
    DiaryEntry.objects.filter(DiaryEntry.of(wanted)).delete()
    record(actor, "care.forget", fields=["person"])


def _empty(family: Family) -> None:
    """A household without anybody: plans to come go, what was done stays as turns of nobody."""
    settle_past(family)
    release_all(family)
    family.children.all().delete()
    family.signed.all().delete()
    family.chosen.all().delete()
    family.needs.update(allergies=None)
    family.standing, family.left_on = Standing.OUT, timezone.localdate()
    family.save(update_fields=["standing", "left_on"])


def _pass_on(family: Family, refs: Sequence[UUID], to: UUID) -> None:
    rows = list(family.children.filter(Child.of(refs)))
    known = {one.id: one for one in Child.opened(rows)}
    for row in rows:
        if row.pk in known:
            row.person_sealed, row.person_index = str(to), Child.index_of(to)
            row.write(known[row.pk].name, known[row.pk].year)
            row.save()


# --- the fund ---------------------------------------------------------------------------------------


def share_hours(*, actor: Actor = SYSTEM, monday: date | None = None) -> int:
    """Once a week, in every pool: hours in plenty of who said yes go to who has none left; pools moved."""
    day = monday or queries.monday_of(timezone.localdate())
    return sum(_share(actor, pool.pk, day) for pool in Pool.objects.filter(state=PoolState.OPEN))


@transaction.atomic
def _share(actor: Actor, pool_pk: UUID, monday: date) -> bool:
    """One transfer with many sides: nobody learns who gave to whom. A household gives at most the cap."""
    require(actor, "care.manage")
    pool = Pool.objects.select_for_update(of=("self",)).get(pk=pool_pk)
    legs = fund_legs(pool)
    if pool.counts_only or not legs:
        return False
    ledger.post(actor=actor, legs=legs, kind=TransferKind.SHARE, request_key=key_of("fund", pool.pk, monday))
    return True


def fund_legs(pool: Pool) -> dict[UUID, int]:
    """Minutes by account that the fund would move now; they sum to zero."""
    families = [one for one in queries.inside(pool) if one.account_ref]
    now = queries.balances(families)
    above, cap = pool.solidarity_minutes, pool.fund_cap_minutes
    # What is beyond the cap is as if it were not there: it stays with who gave.
    shown = {pk: min(minutes, above + cap) for pk, minutes in now.items()}
    told = tuple(
        KernelFamily(str(one.pk), Fraction(shown[one.pk], 60), frozenset(), one.gives) for one in families
    )
    moved = solidarity(told, {str(pk): Fraction(n, 60) for pk, n in shown.items()}, Fraction(above, 60))
    accounts = {str(one.pk): one.account_ref for one in families}
    legs: dict[UUID, int] = {}
    for one in moved:
        for name, sign in ((one.giver, -1), (one.receiver, 1)):
            account = accounts[name]
            if account is not None:
                legs[account] = legs.get(account, 0) + sign * round(one.hours * 60)
    return legs
