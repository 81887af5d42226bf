"""Delivery. Never inside a transaction: a slow mail server must not hold the database."""

from __future__ import annotations

import smtplib
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks import task

from jobcaffe.foundation.jobs import steps
from jobcaffe.foundation.jobs.worker import on_dead_letter
from jobcaffe.foundation.notices import queries, rules
from jobcaffe.foundation.notices.enums import Channel, Hold, State
from jobcaffe.foundation.notices.gateways import HardFailure, gateway, plain
from jobcaffe.foundation.notices.models import Bounce, Notice

REFUSED_FOR_GOOD = range(500, 600)


@task
def deliver(notice_id: str) -> str:
    """Send one notice; the state it ends in. Sent, printed and held notices are left alone.

    At most one try runs at a time. A crash between the server's yes and our note sends the same
    message again with the same ``Message-ID``: it is never lost.
    """
    notice = _take(UUID(notice_id))
    if notice is None:
        return "unchanged"
    steps.check()
    try:
        receipt = _send_mail(notice) if notice.channel == Channel.MAIL else _send_sms(notice)
    except HardFailure as error:
        return _refused(notice, str(error))
    return _sent(notice, receipt)


def _take(notice_id: UUID) -> Notice | None:
    """The notice to send now, with one more attempt; held when something changed meanwhile."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
        if notice is None or notice.state not in {State.QUEUED, State.FAILED}:
            return None
        hold = _late(notice) or queries.reason_to_hold(notice)
        if hold:
            _end(notice, State.HELD, hold=hold)
            return None
        notice.attempts += 1
        notice.save(update_fields=["attempts"])
    return notice


def _late(notice: Notice) -> Hold:
    late = notice.expires_at is not None and notice.expires_at <= timezone.now()
    return Hold.EXPIRED if late else Hold.NONE


def _end(notice: Notice, state: State, *, hold: Hold = Hold.NONE, receipt: str = "") -> None:
    """The end of a notice: what has left, or will not leave, is not kept here."""
    notice.state, notice.hold, notice.receipt = state, hold, receipt
    notice.contact = notice.body = ""
    if state == State.SENT:
        notice.sent_at = timezone.now()
    notice.save(update_fields=["state", "hold", "receipt", "contact", "body", "sent_at"])


def _sent(notice: Notice, receipt: str) -> str:
    index = rules.contact_index(notice.channel, notice.contact)
    with transaction.atomic():
        _end(notice, State.SENT, receipt=receipt)
        if not notice.confidential:  # a hold that goes by itself would tell that something was sent
            works = Bounce.objects.filter(contact_index=index, lifted_at=None)
            works.update(lifted_at=timezone.now())
    return State.SENT


def _refused(notice: Notice, reason: str) -> str:
    index = rules.contact_index(notice.channel, notice.contact)
    with transaction.atomic():
        _end(notice, State.HELD, hold=Hold.BOUNCED)
        if not notice.confidential:  # the next message to her, listed as held, would tell of this one
            Bounce.objects.create(contact_index=index, channel=notice.channel, reason=reason[:120])
    return State.HELD


@on_dead_letter(deliver.module_path)
def give_up(notice_id: str) -> None:
    """After the last try the notice says that it did not leave; the text waits for a new try.

    Nobody can try a confidential one again: its text goes.
    """
    rows = Notice.objects.filter(pk=notice_id, state=State.QUEUED)
    rows.filter(confidential=True).update(contact="", body="")
    rows.update(state=State.FAILED)


def _send_mail(notice: Notice) -> str:
    message_id = f"<{notice.pk}@{settings.SITE_URL.partition('://')[2].partition(':')[0]}>"
    with rules.in_language(notice.language):
        text = notice.body + _footer(notice)
    message = EmailMessage(
        notice.subject, text, to=[notice.contact], headers={"Message-ID": message_id, **_headers(notice)}
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _text in error.recipients.values()}
        if codes <= set(REFUSED_FOR_GOOD):
            raise HardFailure(f"SMTP {min(codes)}") from error
        raise
    return message_id


def _footer(notice: Notice) -> str:
    message = rules.MESSAGES[notice.template]
    if message.essential or message.own_stop:
        return ""
    asked = gettext("Scegli quali messaggi ricevere:")
    return f"\n\n--\n{asked}\n{rules.choose_url(notice.key, notice.scope)}\n"


def _headers(notice: Notice) -> dict[str, str]:
    """RFC 3834 (made by a machine) and RFC 8058 (one-click opt-out)."""
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if not rules.MESSAGES[notice.template].essential:
        url = rules.choose_url(notice.key, notice.scope)
        headers["List-Unsubscribe"] = f"<{url}ferma/>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _send_sms(notice: Notice) -> str:
    return gateway().send(notice.contact, plain(notice.body), reference=str(notice.pk))
