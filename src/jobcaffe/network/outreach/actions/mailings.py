"""Letters and e-mails merged with the data of each organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.notices import actions as notices
from jobcaffe.foundation.notices import rules as notice_rules
from jobcaffe.foundation.notices.enums import Channel
from jobcaffe.foundation.notices.enums import State as NoticeState
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.privacy import crypto
from jobcaffe.network.outreach import queries, rules
from jobcaffe.network.outreach.actions import cards, touches
from jobcaffe.network.outreach.actions.campaigns import locked
from jobcaffe.network.outreach.enums import ORDER, MailingState, Way
from jobcaffe.network.outreach.models import Campaign, Card, Mailing, Touch

WAYS = (Way.MAIL, Way.LETTER)
GONE = "Questo invio non c'è più. Torna alla campagna."


def fields_of(card: Card, writer: User) -> dict[str, str]:
    """The values of the fields of a message."""
    contacts = list(card.organisation.contacts.all())
    return {
        "organizzazione": card.organisation.name,
        "referente": contacts[0].name if contacts else card.organisation.name,
        "comune": card.organisation.municipality,
        "chi_scrive": writer.name,
        "campagna": card.campaign.name,
    }


@transaction.atomic
def create_mailing(
    *,
    actor: User,
    campaign_id: UUID,
    way: str,
    stages: Sequence[str],
    subject: str,
    text: str,
    request_key: UUID | None = None,
) -> Mailing:
    """Write a mailing, to be looked at before it leaves. The same key twice is one mailing.

    Refused: no stage chosen, an empty text, a field that does not exist, a closed campaign.
    """
    require(actor, "campaign.manage")
    before = made_before(Mailing, request_key)
    if before is not None:
        return before
    campaign = locked(actor, campaign_id)
    if way not in WAYS or not stages or set(stages) - set(ORDER):
        raise Refused(_("Scegli come scrivere e a chi."))
    rules.check_text(subject, text)
    made = Mailing.objects.create(
        campaign=campaign, way=way, stages=list(stages), subject=subject.strip(), text=text.strip(),
        created_by=actor, request_key=request_key,
    )  # fmt: skip
    record(actor, "campaign.mailing", made, fields=[way])
    return made


def _locked(actor: Actor, mailing_id: UUID) -> Mailing:
    found = Mailing.objects.select_for_update().filter(pk=mailing_id, campaign__in=queries.visible_to(actor))
    mailing = found.first()
    if mailing is None:
        raise Refused(_(GONE))
    return mailing


@transaction.atomic
def start_mailing(*, actor: User, mailing_id: UUID) -> Job:
    """Let the e-mails leave, as a job that shows how far it is and can be stopped.

    A second press finds the job that runs. Refused for letters, which are printed, when the mailing has
    left already, and when it would reach nobody.
    """
    from jobcaffe.network.outreach.tasks import send_mailing

    require(actor, "campaign.manage")
    mailing = _locked(actor, mailing_id)
    if mailing.way != Way.MAIL or mailing.state == MailingState.DONE:
        raise Refused(_("Questo invio è già partito. Scrivine uno nuovo."))
    if mailing.state == MailingState.DRAFT and not queries.addressees(mailing):
        raise Refused(_("Questo invio non raggiunge nessuno. Scegli altre organizzazioni."))
    job = enqueue(
        send_mailing, str(mailing.pk), str(actor.pk), actor=actor,
        title=_("Spedire le e-mail di una campagna"), dedupe_key=f"campaign-mailing:{mailing.pk}",
    )  # fmt: skip
    mailing.state, mailing.job_ref = MailingState.LEAVING, job.pk
    mailing.save(update_fields=["state", "job_ref"])
    record(actor, "campaign.send", mailing)
    return job


@transaction.atomic
def mail_card(*, actor: User, mailing_id: UUID, card_id: UUID) -> Notice | None:
    """One e-mail of a mailing; ``None`` when the organisation has got it already, or by now wants nothing.

    Called by the job. Refused only when card or mailing are gone.
    """
    require(actor, "campaign.manage")
    card = cards.locked(actor, card_id)
    mailing = _locked(actor, mailing_id)
    if Touch.objects.filter(mailing=mailing, card=card).exists() or queries.refusing(card.organisation_id):
        return None
    return _mail(actor, card, mailing.subject, mailing.text, mailing, key=f"campaign:{mailing.pk}:{card.pk}")


def _mail(
    actor: User, card: Card, subject: str, text: str, mailing: Mailing | None, *, key: str
) -> Notice | None:
    values = fields_of(card, mailing.created_by if mailing else actor)
    email = crypto.normalise_email(card.organisation.email)
    token = rules.stop_token(card.organisation_id, crypto.blind_index("email", email))
    context: dict[str, Any] = {
        "subject": rules.merge(subject, values),
        "text": rules.merge(text, values),
        "link": f"{settings.SITE_URL}{reverse('outreach:stop', args=[token])}",
    }
    notice = notices.send(
        actor=actor, to=notice_rules.Recipient(name=card.organisation.name, email=email),
        template="campaign_mail", context=context, channel=Channel.MAIL, dedupe_key=key,
    )  # fmt: skip
    if notice.state == NoticeState.HELD:
        return None
    touches.write_message(actor=actor, card=card, way=Way.MAIL, mailing=mailing)
    record(actor, "campaign.mail", card)
    return notice


@transaction.atomic
def finish_mailing(*, actor: User, mailing_id: UUID) -> Mailing:
    """The job has come to its end."""
    require(actor, "campaign.manage")
    mailing = _locked(actor, mailing_id)
    mailing.state = MailingState.DONE
    mailing.save(update_fields=["state"])
    record(actor, "campaign.sent", mailing)
    return mailing


@transaction.atomic
def invite(*, actor: User, card_id: UUID, request_key: UUID | None = None) -> Notice:
    """Send the campaign's invitation to one organisation, from its card. The same key twice is one e-mail.

    Refused: no invitation written, no address, an organisation that wants no messages, an address that
    came back.
    """
    require(actor, "campaign.work")
    card = cards.locked(actor, card_id)
    cards.check_free(card, actor)
    key = f"campaign-invite:{card.pk}:{request_key}"
    sent = Notice.objects.filter(dedupe_key=key).first() if request_key else None
    if sent is not None:
        return sent
    campaign: Campaign = card.campaign
    if not campaign.mail_text:
        raise Refused(_("Questa campagna non ha ancora un invito. Chiedi alla regia di scriverlo."))
    if queries.refusing(card.organisation_id):
        raise Refused(_("Questa organizzazione non vuole messaggi da noi."))
    made = _mail(actor, card, campaign.mail_subject, campaign.mail_text, None, key=key)
    if made is None:
        raise Refused(_("L'indirizzo manca o non funziona. Controlla l'e-mail dell'organizzazione."))
    return made


@transaction.atomic
def post_letters(*, actor: User, mailing_id: UUID) -> int:
    """The letters are in the post: one touch for each. How many; twice is the same as once.

    Refused for e-mails.
    """
    require(actor, "campaign.manage")
    mailing = _locked(actor, mailing_id)
    if mailing.way != Way.LETTER:
        raise Refused(_("Questo invio va per e-mail."))
    if mailing.state == MailingState.DONE:
        return 0
    reached = queries.addressees(mailing)
    for card in reached:
        touches.write_message(actor=actor, card=card, way=Way.LETTER, mailing=mailing)
    mailing.state = MailingState.DONE
    mailing.save(update_fields=["state"])
    record(actor, "campaign.sent", mailing)
    return len(reached)


@transaction.atomic
def tell_the_week(*, actor: Actor) -> int:
    """Every coordinator gets last week's contacts, once; how many. Nothing leaves without a campaign."""
    day = timezone.localdate() - timedelta(days=7)
    sent = 0
    for user in User.objects.filter(grants__role=Role.COORDINATOR, is_active=True).distinct():
        week = queries.recap(user, day)
        if not (week.touches or queries.running_campaigns(user).exists()):
            continue
        link = f"{settings.SITE_URL}{reverse('outreach:recap')}?settimana={week.first.isoformat()}"
        context = {"contacted": week.called, "interested": len(week.interested), "joined": len(week.joined)}
        notices.send(
            actor=actor, to=notice_rules.Recipient(name=user.name, email=user.email),
            template="campaign_recap", context={**context, "link": link}, channel=Channel.MAIL,
            dedupe_key=f"campaign-recap:{week.first}:{user.pk}",
        )  # fmt: skip
        sent += 1
    record(actor, "campaign.recap", None)
    return sent
