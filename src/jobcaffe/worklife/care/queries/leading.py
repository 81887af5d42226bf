"""What who leads a pool reads: its households, the week, the proposals, when it looks like a service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.foundation.journal import diary
from jobcaffe.foundation.journal.diary import Told
from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Community
from jobcaffe.worklife.care import catalogue
from jobcaffe.worklife.care.enums import Outcome, Standing, TurnState
from jobcaffe.worklife.care.models import DiaryEntry, Family, Minding, Need, Offer, Pool, Run, Turn
from jobcaffe.worklife.care.models.family import Known
from jobcaffe.worklife.care.queries.reach import children, names, pools_led, refs_of


@dataclass(frozen=True)
class Household:
    """One household for who leads the pool: never whom it chose."""

    family: Family
    name: str
    children: list[Known]
    valid_until: date | None


@dataclass(frozen=True)
class Total:
    """Care that took place: minutes, turns, households that gave or received."""

    minutes: int
    turns: int
    families: int


def pool_of(user: object, pool_id: UUID) -> Pool | None:
    """A pool that the user leads."""
    return pools_led(user).filter(pk=pool_id).first()


def households(pool: Pool) -> list[Household]:
    """The households of a pool and those that ask, by name. The same number of queries always."""
    rows = list(pool.families.exclude(standing=Standing.OUT).prefetch_related("signed"))
    known, kids = names(rows), children(rows)
    found = [
        Household(
            one,
            known.get(one.pk, ""),
            kids.get(one.pk, []),
            max((row.valid_until for row in one.signed.all()), default=None),
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), str(one.family.pk)))


def household(user: object, family_id: UUID) -> Household | None:
    """One household of a pool that the user leads."""
    row = Family.objects.filter(pk=family_id, pool__in=pools_led(user)).exclude(standing=Standing.OUT)
    one = row.select_related("pool").first()
    if one is None:
        return None
    signed = max((row.valid_until for row in one.signed.all()), default=None)
    return Household(one, names([one])[one.pk], children([one]).get(one.pk, []), signed)


def runs(user: object) -> QuerySet[Run]:
    """The proposals of the pools that the user leads, the newest first."""
    return Run.objects.filter(pool__in=pools_led(user)).select_related("pool")


def counts(pool: Pool, monday: date) -> dict[str, int]:
    """How many needs and offers a week has, and how many needs nobody has taken yet."""
    days = (monday, monday + timedelta(days=6))
    needs = Need.objects.filter(family__pool=pool, family__standing=Standing.IN, day__range=days)
    offers = Offer.objects.filter(
        family__pool=pool, family__standing=Standing.IN, day__range=days, withdrawn=False
    )
    return {
        "needs": needs.count(),
        "offers": offers.count(),
        "uncovered": needs.filter(mindings__isnull=True).count(),
    }


def fund_total(pool: Pool) -> int | None:
    """Minutes given to the fund so far, as everybody may know them; ``None`` below the threshold."""
    if pool.community_ref is None:
        return None
    return hours.donated_total(Community.objects.get(pk=pool.community_ref))


def totals(first: date, last: date) -> Total:
    """Care held in all pools between two days, both included; for the indicators of the programme."""
    rows = Minding.objects.filter(outcome=Outcome.HELD, turn__day__range=(first, last))
    told = rows.aggregate(minutes=Sum("minutes"), turns=Count("turn", distinct=True))
    who = {*rows.values_list("need__family", flat=True), *rows.values_list("turn__offer__family", flat=True)}
    return Total(told["minutes"] or 0, told["turns"] or 0, len(who))


def my_diary(user: object) -> list[Told]:
    """Who led a pool and read her household in it, newest first. Hers alone."""
    return diary.read(DiaryEntry, user, refs_of(user))


# --- does it still look like neighbours who help each other? -----------------------------------------


def warnings(pool: Pool) -> list[str]:
    """Why the pool begins to look like a childcare service that needs an authorisation; empty when not."""
    limits, today = catalogue.service(), timezone.localdate()
    since = today - timedelta(weeks=limits.of_weeks)
    rows = list(
        Turn.objects.filter(pool=pool, day__gte=since)
        .exclude(state__in=(TurnState.OFF, TurnState.MISSED))
        .select_related("offer")
        .prefetch_related("mindings__need__children")
    )
    at_home = children(pool.families.all())
    kids = {one.id: one for known in at_home.values() for one in known}
    return [
        *_rules_told(pool, limits),
        *_crowded(rows, at_home, limits),
        *_stable_small(rows, kids, limits),
        *_every_day(rows, limits),
    ]


def _rules_told(pool: Pool, limits: catalogue.Service) -> list[str]:
    found = []
    if pool.paid:
        found.append(_("Girano soldi: uno scambio fra famiglie è gratuito."))
    if pool.max_children > limits.most_children:
        found.append(
            _("La regola permette %(n)s bambini in un posto: il limite è %(most)s.")
            % {"n": pool.max_children, "most": limits.most_children}
        )
    return found


def _crowded(rows: list[Turn], at_home: Mapping[UUID, list[Known]], limits: catalogue.Service) -> list[str]:
    """The carer's own children are in the room too."""
    many = sum(
        sum(row.need.count for row in turn.mindings.all()) + len(at_home.get(turn.offer.family_id, ()))
        > limits.most_children
        for turn in rows
    )
    if not many:
        return []
    return [
        ngettext(
            "In %(n)s turno i bambini in un posto sono più di %(most)s, con quelli di casa.",
            "In %(n)s turni i bambini in un posto sono più di %(most)s, con quelli di casa.",
            many,
        )
        % {"n": many, "most": limits.most_children}
    ]


def _stable_small(rows: list[Turn], kids: dict[UUID, Known], limits: catalogue.Service) -> list[str]:
    """The same carer and the same small child, week after week."""
    weeks: dict[tuple[UUID, UUID], set[tuple[int, int]]] = {}
    for turn in rows:
        for minding in turn.mindings.all():
            for child in minding.need.children.all():
                known = kids.get(child.pk)
                if known and turn.day.year - known.year < limits.small_under_years:
                    pair = (turn.offer.family_id, child.pk)
                    weeks.setdefault(pair, set()).add(turn.day.isocalendar()[:2])
    stable = sum(len(found) >= limits.stable_weeks for found in weeks.values())
    if not stable:
        return []
    return [
        ngettext(
            "%(n)s bambino sotto i %(years)s anni sta con la stessa famiglia da %(weeks)s settimane.",
            "%(n)s bambini sotto i %(years)s anni stanno con la stessa famiglia da %(weeks)s settimane.",
            stable,
        )
        % {"n": stable, "years": limits.small_under_years, "weeks": limits.stable_weeks}
    ]


def _every_day(rows: list[Turn], limits: catalogue.Service) -> list[str]:
    """One household that looks after children nearly every day of a week."""
    days: dict[tuple[UUID, int, int], set[date]] = {}
    for turn in rows:
        year, week, _weekday = turn.day.isocalendar()
        days.setdefault((turn.offer.family_id, year, week), set()).add(turn.day)
    many = sum(len(found) >= limits.days_a_week for found in days.values())
    if not many:
        return []
    return [_("Una famiglia tiene bambini %(n)s giorni su sette, o di più.") % {"n": limits.days_a_week}]
