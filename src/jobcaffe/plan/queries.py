"""Reading the plan. It holds no personal data: pages ask for their capability, not for rows."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from jobcaffe.plan.models import Action, Indicator, Milestone, Partner, Period, Programme
from jobcaffe.plan.rules import NOT_GIVEN, NOT_GIVEN_LABEL, Band, Group


def current_programme() -> Programme | None:
    """The programme of this installation, or ``None`` before ``jobcaffe programme load``."""
    return Programme.objects.order_by("pk").first()


def partners_of(programme: Programme) -> QuerySet[Partner]:
    """Who pays and carries the programme, in the order of the file."""
    return programme.partners.all()


def actions_of(programme: Programme) -> QuerySet[Action]:
    """The lines of work, in the order of the file."""
    return programme.actions.all()


def milestones_of(programme: Programme) -> QuerySet[Milestone]:
    """Dated points of the plan with their action, by date."""
    return programme.milestones.select_related("action")


def indicators_of(programme: Programme) -> QuerySet[Indicator]:
    """Indicators with their action, in the order of the file."""
    return programme.indicators.select_related("action")


def tiles_of(programme: Programme) -> dict[str, Indicator]:
    """The indicator of each tile of *Regia*, by tile code."""
    return {row.tile: row for row in indicators_of(programme).exclude(tile="")}


def periods_of(programme: Programme) -> QuerySet[Period]:
    """Periods of the account, from the first."""
    return programme.periods.all()


def period_on(programme: Programme, day: date) -> Period | None:
    """The period that holds a day, or ``None`` outside the programme."""
    return periods_of(programme).filter(first_day__lte=day, last_day__gte=day).first()


def current_period(today: date) -> Period | None:
    """The period that holds today, or ``None`` when nothing is loaded or the programme is over."""
    programme = current_programme()
    return period_on(programme, today) if programme else None


def ended_periods(programme: Programme, today: date) -> QuerySet[Period]:
    """Periods whose last day is past, from the first: those that can be closed."""
    return periods_of(programme).filter(last_day__lt=today)


def year_of(programme: Programme, day: date) -> int:
    """Which year of the programme a day is in, from 1: the key of an indicator's target."""
    years = day.year - programme.starts_on.year
    if (day.month, day.day) < (programme.starts_on.month, programme.starts_on.day):
        years -= 1
    return years + 1


def bands_of(programme: Programme) -> list[Band]:
    """Age bands that add up, "non indicato" last."""
    bands = [Band(row["code"], row["label"], row["from"], row["to"]) for row in programme.bands]
    return [*bands, Band(NOT_GIVEN, NOT_GIVEN_LABEL, None, None)]


def groups_of(programme: Programme) -> list[Group]:
    """Target groups, which overlap."""
    return [
        Group(row["code"], row["label"], row["age_from"], row["age_to"], row["sex"])
        for row in programme.groups
    ]


def texts() -> dict[str, str]:
    """The programme's own texts by key (``footer``, ``phone``, …); empty before anything is loaded."""
    programme = current_programme()
    return (
        {**programme.texts, "name": programme.name, "place_name": programme.place_name} if programme else {}
    )
