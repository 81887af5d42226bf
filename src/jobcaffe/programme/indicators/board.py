"""What action 3 is counted by on the board: opportunities opened, their places, those that were filled."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from jobcaffe.encounters.enums import Action
from jobcaffe.exchange.posts.enums import Direction, Result, State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.plan.enums import Source as Name
from jobcaffe.programme.indicators.facts import Part, Source
from jobcaffe.programme.indicators.spans import Span

NO_PERSONS = "Si contano annunci e posti, non persone."


def _opened(span: Span) -> QuerySet[Post]:
    return Post.objects.filter(
        direction=Direction.OFFER,
        state__in=[State.OPEN, State.CLOSED],
        published_on__gte=span.first,
        published_on__lte=span.last,
    )


def _filled(span: Span) -> QuerySet[Post]:
    return Post.objects.filter(
        direction=Direction.OFFER,
        state=State.CLOSED,
        result=Result.FILLED_HERE,
        closed_on__gte=span.first,
        closed_on__lte=span.last,
    )


def _of_board(table: str, rows: Any, on: str, weight: Any = 1) -> Part:
    return Part(table, rows, on=on, organisation="organisation", fixed_action=Action.NETWORK, weight=weight)


ACTION_3 = (
    Source(
        Name.OPPORTUNITIES_OPENED,
        "row",
        (_of_board("post", _opened, "published_on"),),
        f"Si conta ogni offerta nel giorno in cui entra in bacheca. {NO_PERSONS}",
    ),
    Source(
        Name.PLACES_OPENED,
        "row",
        (_of_board("post", _opened, "published_on", F("places")),),
        f"Si sommano i posti di ogni offerta nel giorno in cui entra in bacheca. {NO_PERSONS}",
    ),
    Source(
        Name.PLACES_FILLED,
        "row",
        (_of_board("post_result", _filled, "closed_on", F("result_count")),),
        "Si sommano i posti che chi offriva dice di aver coperto con il Job Caffè, nel giorno in cui "
        f"chiude l'annuncio. {NO_PERSONS}",
    ),
)
