"""People who told what they can do, and what is open to them."""

from __future__ import annotations

from typing import Any

from jobcaffe.exchange.posts import actions as posts
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.matching import actions
from jobcaffe.network.matching.profiles import Trade
from jobcaffe.people.models import Person
from jobcaffe.vocabulary import queries as vocabulary
from tests import factories
from tests.exchange.posts.posting import draft

WAREHOUSE = "magazziniere"


def occupation(words: str = WAREHOUSE) -> str:
    """The address of what somebody writes."""
    return vocabulary.link(words, "occupation", k=1)[0].uri


def skills(uri: str, most: int = 20) -> tuple[str, ...]:
    """What an occupation asks."""
    needed = vocabulary.skills_of(uri)
    return (*needed.essential, *needed.optional)[:most]


def job(actor: User | None = None, words: str = WAREHOUSE, kind: str = "job", **values: Any) -> Post:
    """An open post about that occupation."""
    uri = occupation(words)
    needed = vocabulary.skills_of(uri)
    actor = actor or factories.partner()
    made = posts.publish(actor=actor, post_id=draft(actor, **values).pk)
    Post.objects.filter(pk=made.pk).update(
        sort=kind, occupation_uri=uri, essential=list(needed.essential), optional=list(needed.optional)
    )
    return Post.objects.get(pk=made.pk)


def told(user: User, words: str = WAREHOUSE, **limits: Any) -> Person:
    """A member who told that she did this work and has all its skills."""
    uri = occupation(words)
    assert user.person_ref is not None
    actions.tell(
        actor=user, person_ref=user.person_ref, trades=(Trade(words, uri),), skills=skills(uri), **limits
    )
    return Person.objects.get(pk=user.person_ref)
