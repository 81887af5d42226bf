"""*È ancora tutto giusto?*: asked every six months, answered with one tap and without an account."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.tokens import new_link
from jobcaffe.foundation.journal.actions import PUBLIC, Actor, record
from jobcaffe.foundation.notices.actions import Recipient, send
from jobcaffe.organisations.enums import Answer, Stage
from jobcaffe.organisations.freshness import thresholds
from jobcaffe.organisations.models import Check, Organisation
from jobcaffe.organisations.queries import check_by_token, check_digest

TOO_OLD = "Questo link è scaduto. Chiamaci: confermiamo i dati insieme."
TIMES = 2


def ask_all(*, actor: Actor, today: date | None = None) -> int:
    """Ask those who joined and whose six months are over; how many were asked.

    Once, and a second time after two weeks without an answer; then no more until they are verified.
    """
    day = today or timezone.localdate()
    return sum(ask(actor=actor, organisation=one, today=day) is not None for one in _to_ask(day))


def _to_ask(today: date) -> QuerySet[Organisation]:
    limits = thresholds()
    since = Q(verified_on=None) | Q(checks__asked_on__gt=F("verified_on"))
    rows = Organisation.objects.filter(stage=Stage.MEMBER).filter(
        Q(verified_on=None) | Q(verified_on__lte=limits.verified_until(today))
    )
    rows = rows.annotate(times=Count("checks", filter=since), last=Max("checks__asked_on", filter=since))
    again = today - timedelta(days=limits.remind_after_days)
    return rows.filter(times__lt=TIMES).filter(Q(last=None) | Q(last__lte=again)).order_by("pk")


@transaction.atomic
def ask(*, actor: Actor, organisation: Organisation, today: date | None = None) -> Check | None:
    """Send the question with a new link, by e-mail or as a letter. ``None`` when it was asked today."""
    day = today or timezone.localdate()
    token = new_link()
    made, new = Check.objects.get_or_create(
        organisation=organisation, asked_on=day, defaults={"digest": check_digest(token)}
    )
    if not new:
        return None
    send(
        actor=actor,
        to=_recipient(organisation),
        template="organisation_check",
        context={
            "organisation": organisation.name,
            "link": f"{settings.SITE_URL}/rete/conferma/{token}/",
            "until": thresholds().hidden_on(organisation.verified_on or day),
        },
        dedupe_key=f"organisation-check:{made.pk}",
    )
    record(actor, "organisation.ask", organisation, fields=["checks"])
    return made


def _recipient(organisation: Organisation) -> Recipient:
    address = f"{organisation.address}\n{organisation.municipality}".strip()
    return Recipient(name=organisation.name, email=organisation.email, address=address)


@transaction.atomic
def answer_check(*, actor: Actor = PUBLIC, token: str, right: bool, note: str = "") -> Check:
    """What the organisation answers from the link: all is right, or what is to be corrected.

    Refused for a link that is not ours or too old. The same press twice changes nothing; who said
    that something is wrong may still say that all is right.
    """
    seen = check_by_token(token)
    if seen is None:
        raise Refused(TOO_OLD)
    organisation = Organisation.objects.select_for_update().get(pk=seen.organisation_id)
    check = Check.objects.select_for_update().get(pk=seen.pk)
    today = timezone.localdate()
    if check.answer == Answer.CONFIRMED:
        return check
    check.answer = Answer.CONFIRMED if right else Answer.CHANGES
    check.answered_on, check.note = today, "" if right else note.strip()[:600]
    check.save(update_fields=["answer", "answered_on", "note"])
    if right:
        Organisation.objects.filter(pk=organisation.pk).update(verified_on=today)
        organisation.checks.filter(answer=Answer.WAITING).update(answer=Answer.CONFIRMED, answered_on=today)
    record(actor, "organisation.answer", organisation, fields=[check.answer])
    return check
