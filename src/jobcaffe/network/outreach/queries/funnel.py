"""How a campaign goes: stages reached, days between them, the week, the whole as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.network.outreach import catalogue
from jobcaffe.network.outreach.enums import ORDER, Stage, Way
from jobcaffe.network.outreach.models import Campaign, Card, Touch
from jobcaffe.network.outreach.queries.campaigns import visible_to

# Who sits in the organising group or comes to JOBFEST has joined; the two do not include each other.
STEPS = (Stage.CONTACTED, Stage.INTERESTED, Stage.JOINED)
SIDES = (Stage.ORGANISING, Stage.JOBFEST)
JOINED = ORDER.index(Stage.JOINED)


@dataclass(frozen=True)
class Reached:
    """How many organisations reached a stage; ``days`` is the median since the stage before."""

    stage: Stage
    count: int
    days: float | None = None


@dataclass(frozen=True)
class Funnel:
    """A campaign in numbers: every organisation counted once in each stage it has reached."""

    cards: int
    answered: int
    reached: list[Reached]


def _touches(campaigns: QuerySet[Campaign]) -> QuerySet[Touch]:
    return Touch.objects.filter(campaign__in=campaigns, card__isnull=False, corrects=None, corrected_by=None)


def first_days(touches: QuerySet[Touch]) -> dict[UUID, dict[str, datetime]]:
    """Card → stage → the first moment it had come at least so far."""
    found: dict[UUID, dict[str, datetime]] = {}
    for card, stage, at in touches.order_by("at").values_list("card_id", "stage", "at"):
        for one in _reached(stage):
            found.setdefault(card, {}).setdefault(one, at)
    return found


def _reached(stage: str) -> list[str]:
    """The stages that a touch counts for."""
    if not stage or stage == Stage.TO_CONTACT:
        return []
    rank = min(ORDER.index(stage), JOINED)
    side = [stage] if stage in SIDES else []
    return [*ORDER[1 : rank + 1], *side]


def funnel(campaign: Campaign) -> Funnel:
    """Two questions, whatever the number of cards.

    *Contattata* counts whoever was called or written to; the median is of whole days, over the
    organisations that reached both stages.
    """
    days, spoken = _days_of(campaign)
    reached = [
        Reached(stage, _count(days, stage), _median(days, before, stage)) for before, stage in _pairs()
    ]
    return Funnel(Card.objects.filter(campaign=campaign).count(), len(spoken), reached)


def _days_of(campaign: Campaign) -> tuple[dict[UUID, dict[str, datetime]], set[UUID]]:
    """When each card reached what, and the cards of those that answered."""
    touches = _touches(Campaign.objects.filter(pk=campaign.pk))
    days = first_days(touches)
    tried = {card: at for card, at in touches.order_by("-at").values_list("card_id", "at")}
    spoken = {card for card, stages in days.items() if Stage.CONTACTED in stages}
    for card, at in tried.items():
        found = days.setdefault(card, {})
        found[Stage.CONTACTED] = min(at, found.get(Stage.CONTACTED, at))
    return days, spoken


def that_reached(campaign: Campaign, stage: str) -> list[UUID]:
    """The cards behind a number of the funnel."""
    return [card for card, stages in _days_of(campaign)[0].items() if stage in stages]


def _pairs() -> list[tuple[str, Stage]]:
    steps = list(zip(["", *STEPS], STEPS, strict=False))
    return [*steps, *((Stage.JOINED.value, side) for side in SIDES)]


def _count(days: dict[UUID, dict[str, datetime]], stage: str) -> int:
    return sum(stage in one for one in days.values())


def _median(days: dict[UUID, dict[str, datetime]], before: str, stage: str) -> float | None:
    """``None`` when nobody has come so far."""
    both = [one for one in days.values() if before in one and stage in one]
    found = [(_day(one[stage]) - _day(one[before])).days for one in both]
    return float(median(found)) if found else None


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


@dataclass(frozen=True)
class Week:
    """What a week brought, all campaigns together. No figure of one person's calls."""

    first: date
    last: date
    touches: int
    called: int
    interested: list[str]
    joined: list[str]
    promised_late: int
    waiting: int


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of a day."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def recap(user: object, day: date) -> Week:
    """The week of ``day``, from Monday to Sunday, of the campaigns that the user may see."""
    first, last = week_of(day)
    campaigns = visible_to(user)
    touches = _touches(campaigns).filter(at__date__range=(first, last))
    rows = list(touches.select_related("organisation").order_by("at"))
    late = Card.objects.filter(
        campaign__in=campaigns, campaign__closed_at=None, due_on__lt=timezone.localdate()
    )
    return Week(
        first,
        last,
        len(rows),
        len({touch.organisation_id for touch in rows if touch.way == Way.CALL}),
        _names(rows, {Stage.INTERESTED}),
        _names(rows, {Stage.JOINED, Stage.ORGANISING, Stage.JOBFEST}),
        late.filter(promised=True, next_action="call").count(),
        late.filter(next_action="call").count(),
    )


def _names(rows: list[Touch], stages: set[Stage]) -> list[str]:
    return list(dict.fromkeys(touch.organisation.name for touch in rows if touch.stage in stages))


HEADINGS = (
    lazy("Organizzazione"), lazy("Tipo"), lazy("Comune"), lazy("Telefono"), lazy("Email"),
    lazy("A che punto è"), lazy("Situazione"), lazy("Prossimo passo"), lazy("Entro il"), lazy("Contatti"),
    lazy("Ultimo contatto"), lazy("Come è andata"), lazy("Da chi"),
)  # fmt: skip


def export_rows(campaign: Campaign) -> Iterator[list[object]]:
    """The campaign as a table: headings, then one row for each organisation."""
    yield [str(one) for one in HEADINGS]
    touches: dict[UUID, list[Touch]] = {}
    rows = _touches(Campaign.objects.filter(pk=campaign.pk)).select_related("by").order_by("at", "pk")
    for touch in rows:
        touches.setdefault(touch.card_id or touch.pk, []).append(touch)
    for card in Card.objects.filter(campaign=campaign).select_related("organisation"):
        yield _line(card, touches.get(card.pk, []))


def _line(card: Card, touches: list[Touch]) -> list[object]:
    body, last = card.organisation, touches[-1] if touches else None
    return [
        body.name, body.get_kind_display(), body.municipality, body.phone, body.email,
        str(Stage(card.stage).label), card.get_standing_display(), card.get_next_action_display(),
        f"{card.due_on:%d/%m/%Y}" if card.due_on else "", len(touches),
        f"{_day(last.at):%d/%m/%Y}" if last else "", _(catalogue.label(last.outcome)) if last else "",
        last.by.name if last else "",
    ]  # fmt: skip
