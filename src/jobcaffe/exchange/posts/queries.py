"""Reading offers and needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from jobcaffe.exchange.posts import catalogue
from jobcaffe.exchange.posts.enums import Direction, Sort, State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation import access, places
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.search import MOST_WORDS
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.freshness import thresholds
from jobcaffe.organisations.models import Organisation

# What a person can be proposed. The others are between organisations.
FOR_PERSONS = (
    Sort.JOB,
    Sort.TRAINEESHIP,
    Sort.PCTO,
    Sort.TRAINING,
    Sort.COMMISSION,
    Sort.VOLUNTEERING,
    Sort.MENTORING,
    Sort.CARE,
    Sort.LIFT,
)


@dataclass(frozen=True)
class Opportunity:
    """An open post as the matching reads it.

    ``windows`` are (weekday 0 = Monday, first half-hour, last half-hour excluded) of the day, 0-48;
    empty: any time. ``latitude`` and ``longitude`` in degrees, ``None`` when the comune is not one of
    :mod:`jobcaffe.foundation.places`. ``weekly_hours`` in hours. Skills and occupation are ESCO URIs.
    """

    id: UUID
    direction: str
    sort: str
    title: str
    organisation_id: UUID | None
    organisation_name: str
    sector: str
    occupation_uri: str
    essential: tuple[str, ...]
    optional: tuple[str, ...]
    contract: str
    weekly_hours: int | None
    windows: tuple[tuple[int, int, int], ...]
    municipality: str
    latitude: float | None
    longitude: float | None
    licences: tuple[str, ...]
    minimum_age: int | None
    maximum_age: int | None
    measure: str
    places: int
    places_left: int
    starts_on: date | None
    published_on: date
    fresh_until: date


def _shown(today: date) -> Q:
    """Open, still fresh, not past its last day; of the house, or of an organisation that has neither left
    nor been silent for so long that its own page is hidden.
    """
    silent = Q(organisation__verified_on__lt=thresholds().shown_since(today))
    gone = Q(organisation__stage=Stage.LEFT)
    return (
        Q(state=State.OPEN, fresh_until__gte=today)
        & (Q(answer_by__isnull=True) | Q(answer_by__gte=today))
        & (Q(organisation__isnull=True) | ~(gone | Q(organisation__verified_on__isnull=False) & silent))
    )


def shown(sorts: Iterable[str] = ()) -> QuerySet[Post]:
    """What everybody may read, newest first; of some kinds when given."""
    rows = Post.objects.filter(_shown(timezone.localdate())).select_related("organisation")
    wanted = list(sorts)
    return rows.filter(sort__in=wanted) if wanted else rows


# What a small activity may find in the network: who hosts, who lends, who buys.
FOR_ACTIVITIES = (Sort.ROOM, Sort.EQUIPMENT, Sort.COMMISSION)


def open_for_activities(most: int) -> dict[str, list[Post]]:
    """The newest offers of each kind that helps a small activity, at most ``most`` a kind."""
    found: dict[str, list[Post]] = {str(sort): [] for sort in FOR_ACTIVITIES}
    for post in shown(FOR_ACTIVITIES).filter(direction=Direction.OFFER)[: 20 * most]:
        if len(found[post.sort]) < most:
            found[post.sort].append(post)
    return found


def open_for_matching(sorts: Iterable[str] = FOR_PERSONS) -> list[Opportunity]:
    """Offers that a person could be proposed today: shown, with a place left; in a steady order."""
    rows = shown(sorts).filter(direction=Direction.OFFER).order_by("published_on", "pk")
    return [opportunity(row) for row in rows if row.places_left > 0]


def opportunity(post: Post) -> Opportunity:
    """A published post as the matching reads it."""
    town = places.find(post.municipality)
    owner = post.organisation
    return Opportunity(
        id=post.pk,
        direction=post.direction,
        sort=post.sort,
        title=post.title,
        organisation_id=post.organisation_id,
        organisation_name=owner.name if owner else "Job Caffè",
        sector=owner.sector if owner else "",
        occupation_uri=post.occupation_uri,
        essential=tuple(post.essential),
        optional=tuple(post.optional),
        contract=post.contract,
        weekly_hours=post.weekly_hours,
        windows=tuple((day, first, last) for day, first, last in post.windows),
        municipality=post.municipality,
        latitude=town.latitude if town else None,
        longitude=town.longitude if town else None,
        licences=tuple(post.licences),
        minimum_age=post.minimum_age,
        maximum_age=post.maximum_age,
        measure=post.measure,
        places=post.places,
        places_left=post.places_left,
        starts_on=post.starts_on,
        published_on=post.published_on or timezone.localdate(post.created_at),
        fresh_until=post.fresh_until or timezone.localdate(),
    )


def visible_to(user: object) -> QuerySet[Post]:
    """All for the house; drafts and all of one's own for a delegate; the public ones for the others."""
    if access.reach(user, "exchange.manage") is Reach.ALL:
        return Post.objects.select_related("organisation")
    mine = own(user)
    return Post.objects.filter(Q(pk__in=shown()) | Q(pk__in=mine)).select_related("organisation")


def own(user: object) -> QuerySet[Post]:
    """All posts of the organisation whose delegate this is; none for the others."""
    organisation = organisations.mine(user) if access.allows(user, "exchange.own") else None
    rows = Post.objects.select_related("organisation")
    return rows.filter(organisation=organisation) if organisation else rows.none()


def board(*, sort: str = "", direction: str = "", municipality: str = "", text: str = "") -> QuerySet[Post]:
    """What everybody may read, of one kind, direction and comune, with all the words, when given."""
    rows = shown([sort] if sort else ())
    if direction:
        rows = rows.filter(direction=direction)
    if municipality:
        rows = rows.filter(municipality=municipality)
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(text__icontains=word) | Q(organisation__name__icontains=word)
        )
    return rows


def towns() -> list[str]:
    """The comuni that what is shown names, in order."""
    rows = shown().exclude(municipality="").order_by("municipality")
    return list(rows.values_list("municipality", flat=True).distinct())


def sorts_shown() -> dict[str, int]:
    """How many posts of each kind are shown."""
    counts: Counter[str] = Counter(shown().order_by().values_list("sort", flat=True))
    return dict(counts)


def post_of(user: object, post_id: UUID) -> Post | None:
    """One post that the user may read; ``None`` when it is not there or not to be read."""
    return visible_to(user).filter(pk=post_id).first()


def writable(user: object, post_id: UUID) -> Post | None:
    """One post that the user may write; ``None`` for all others."""
    if access.reach(user, "exchange.manage") is Reach.ALL:
        return Post.objects.select_related("organisation").filter(pk=post_id).first()
    return own(user).filter(pk=post_id).first()


def last_written(user: object) -> Post | None:
    """What the delegate's organisation, or the house for itself, published last."""
    if access.reach(user, "exchange.manage") is Reach.ALL:
        rows = Post.objects.filter(organisation=None)
    else:
        rows = own(user)
    return rows.exclude(state=State.DRAFT).order_by("-published_on", "-created_at").first()


def to_look(user: object) -> QuerySet[Post]:
    """Open posts of organisations that the house has not looked at, those with a warning first."""
    return (
        _managed(user)
        .filter(state=State.OPEN, looked_on=None)
        .order_by(Case(When(warnings=[], then=1), default=0), "published_on", "pk")
    )


def ageing(user: object) -> QuerySet[Post]:
    """Open posts that were asked, or should be, whether they are still good; and those already hidden."""
    return _managed(user).filter(old()).order_by("fresh_until", "pk")


def ageing_of(organisation: Organisation) -> QuerySet[Post]:
    """The same of one organisation."""
    return organisation.posts.filter(old()).order_by("fresh_until", "pk")


def old() -> Q:
    """Open, and published or renewed so long ago that somebody asks."""
    days = catalogue.number("hide_days") - catalogue.number("warn_days")
    return Q(state=State.OPEN, fresh_until__lte=timezone.localdate() + timedelta(days=days))


def without_result(user: object) -> QuerySet[Post]:
    """Open posts whose last day is over for longer than the days in which one says how it went."""
    since = timezone.localdate() - timedelta(days=catalogue.number("outcome_days"))
    ended = Q(answer_by__lt=since) | Q(answer_by=None, fresh_until__lt=since)
    return _managed(user).filter(ended, state=State.OPEN).order_by("fresh_until", "pk")


def closed(user: object) -> QuerySet[Post]:
    """Closed posts with their result, the latest first."""
    return _managed(user).filter(state=State.CLOSED).order_by("-closed_on", "-created_at")


def drafts(user: object) -> QuerySet[Post]:
    """What the house has begun and not published."""
    return _managed(user).filter(state=State.DRAFT, by_house=True).order_by("-changed_at")


def _managed(user: object) -> QuerySet[Post]:
    rows = Post.objects.select_related("organisation")
    return rows if access.reach(user, "exchange.manage") is Reach.ALL else rows.none()


def of_organisation(organisation_id: UUID) -> QuerySet[Post]:
    """What an organisation has on the board now; for its public page."""
    return shown().filter(organisation_id=organisation_id)


def for_link(post_id: UUID, to: str) -> Post | None:
    """The post of a signed link, whoever opens it, while who got it speaks for its organisation; drafts
    are not there.
    """
    rows = Post.objects.exclude(state=State.DRAFT).select_related("organisation")
    found = rows.filter(pk=post_id).first()
    return found if found and organisations.link_stands(to, found.organisation_id) else None
