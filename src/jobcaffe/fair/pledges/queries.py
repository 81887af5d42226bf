"""Reading promises, contacts at stands and opinions. The wall shows what was read and let through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import queries as board
from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.enums import StandState
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.pledges import rules
from jobcaffe.fair.pledges.enums import Answer, State, Useful
from jobcaffe.fair.pledges.models import Closing, Contact, Opinion, Pledge, PledgeAnswer
from jobcaffe.fair.visits import queries as visits
from jobcaffe.fair.visits.models import Consent, Visitor
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.disclosure import rules as disclosure_rules
from jobcaffe.kernels.disclosure import Audience
from jobcaffe.organisations import queries as organisations

# A wall of more than so many is a page that nobody reads to its end.
MOST = 300


def _rows() -> QuerySet[Pledge]:
    said = Prefetch("answers", PledgeAnswer.objects.order_by("pk"))
    return Pledge.objects.select_related("fair", "organisation", "commitment").prefetch_related(said)


def visible_to(user: object) -> QuerySet[Pledge]:
    """All for who reads them before the wall; for everybody else those on the walls of public fairs."""
    if access.reach(user, "fair.wall") is Reach.ALL:
        return _rows()
    return _rows().filter(state=State.SHOWN, forgotten_on=None, fair__in=events.visible_to(user).values("pk"))


def wall(fair: Fair) -> QuerySet[Pledge]:
    """What everybody reads, the newest first. Nobody's contact is on it."""
    return _rows().filter(fair=fair, state=State.SHOWN, forgotten_on=None).order_by("-read_at", "-made_at")


def to_read(user: object, fair: Fair, state: str = State.WAITING) -> QuerySet[Pledge]:
    """The promises of a fair in one state, for who lets them through; the oldest first."""
    if access.reach(user, "fair.wall") is not Reach.ALL:
        return Pledge.objects.none()
    return visible_to(user).filter(fair=fair, state=state).select_related("visitor").order_by("made_at")


def pledge_of(user: object, fair: Fair, pledge_id: UUID) -> Pledge | None:
    """One promise of a fair for who lets them through."""
    rows = visible_to(user) if access.reach(user, "fair.wall") is Reach.ALL else Pledge.objects.none()
    return rows.filter(fair=fair, pk=pledge_id).first()


def by_token(token: str) -> Pledge | None:
    """The promise of an answering link, while it is on the wall and who got the link may answer; ``None``
    otherwise.
    """
    read = rules.read_token(token)
    if read is None:
        return None
    found = _rows().filter(pk=read[0], state=State.SHOWN, forgotten_on=None).first()
    return found if found and organisations.link_stands(read[1], found.organisation_id) else None


def signed(pledge: Pledge) -> str:
    """Who stands below it on the wall: an organisation, the name she chose, or nobody."""
    return pledge.organisation.name if pledge.organisation else pledge.signature


def outcome(pledge: Pledge) -> str:
    """What became of it: a value of ``Answer``, or empty. The commitment knows best when there is one."""
    answers = list(pledge.answers.all())
    last = answers[-1].answer if answers else ""
    if pledge.commitment is None:
        return last
    return rules.OUTCOME.get(pledge.commitment.state, last)


@dataclass(frozen=True)
class Born:
    """What the promises of a fair have come to. ``asked``: those whose owner was asked at least once."""

    rows: list[tuple[Pledge, str]]
    asked: int
    answered: int

    def count(self, outcome: str) -> int:
        """How many came to it; ``""`` for those nobody has told of."""
        return sum(1 for _pledge, came in self.rows if came == outcome)

    @property
    def promised(self) -> int:
        """All on the wall, also those whose words were forgotten."""
        return len(self.rows)

    @property
    def share(self) -> int | None:
        """Answered out of asked, in percent; ``None`` when nobody was asked."""
        return round(100 * self.answered / self.asked) if self.asked else None


def born_from(fair: Fair) -> Born:
    """Every promise of the wall with what became of it. Three queries for any number."""
    rows = _rows().filter(fair=fair, state=State.SHOWN).order_by("-made_at")
    told = [(row, outcome(row)) for row in rows]
    asked = [(row, came) for row, came in told if row.asked]
    return Born(told, len(asked), sum(1 for _row, came in asked if came))


# --- contacts at stands -------------------------------------------------------------------------------


def _consented(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    yes = Consent.objects.filter(visitor=OuterRef("visitor"), stand=OuterRef("stand"), withdrawn_at=None)
    return rows.filter(Exists(yes), visitor__forgotten_on=None)


def contacts_of(stand: Stand) -> QuerySet[Contact]:
    """Who was at the stand and lets it write to her, today: a yes that was taken back hides her again."""
    return _consented(Contact.objects.filter(stand=stand).select_related("visitor__person")).order_by("-at")


def yes_to(stand: Stand, code: str) -> Visitor | None:
    """The visitor with this code who said yes to this stand; ``None`` for all others, one answer."""
    found = visits.by_code(stand.fair, code)
    return found if found is not None and visits.may_contact(stand.pk, found) else None


def stand_for(user: object, fair: Fair, stand_id: UUID) -> Stand | None:
    """A stand whose contacts may be written by ``user``: her own, or any for the desk."""
    if access.reach(user, "fair.desk") is Reach.ALL:
        return events.stand_of(fair, stand_id)
    own = accepted_stand(user, fair)
    return own if own is not None and own.pk == stand_id else None


def accepted_stand(user: object, fair: Fair) -> Stand | None:
    """The stand of the organisation that ``user`` speaks for, once it was accepted."""
    own = events.own_stand(user, fair)
    return own if own is not None and own.state == StandState.ACCEPTED else None


def posts_of(stand: Stand) -> list[Post]:
    """The posts of a stand that persons may answer today."""
    rows = board.shown(board.FOR_PERSONS).filter(stands=stand)
    return [post for post in rows.order_by("title") if post.places_left > 0]


# --- opinions -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opinions:
    """The three questions, as many as may be told: below the house's smallest number nothing is."""

    count: int
    useful: dict[str, int]
    found: dict[str, int]
    better: list[str]

    @property
    def enough(self) -> bool:
        """Whether there are enough of them to be told."""
        return bool(self.useful)


def opinions(fair: Fair, *, stands: bool = False) -> Opinions:
    """What visitors (or exhibitors) said; empty while fewer than the smallest number that may be told."""
    rows = list(Opinion.objects.filter(fair=fair, stand__isnull=not stands))
    if len(rows) < disclosure_rules()[Audience.PUBLIC].small:
        return Opinions(len(rows), {}, {}, [])
    useful = Counter(row.useful for row in rows)
    found = Counter(key for row in rows for key in row.found)
    return Opinions(
        len(rows),
        {key: useful.get(key, 0) for key in Useful.values},
        {key: found.get(key, 0) for key in rules.FOUND},
        sorted(row.better for row in rows if row.better),
    )


def opinion_link(token: str) -> tuple[UUID, str, UUID] | None:
    """Fair, ``rules.VISITOR`` or ``STAND``, and who, of a link to the three questions; ``None`` when it is
    not ours, or when the delegate who got it speaks no more for the stand.
    """
    read = rules.read_opinion_token(token)
    if read is None:
        return None
    fair, kind, ref, to = read
    owner = Stand.objects.filter(pk=ref).values_list("organisation", flat=True).first()
    return (fair, kind, ref) if organisations.link_stands(to, owner) else None


def answered_already(fair_id: UUID, kind: str, ref: UUID) -> bool:
    """Whether this link to the three questions was used."""
    digest = rules.opinion_digest(fair_id, kind, ref)
    return Opinion.objects.filter(fair=fair_id, token_digest=digest).exists()


def closing_of(fair: Fair) -> Closing | None:
    """What the fair was when it was closed; ``None`` before."""
    return Closing.objects.filter(fair=fair).select_related("encounter").first()


def at_most(number: int) -> str:
    """A number of people for everybody's eyes: «meno di 5» instead of 1 to 4."""
    small = disclosure_rules()[Audience.PUBLIC].small
    return _("meno di %(n)s") % {"n": small} if 0 < number < small else str(number)


def settled(rows: Iterable[tuple[Pledge, str]]) -> list[tuple[Pledge, str]]:
    """Those that were kept or dropped."""
    return [(row, came) for row, came in rows if came in (Answer.DONE, Answer.DROPPED)]
