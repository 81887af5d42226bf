"""Reading introductions: hers, the desk's, and what an organisation finds after her yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from jobcaffe.exchange.introductions import rules
from jobcaffe.exchange.introductions.enums import Contact, State
from jobcaffe.exchange.introductions.models import Introduction, Step
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations import queries as organisations
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person


@dataclass(frozen=True)
class Received:
    """What the organisation reads of one introduction.

    ``name``: as she chose it; ``contacts``: only once both have said yes; ``cv``: she lets it be read;
    ``person_ref`` is for the page that makes the CV, and is never shown.
    """

    id: UUID
    post: Post
    state: str
    since: date
    name: str
    contacts: tuple[str, ...]
    cv: bool
    welcome: str
    says: str
    person_ref: UUID


def visible_to(user: object) -> QuerySet[Introduction]:
    """Hers; for the desk those of the persons it follows; for a delegate those that said yes."""
    rows = Introduction.objects.select_related("post", "post__organisation", "operator")
    found = access.reach(user, "match.desk")
    if found is not Reach.NONE and isinstance(user, User):
        return rows.filter(Introduction.of(_followed(user)))
    refs = people.refs_of(user, "match.own")
    if refs:
        return rows.filter(Introduction.of(refs))
    return _received(user)


def _followed(user: User) -> list[UUID]:
    reached = list(people.visible_to(user, "match.desk").values_list("pk", flat=True))
    merged = Person.objects.filter(merged_into__in=reached).values_list("pk", flat=True)
    return [*reached, *merged]


def of_persons(refs: Iterable[UUID]) -> QuerySet[Introduction]:
    """Those of these records; for who has already reached the person."""
    rows = Introduction.objects.filter(Introduction.of(refs))
    return rows.select_related("post", "post__organisation", "operator")


def of_user(user: object) -> QuerySet[Introduction]:
    """Her own."""
    refs = people.refs_of(user, "match.own")
    return of_persons(refs) if refs else Introduction.objects.none()


def posts_of(refs: Iterable[UUID]) -> set[UUID]:
    """Posts to which these records are, or were, introduced: not to be proposed again."""
    return set(of_persons(refs).exclude(state=State.EXPIRED).values_list("post_id", flat=True))


def one_of(user: object, introduction_id: UUID) -> Introduction | None:
    """One of hers."""
    return of_user(user).filter(pk=introduction_id).first()


def one_at_desk(user: User, introduction_id: UUID) -> Introduction | None:
    """One of a person whom the desk follows."""
    if access.reach(user, "match.desk") is Reach.NONE:
        return None
    return visible_to(user).filter(pk=introduction_id).first()


def following(user: User) -> list[Introduction]:
    """What the desk follows and is not over, the longest wait first."""
    if access.reach(user, "match.desk") is Reach.NONE:
        return []
    return list(visible_to(user).filter(state__in=rules.LIVE).order_by("since", "pk"))


def stuck(user: User, today: date | None = None) -> list[Introduction]:
    """Those of them that nobody has answered for ten days or more."""
    day = today or timezone.localdate()
    return [row for row in following(user) if rules.waited(row, day) >= rules.ESCALATE[0]]


def steps_of(row: Introduction) -> list[Step]:
    """Its states with their dates."""
    return list(row.steps.all())


def shown_of(row: Introduction) -> dict[str, Any]:
    """What she lets be seen; empty when nothing (any more)."""
    return row.opened("shown") if row.shown else {}


# The organisation's side: nothing before her yes, nothing after it is over.
def _received(user: object) -> QuerySet[Introduction]:
    own = organisations.mine(user) if access.allows(user, "introduction.partner") else None
    if own is None:
        return Introduction.objects.none()
    rows = Introduction.objects.filter(post__organisation=own, state__in=rules.SEEN)
    return rows.select_related("post").order_by("since", "pk")


def received(user: object) -> list[Received]:
    """All that the organisation may read now, the longest wait first."""
    opened = Introduction.opened_each(_received(user), "shown")
    return [_told(row, shown) for row, shown in opened if shown]


def one_received(user: object, introduction_id: UUID) -> Received | None:
    """One of them; ``None`` is the same for "never was", "not yet" and "not any more"."""
    row = _received(user).filter(pk=introduction_id).first()
    shown = shown_of(row) if row else {}
    return _told(row, shown) if row and shown else None


def _told(row: Introduction, shown: dict[str, Any]) -> Received:
    contacts = tuple(shown.get("contacts", ())) if row.state == State.OPEN else ()
    return Received(
        id=row.pk,
        post=row.post,
        state=row.state,
        since=row.since,
        name=shown["name"],
        contacts=contacts,
        cv=bool(shown.get("cv")),
        welcome=row.welcome,
        says=row.partner_says,
        person_ref=row.person_ref,
    )


def by_token(token: str, states: Iterable[str]) -> Introduction | None:
    """The introduction of a link that still waits for its answer; ``None`` otherwise."""
    known = rules.read_token(token)
    if known is None or not link_stands(token):
        return None
    key, state, since, _to = known
    rows = Introduction.objects.select_related("post", "post__organisation")
    found = rows.filter(pk=key, state=state, since=since).first()
    return found if found and found.state in tuple(states) else None


def link_stands(token: str) -> bool:
    """Whether a link is ours, and who got it may still answer; also when it was used, or all is gone."""
    known = rules.read_token(token)
    if known is None:
        return False
    rows = Introduction.objects.filter(pk=known[0])
    owner = rows.values_list("post__organisation", flat=True).first()
    return organisations.link_stands(known[-1], owner)


def contact_choices(person: Person) -> list[str]:
    """The contacts that she has, as codes of :class:`Contact`."""
    found = [Contact.PHONE] if person.phone else []
    found += [Contact.EMAIL] if person.email else []
    return [*found, Contact.HOUSE]


def my_copy(user: object) -> list[dict[str, Any]]:
    """All that this room keeps about her, as plain values."""
    rows = list(of_user(user).prefetch_related("steps"))
    bodies = Introduction.opened_each(rows)
    shown = Introduction.opened_each(rows, "shown")
    return [
        {
            "annuncio": row.post.title,
            "presso": row.post.organisation.name if row.post.organisation else "Job Caffè",
            "stato": row.get_state_display(),
            "passi": [{"quando": one.at, "stato": one.get_state_display()} for one in row.steps.all()],
            "che cosa fai vedere": seen,
            "perché": body.get("reasons", []),
            "esito": row.get_outcome_display(),
            "com'è andata": row.get_person_says_display(),
        }
        for (row, body), (_same, seen) in zip(bodies, shown, strict=True)
    ]


def totals() -> dict[str, dict[str, int]]:
    """How many there are by state and by outcome: for the house's own pages."""
    states = Counter(Introduction.objects.order_by().values_list("state", flat=True))
    outcomes = Counter(Introduction.objects.exclude(outcome="").order_by().values_list("outcome", flat=True))
    return {"states": dict(states), "outcomes": dict(outcomes)}
