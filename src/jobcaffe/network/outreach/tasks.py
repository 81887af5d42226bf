"""What campaigns do by themselves."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop
from django_tasks import task

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs import steps
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.network.outreach import actions, queries


@task
def send_mailing(mailing_id: str, user_id: str) -> dict[str, str]:
    """Write the e-mails of a mailing one by one; stopped and started again, it goes on where it was."""
    actor = User.objects.get(pk=user_id)
    mailing = queries.mailing_of(actor, UUID(mailing_id))
    if mailing is None:
        return {}
    waiting = queries.addressees(mailing)
    for done, card in enumerate(waiting, start=1):
        with steps.once(f"card-{card.pk}") as new:
            if new:
                actions.mail_card(actor=actor, mailing_id=mailing.pk, card_id=card.pk)
        steps.progress(done, len(waiting), gettext_noop("Le e-mail partono una alla volta."))
    actions.finish_mailing(actor=actor, mailing_id=mailing.pk)
    url = reverse("outreach:mailing", args=[mailing.campaign_id, mailing.pk])
    return {"url": url, "text": gettext_noop("Le e-mail sono partite.")}


@periodic(at="07:30", weekday=0)
def tell_the_week() -> int:
    """On Monday the coordinators get the week that was."""
    return actions.tell_the_week(actor=SYSTEM)
