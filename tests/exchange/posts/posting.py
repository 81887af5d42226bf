"""Posts for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.exchange.posts import actions
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.accounts.models import User
from tests import factories

TITLE = "Addetta o addetto alle pulizie"
TEXT = "Pulisci gli uffici con una collega. Ti insegniamo noi a usare i prodotti."
JOB: dict[str, Any] = {
    "title": TITLE,
    "text": TEXT,
    "municipality": "Rho",
    "windows": [[0, 16, 26]],
    "weekly_hours": 20,
    "contract": "permanent",
    "requirements": ["Arrivare alle sette"],
    "places": 3,
}


def draft(actor: User | None = None, kind: str = "job", **values: Any) -> Post:
    """A draft of a delegate."""
    organisation_id = values.pop("organisation_id", None)
    return actions.begin(
        actor=actor or factories.partner(),
        kind=kind,
        values={**JOB, **values},
        organisation_id=organisation_id,
    )


def on_board(actor: User | None = None, kind: str = "job", **values: Any) -> Post:
    """A post of a delegate that everybody reads."""
    actor = actor or factories.partner()
    return actions.publish(actor=actor, post_id=draft(actor, kind, **values).pk)


def aged(post: Post, days: int) -> Post:
    """As if it had been published so many days ago."""
    back = timedelta(days=days)
    Post.objects.filter(pk=post.pk).update(
        published_on=timezone.localdate() - back,
        fresh_until=(post.fresh_until or timezone.localdate()) - back,
        answer_by=None,
    )
    return Post.objects.get(pk=post.pk)
