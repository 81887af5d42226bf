"""Calendar addresses: one per device, revocable, forgotten when nobody reads them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters.models import CalendarFeed
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.foundation.privacy import crypto
from jobcaffe.spaces.rules import permit

UNREAD_DAYS = 90
MOST = 10
PURPOSE = "calendar"


def active(user: User) -> list[CalendarFeed]:
    """Addresses of a user that still answer, latest first."""
    return list(CalendarFeed.objects.filter(_alive(), user=user))


def _alive() -> Q:
    limit = timezone.now() - timedelta(days=UNREAD_DAYS)
    recent = Q(read_at__gte=limit) | Q(read_at__isnull=True, created_at__gte=limit)
    return Q(revoked_at__isnull=True) & recent


@transaction.atomic
def create_feed(*, actor: User, label: str, request_key: UUID) -> tuple[CalendarFeed, str]:
    """A new address. The token is given back and not kept: the database has only its digest.

    The token is a keyed digest of the page's ``request_key``, so that a second press of the
    button gives the same address. Refused when the user has ten already.
    """
    permit(actor, "account.own")
    User.objects.select_for_update().get(pk=actor.pk)
    token = crypto.code_digest("calendar-token", f"{actor.pk}|{request_key}")  # 256 bits
    digest = crypto.code_digest(PURPOSE, token)
    twice = CalendarFeed.objects.filter(digest=digest).first()
    if twice is not None:
        return twice, token
    if len(active(actor)) >= MOST:
        raise Refused(_("Hai già 10 calendari. Togline uno che non usi più."))
    feed = CalendarFeed.objects.create(user=actor, digest=digest, label=label.strip() or _("Calendario"))
    record(actor, "feed.create", feed)
    return feed, token


@transaction.atomic
def revoke_feed(*, actor: User, feed_id: UUID) -> None:
    """Stop an address at once. A second press changes nothing. Refused for somebody else's."""
    feed = CalendarFeed.objects.select_for_update().filter(pk=feed_id, user=actor.pk).first()
    if feed is None:
        raise Refused(_("Questo calendario non c'è più."))
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        record(actor, "feed.revoke", feed, fields=["revoked_at"])


@transaction.atomic
def read_feed(*, token: str) -> User | None:
    """Whose address it is, and that it was read today; ``None`` when it does not answer any more."""
    digest = crypto.code_digest(PURPOSE, token)
    feed = CalendarFeed.objects.filter(_alive(), digest=digest, user__is_active=True).first()
    if feed is None:
        return None
    now = timezone.now()
    # Once an hour is enough to know that it is in use: calendars ask often.
    if feed.read_at is None or now - feed.read_at > timedelta(hours=1):
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    return feed.user
