"""Reading notices and choices."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from jobcaffe.foundation.access import allows
from jobcaffe.foundation.notices import rules
from jobcaffe.foundation.notices.enums import Channel, Hold, State
from jobcaffe.foundation.notices.models import Bounce, Notice, OptOut


def visible_to(user: object) -> QuerySet[Notice]:
    """Notices that staff may list: never the confidential ones, and never with names or texts."""
    rows = Notice.objects.filter(confidential=False)
    return rows if allows(user, "notice.read") else rows.none()


def letters_to_print(user: object) -> QuerySet[Notice]:
    """Letters that wait for the printer, oldest first."""
    return visible_to(user).filter(channel=Channel.LETTER, state=State.QUEUED).order_by("created_at", "id")


def own(user: object) -> QuerySet[Notice]:
    """What was written to the user herself, confidential or not, the newest first."""
    ref = getattr(user, "person_ref", None)
    if ref is None:
        return Notice.objects.none()
    return Notice.objects.filter(Q(person_ref=ref) | Q(sealed_index=rules.sealed_index(_key(ref))))


def _key(ref: UUID) -> str:
    return rules.recipient_key(person_ref=ref)


def stopped_scopes(key: str) -> set[str]:
    """The scopes that a recipient does not want, on any channel."""
    return set(OptOut.objects.filter(recipient_key=key, channel="").values_list("scope", flat=True))


def opted_out(keys: list[str], scope: str, channel: str) -> bool:
    """Whether one of the recipient's keys stopped this scope on this channel."""
    rows = OptOut.objects.filter(recipient_key__in=[key for key in keys if key], scope=scope)
    return rows.filter(Q(channel="") | Q(channel=channel)).exists()


def opted_out_among(keys: list[str], *, scope: str, channel: str) -> set[str]:
    """Those of many recipients' keys that stopped a scope on a channel, in one question."""
    rows = OptOut.objects.filter(recipient_key__in=keys, scope=scope).filter(
        Q(channel="") | Q(channel=channel)
    )
    return set(rows.values_list("recipient_key", flat=True))


def bounced_among(indexes: list[str]) -> set[str]:
    """Those of many contacts that refused for good, in one question."""
    rows = Bounce.objects.filter(contact_index__in=indexes, lifted_at=None)
    return set(rows.values_list("contact_index", flat=True))


def bounced(index: str) -> bool:
    """Whether a contact refused for good and nobody has corrected it since."""
    return bool(index) and Bounce.objects.filter(contact_index=index, lifted_at=None).exists()


def reason_to_hold(notice: Notice) -> Hold:
    """Why a notice may not leave; ``Hold.NONE`` when it may.

    Essential messages pass opt-outs and bounces: somebody has just asked for them.
    """
    if notice.channel == Channel.LETTER and notice.confidential:
        return Hold.CONFIDENTIAL
    if not notice.contact:
        return Hold.NO_CONTACT
    if rules.MESSAGES[notice.template].essential:
        return Hold.NONE
    index = rules.contact_index(notice.channel, notice.contact)
    keys = [notice.key, rules.recipient_key(index=index)]
    if opted_out(keys, notice.scope, notice.channel):
        return Hold.OPTED_OUT
    return Hold.BOUNCED if bounced(index) else Hold.NONE
