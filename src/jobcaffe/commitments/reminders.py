"""Two days before a step is due its person is told that there is one, never which."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.commitments.queries import OPEN
from jobcaffe.encounters.messages import QUICK, recipient_of, way_of
from jobcaffe.encounters.reminders import CONSENT, slot_day
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import Recipient, send
from jobcaffe.foundation.privacy.consents import with_consent
from jobcaffe.organisations.models import Delegate
from jobcaffe.people.enums import Status

DAYS = 2


def remind(*, actor: Actor, now: datetime | None = None) -> int:
    """Remind of the open steps due two days after the last five o'clock; how many were told.

    Only persons who are followed and said yes to messages, by mail or telephone; not of steps taken
    on the very day. A step is told once for each day it is moved to.
    """
    day = slot_day(now or timezone.now())
    today = timezone.make_aware(datetime.combine(day, time.min))
    rows = Commitment.objects.filter(
        person__status=Status.ACTIVE, state__in=OPEN, due_on=day + timedelta(days=DAYS), promised_at__lt=today
    )
    steps = list(rows.select_related("person").order_by("pk"))
    willing = with_consent({step.person_id for step in steps if step.person_id}, CONSENT)
    told = sum(_told(actor, step) for step in steps if step.person_id in willing)
    return told + _remind_organisations(actor, day, today)


def _remind_organisations(actor: Actor, day: date, today: datetime) -> int:
    """Who speaks for an organisation is told of what it promised, each once for each day."""
    rows = Commitment.objects.filter(
        organisation__isnull=False, about=None, state__in=OPEN, due_on=day + timedelta(days=DAYS),
        promised_at__lt=today,
    )  # fmt: skip
    speaking = Prefetch(
        "organisation__delegates", Delegate.objects.filter(revoked_at=None).select_related("user")
    )
    pairs = [
        (step, one.user)
        for step in rows.prefetch_related(speaking).order_by("pk")
        for one in (step.organisation.delegates.all() if step.organisation else ())
        if one.user.email
    ]
    link = settings.SITE_URL + reverse("tables:commitments")
    for step, user in pairs:
        send(
            actor=actor,
            to=Recipient(name=user.name, email=user.email),
            template="promise_reminder",
            context={"due": step.due_on, "link": link},
            dedupe_key=f"promise:{step.pk}:{step.due_on}:{user.pk}",
            expires_at=timezone.make_aware(datetime.combine(step.due_on, time.max)),
        )
    return len(pairs)


def _told(actor: Actor, step: Commitment) -> bool:
    if step.person is None or (way := way_of(step.person)) not in QUICK:
        return False
    send(
        actor=actor,
        to=recipient_of(step.person),
        template="step_reminder",
        context={"due": step.due_on, "link": settings.SITE_URL + reverse("member:path")},
        channel=way,
        dedupe_key=f"step:{step.pk}:{step.due_on}",
        expires_at=timezone.make_aware(datetime.combine(step.due_on, time.max)),
    )
    return True
