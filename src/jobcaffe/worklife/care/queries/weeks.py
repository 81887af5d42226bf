"""One household's week: what it needs and offers, its turns, its hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Account
from jobcaffe.worklife.care.enums import Standing, TurnState
from jobcaffe.worklife.care.models import Adult, Choice, Family, Minding, Need, Offer, Turn
from jobcaffe.worklife.care.models.family import Known
from jobcaffe.worklife.care.queries.board import both_ways, live_turns
from jobcaffe.worklife.care.queries.reach import Contact, children, contacts, families_of, names

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """What a household needs and offers, from a Monday: ``(day, block)`` → row."""

    monday: date
    needs: dict[tuple[date, int], Need]
    offers: dict[tuple[date, int], Offer]


@dataclass(frozen=True)
class HoursTold:
    """An account for who holds it: minutes given and received, the balance, how far it may go below."""

    given: int
    received: int
    balance: int
    limit: int | None


@dataclass(frozen=True)
class SheetChild:
    """A child on the hand-over sheet."""

    name: str
    year: int


@dataclass(frozen=True)
class SheetNeed:
    """The children of one household on the hand-over sheet, and how to reach its adults."""

    family_id: UUID
    name: str
    children: list[SheetChild]
    allergies: str
    contacts: list[Contact]
    need_id: UUID
    own: bool


@dataclass(frozen=True)
class Sheet:
    """One turn in full, for who does it or has children in it."""

    turn: Turn
    part: str
    carer: str
    second: str
    needs: list[SheetNeed]
    carer_contacts: list[Contact] = field(default_factory=list)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def next_monday() -> date:
    """The Monday after today."""
    return monday_of(timezone.localdate()) + WEEK


def week_of(family: Family, monday: date) -> Week:
    """What a household wrote for a week."""
    days = (monday, monday + timedelta(days=6))
    needs = family.needs.filter(day__range=days).prefetch_related("children")
    offers = family.offers.filter(day__range=days, withdrawn=False)
    return Week(
        monday, {(row.day, row.block): row for row in needs}, {(row.day, row.block): row for row in offers}
    )


def chosen_by(family: Family) -> set[UUID]:
    """The households that this one chose. For its own eyes."""
    return set(Choice.objects.filter(chooser=family).values_list("other", flat=True))


def others(family: Family) -> dict[UUID, str]:
    """The other households of the pool, by name: whom one may choose. Nothing of whom they chose."""
    rows = Family.objects.filter(pool=family.pool_id, standing=Standing.IN).exclude(pk=family.pk)
    found = names(rows)
    return dict(sorted(found.items(), key=lambda one: (one[1].casefold(), str(one[0]))))


def my_hours(family: Family) -> HoursTold | None:
    """The account of a household, for who is of it; ``None`` before it is confirmed."""
    if family.account_ref is None:
        return None
    account = Account.objects.select_related("community").get(pk=family.account_ref)
    given, received = hours.given_received(account)
    limit = None if account.community.counts_only else account.community.limit_minutes
    return HoursTold(given, received, account.balance, limit)


def sheet(refs: Collection[UUID], turn_id: UUID) -> Sheet | None:
    """A turn to be done, for the household of these records: its carer, its second adult, a family served.

    The other children and their allergies only for who looks after them; ``None`` once it is over.
    """
    turn = Turn.objects.filter(pk=turn_id, state__in=(TurnState.PROPOSED, TurnState.CONFIRMED)).first()
    mine = families_of(refs).filter(pool=turn.pool_id, standing=Standing.IN).first() if turn else None
    if turn is None or mine is None or turn.ends_at <= timezone.now():
        return None
    turn = live_turns(turn.pool).prefetch_related("mindings__need__children").get(pk=turn_id)
    rows = [row.need for row in turn.mindings.all()]
    part = _part(turn, mine, rows)
    return _sheet(turn, mine, rows, part) if part else None


def _part(turn: Turn, mine: Family, needs: list[Need]) -> str:
    if mine.pk == turn.offer.family_id:
        return "carer"
    if mine.pk == turn.second_id:
        return "second"
    return "mine" if mine.pk in {row.family_id for row in needs} else ""


def _sheet(turn: Turn, mine: Family, rows: list[Need], part: str) -> Sheet:
    seen = [row for row in rows if part != "mine" or row.family_id == mine.pk]
    there = [turn.offer.family, *([turn.second] if turn.second else []), *(row.family for row in seen)]
    known, told, kids = names(there), contacts(there), children({row.family for row in seen})
    agreed = both_ways({one.pk for one in there})
    return Sheet(
        turn=turn,
        part=part,
        carer=known.get(turn.offer.family_id, ""),
        second=known.get(turn.second_id, "") if turn.second_id else "",
        needs=[
            SheetNeed(
                family_id=row.family_id,
                name=known.get(row.family_id, ""),
                children=_kids(row, kids.get(row.family_id, [])),
                allergies=row.allergies or "",
                contacts=told.get(row.family_id, []) if (mine.pk, row.family_id) in agreed else [],
                need_id=row.pk,
                own=row.family_id == mine.pk,
            )
            for row in seen
        ],
        carer_contacts=told.get(turn.offer.family_id, [])
        if (mine.pk, turn.offer.family_id) in agreed
        else [],
    )


def _kids(row: Need, known: list[Known]) -> list[SheetChild]:
    there = {child.pk for child in row.children.all()}
    return [SheetChild(one.name, one.year) for one in known if one.id in there]


def need_of(refs: Collection[UUID], need_id: UUID) -> Need | None:
    """A need of the household of these records."""
    mine = families_of(refs).filter(standing=Standing.IN).values("pk")
    return Need.objects.select_related("family__pool").filter(pk=need_id, family__in=mine).first()


def turn_of(refs: Collection[UUID], turn_id: UUID) -> tuple[Turn, Family] | None:
    """A turn in a pool of the household of these records, done or to be done; with that household."""
    turn = Turn.objects.select_related("pool", "offer").filter(pk=turn_id).first()
    mine = families_of(refs).filter(pool=turn.pool_id, standing=Standing.IN).first() if turn else None
    return (turn, mine) if turn and mine else None


def need_in(refs: Collection[UUID], need_id: UUID) -> tuple[Need, Family] | None:
    """A need in a pool of the household of these records; with that household."""
    need = Need.objects.select_related("family__pool").filter(pk=need_id).first()
    mine = families_of(refs).filter(pool=need.family.pool_id, standing=Standing.IN).first() if need else None
    return (need, mine) if need and mine else None


def my_mindings(family: Family) -> QuerySet[Minding]:
    """Care that this household's children received, or are to receive."""
    return Minding.objects.filter(need__family=family).select_related("turn__offer__family")


def my_copy(refs: Collection[UUID]) -> dict[str, list[dict[str, str]]]:
    """All that this room keeps about a member's households, for her own copy of her data: those that she
    left too, until their time is over.
    """
    hers = Adult.objects.filter(Adult.of(refs)).values("family") if refs else Adult.objects.none()
    rows = list(Family.objects.filter(pk__in=hers.values("family")).select_related("pool"))
    kids = children(rows)
    found: dict[str, list[dict[str, str]]] = {"famiglie": [], "bambini": [], "settimane": [], "turni": []}
    for one in rows:
        _copy_family(found, one, kids.get(one.pk, []))
        known = names(one.pool.families.filter(standing=Standing.IN))
        _copy_weeks(found, one, known)
    return found if rows else {}


def _copy_family(found: dict[str, list[dict[str, str]]], one: Family, kids: list[Known]) -> None:
    signed = ", ".join(f"{row.given_on} – {row.valid_until}" for row in one.signed.all())
    trusted = others(one)
    chosen = [trusted[pk] for pk in chosen_by(one) if pk in trusted]
    found["famiglie"].append(
        _texts(
            gruppo=one.pool.name,
            stato=one.get_standing_display(),
            dal=one.asked_on,
            permessi=signed,
            dona=one.gives,
            hai_scelto=", ".join(sorted(chosen)),
        )
    )
    found["bambini"] += [_texts(nome=kid.name, anno=kid.year, gruppo=one.pool.name) for kid in kids]


def _copy_weeks(found: dict[str, list[dict[str, str]]], one: Family, known: Mapping[UUID, str]) -> None:
    for row in one.needs.all():
        found["settimane"].append(
            _texts(giorno=row.day, fascia=row.block, serve=row.count, allergie=row.allergies or "")
        )
    for offer in one.offers.all():
        found["settimane"].append(_texts(giorno=offer.day, fascia=offer.block, offri=offer.capacity))
    for minding in my_mindings(one):
        found["turni"].append(
            _texts(
                giorno=minding.turn.day,
                con=known.get(minding.turn.offer.family_id, ""),
                esito=minding.outcome,
            )
        )
    for turn in Turn.objects.filter(offer__family=one):
        found["turni"].append(_texts(giorno=turn.day, con="tu", esito=turn.state))


def _texts(**values: object) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}
