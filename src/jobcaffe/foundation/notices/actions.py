"""Sending notices, and what people choose about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.journal.actions import PUBLIC, Actor, Line, record, record_many
from jobcaffe.foundation.notices import queries, rules
from jobcaffe.foundation.notices.enums import Channel, Hold, Scope, State
from jobcaffe.foundation.notices.models import Bounce, Notice, OptOut
from jobcaffe.foundation.notices.rules import Private, Recipient
from jobcaffe.foundation.privacy import crypto

__all__ = [
    "Private",
    "Recipient",
    "choose",
    "forget",
    "hold",
    "lift_hold",
    "mark_printed",
    "send",
    "stop_scope",
]
ATTEMPTS = 6


def send(
    *,
    actor: Actor,
    to: Recipient,
    template: str,
    context: Mapping[str, object] | None = None,
    channel: str = "",
    scope: str = "",
    dedupe_key: str = "",
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    confidential: bool = False,
) -> Notice:
    """Write a notice and queue its delivery, in the caller's transaction.

    ``template`` is a code of ``rules.MESSAGES``; ``channel`` is "mail", "sms", "letter" or empty
    for the best one; ``scope`` defaults to the message's own. With ``dedupe_key`` the notice of
    the same key is returned instead of a second one. ``confidential`` (whatever concerns a
    mutual-aid group) keeps the notice out of lists, counts, journal and logs and off paper: only
    she sees that it was written, and the row leads to her only with the keys.

    Nothing is refused: a notice that may not leave is kept as ``held`` with its reason (opted
    out, contact that bounced, no contact, confidential letter). Raises ``KeyError`` for an
    unknown message or a missing value.
    """
    way = Channel(channel) if channel else rules.best_channel(to)
    if confidential:
        # A key often names the person; as a digest it still finds its twin.
        dedupe_key = crypto.blind_index("notices-dedupe", dedupe_key)
    dedupe_key = _fitting(dedupe_key)
    with transaction.atomic():
        twin = Notice.objects.filter(dedupe_key=dedupe_key).first() if dedupe_key else None
        if twin is not None:
            return twin
        notice = _compose(to, template, context or {}, way, scope)
        notice.dedupe_key, notice.confidential = dedupe_key, confidential
        notice.not_before, notice.expires_at = not_before, expires_at
        if confidential:
            _unlink(notice)
        _hold_if_needed(notice)
        try:
            with transaction.atomic():
                notice.save(force_insert=True)
        except IntegrityError:
            if dedupe_key:
                return Notice.objects.get(dedupe_key=dedupe_key)
            raise
        if not confidential:
            subject = to if notice.person_ref else None
            record(actor, f"notice.{notice.state}", notice, subject=subject, fields=[way.value, template])
        _queue(notice)
    return notice


def _fitting(key: str) -> str:
    """The key itself, or where it is longer than its column a digest of it."""
    most = Notice._meta.get_field("dedupe_key").max_length
    return key if most is None or len(key) <= most else f"sha256:{sha256(key.encode()).hexdigest()}"


def _unlink(notice: Notice) -> None:
    """Leave nothing on the row that leads to the person without the keys."""
    notice.sealed_key = notice.recipient_key
    notice.sealed_index = rules.sealed_index(notice.recipient_key)
    notice.person_ref, notice.recipient_key, notice.contact_index = None, "", ""


def _compose(
    to: Recipient, template: str, context: Mapping[str, object], channel: Channel, scope: str
) -> Notice:
    contact = rules.contact_of(to, channel)
    index = rules.contact_index(channel, contact)
    with rules.in_language(to.language):
        body = rules.render(template, channel, name=to.name, context=context)
        subject = rules.subject(template, context or {})
    return Notice(
        channel=channel,
        template=template,
        language=to.language,
        scope=Scope(scope) if scope else rules.MESSAGES[template].scope,
        person_ref=to.person_ref,
        contact=contact,
        contact_index=index,
        recipient_key=rules.recipient_key(person_ref=to.person_ref, index=index),
        subject=subject,
        body=body,
    )


def _hold_if_needed(notice: Notice) -> None:
    notice.hold = queries.reason_to_hold(notice)
    if notice.hold:
        notice.state = State.HELD
        notice.body = notice.contact = ""


def _queue(notice: Notice) -> None:
    if notice.state != State.QUEUED or notice.channel == Channel.LETTER:
        return  # letters wait for the desk's printer
    from jobcaffe.foundation.notices.tasks import deliver

    enqueue(
        deliver,
        str(notice.pk),
        title=_("Far partire un messaggio"),
        dedupe_key=f"notice:{notice.pk}",
        max_attempts=ATTEMPTS,
        run_after=notice.not_before,
        priority=50 if rules.MESSAGES[notice.template].essential else 10,
        quiet=notice.confidential,
    )


def _subject(notice: Notice) -> Recipient | None:
    """The person of a letter whose text is still here, for the journal."""
    name = notice.contact.partition("\n")[0]
    return Recipient(name=name, person_ref=notice.person_ref) if notice.person_ref else None


def open_letters(*, actor: Actor, notices: Iterable[Notice]) -> list[Notice]:
    """Letters with name, address and text, for the printer; each is journalled as a reading.

    Refused to who may not read notices.
    """
    require(actor, "notice.read")
    letters = list(notices)
    lines = [
        Line("notice.open", Notice._meta.label_lower, str(letter.pk), subject=_subject(letter))
        for letter in letters
    ]
    with transaction.atomic():
        record_many(actor, lines)
    return letters


def mark_printed(*, actor: Actor, notices: Iterable[Notice]) -> int:
    """Note that letters were printed; their text and address are then forgotten. How many.

    Refused to who may not read notices. Letters already marked stay as they are.
    """
    require(actor, "notice.read")
    wanted = [notice.pk for notice in notices]
    with transaction.atomic():
        waiting = list(
            Notice.objects.select_for_update().filter(
                pk__in=wanted, channel=Channel.LETTER, state=State.QUEUED
            )
        )
        now, subjects = timezone.now(), {notice.pk: _subject(notice) for notice in waiting}
        for notice in waiting:
            notice.state, notice.sent_at, notice.contact, notice.body = State.PRINTED, now, "", ""
            notice.save(update_fields=["state", "sent_at", "contact", "body"])
            record(actor, "notice.print", notice, subject=subjects[notice.pk])
    return len(waiting)


def choose(*, key: str, wanted: Iterable[str], actor: Actor = PUBLIC) -> set[str]:
    """Set what a recipient wants to receive (scopes, on all channels); the scopes now stopped.

    ``key`` comes from a signed link or from the person's own page. Nothing is refused.
    """
    keep = set(wanted)
    with transaction.atomic():
        OptOut.objects.filter(recipient_key=key, scope__in=keep).delete()
        stopped = {scope.value for scope in Scope} - keep
        OptOut.objects.bulk_create(
            [OptOut(recipient_key=key, scope=scope) for scope in sorted(stopped)], ignore_conflicts=True
        )
        record(actor, "notice.choose", None, fields=sorted(stopped))
    return stopped


def stop_scope(*, key: str, scope: str, actor: Actor = PUBLIC) -> None:
    """Stop one scope on all channels: the one-click link of a mail. A second press changes nothing."""
    wanted = set(Scope.values) - queries.stopped_scopes(key) - {scope}
    choose(key=key, wanted=wanted, actor=actor)


def hold(*, actor: Actor, channel: str, contact: str, reason: str) -> bool:
    """A contact came back: nothing but codes goes there until it is lifted. False when it was held before."""
    index = rules.contact_index(channel, contact)
    with transaction.atomic():
        if queries.bounced(index):
            return False
        Bounce.objects.create(contact_index=index, channel=channel, reason=reason[:120])
        record(actor, "notice.hold", None, fields=[channel])
    return True


def lift_hold(*, actor: Actor, channel: str, contact: str) -> int:
    """A contact works again (corrected by its owner or the desk); how many holds were lifted."""
    index = rules.contact_index(channel, contact)
    with transaction.atomic():
        lifted = Bounce.objects.filter(contact_index=index, lifted_at=None).update(lifted_at=timezone.now())
        if lifted:
            record(actor, "notice.lift_hold", None, fields=[channel])
    return lifted


def forget(*, actor: Actor, person_ref: UUID, contacts: Iterable[str] = ()) -> int:
    """Erase what notices know of a person: contact, text and reference. How many notices.

    ``contacts`` are her blind indexes, so that what was written to a contact alone is found too.
    Messages still waiting do not leave. Her choices go with her.
    """
    indexes = [index for index in contacts if index]
    key = rules.recipient_key(person_ref=person_ref)
    sealed = [rules.sealed_index(one) for one in [key, *(rules.recipient_key(index=i) for i in indexes)]]
    mine = Q(person_ref=person_ref) | Q(recipient_key=key) | Q(contact_index__in=indexes)
    mine |= Q(sealed_index__in=sealed)
    with transaction.atomic():
        rows = Notice.objects.filter(mine)
        rows.filter(state=State.QUEUED).update(state=State.HELD, hold=Hold.FORGOTTEN)
        found = rows.update(
            person_ref=None, contact="", body="", contact_index="", recipient_key="", dedupe_key="",
            sealed_key="", sealed_index="",
        )  # fmt: skip
        OptOut.objects.filter(recipient_key=key).delete()
        Bounce.objects.filter(contact_index__in=indexes).delete()
        record(actor, "notice.forget", None)
    return found


def send_again(*, actor: Actor, notice: Notice) -> Notice:
    """Queue a failed notice again. Refused when it did not fail or its text is gone."""
    require(actor, "notice.read")
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        if locked.state != State.FAILED or not locked.body:
            raise Refused("Questo messaggio non si può rimandare. Scrivine uno nuovo o telefona.")
        locked.state = State.QUEUED
        locked.save(update_fields=["state"])
        record(actor, "notice.send_again", locked)
        _queue(locked)
    return locked
