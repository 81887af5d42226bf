"""Who said no: nobody writes or calls there any more."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import PUBLIC, Actor, record
from jobcaffe.foundation.notices import actions as notices
from jobcaffe.foundation.notices import rules as notice_rules
from jobcaffe.foundation.notices.enums import Channel, Scope
from jobcaffe.foundation.privacy import crypto
from jobcaffe.network.outreach import rules
from jobcaffe.network.outreach.enums import Reach
from jobcaffe.network.outreach.models import Refusal
from jobcaffe.organisations.models import Organisation
from jobcaffe.organisations.queries import moved_to

MOST_ADDRESSES = 500


@transaction.atomic
def stop_by_link(*, actor: Actor = PUBLIC, token: str) -> Organisation | None:
    """An organisation stops our messages with the link in one of them, without signing in.

    Twice is the same as once. ``None`` when the organisation is no longer there. Refused: a link that is
    not ours.
    """
    read = rules.read_stop_token(token)
    if read is None:
        raise Refused(_("Questo collegamento non è completo. Copialo tutto dal messaggio."))
    ref, index = read
    notices.stop_scope(key=notice_rules.recipient_key(index=index), scope=Scope.NEWS, actor=actor)
    # Who was united with another since keeps its word there.
    organisation = Organisation.objects.filter(pk=moved_to(UUID(ref)) or ref).first()
    if organisation is not None:
        Refusal.objects.get_or_create(organisation=organisation, reach=Reach.WRITING, lifted_at=None)
    record(actor, "campaign.refuse", organisation, fields=[Reach.WRITING])
    return organisation


@transaction.atomic
def refuse(*, actor: User, organisation_id: UUID, reach: str) -> Refusal:
    """Write that an organisation wants no messages, or no contact at all. Twice is the same as once.

    Refused for an organisation that is gone or an unknown word.
    """
    require(actor, "campaign.work")
    organisation = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if organisation is None or reach not in Reach.values:
        raise Refused(rules.GONE)
    row, made = Refusal.objects.get_or_create(
        organisation=organisation, reach=reach, lifted_at=None, defaults={"by": actor}
    )
    if made:
        record(actor, "campaign.refuse", organisation, fields=[reach])
    return row


@transaction.atomic
def lift_refusal(*, actor: User, organisation_id: UUID) -> int:
    """The organisation called us itself: it may be contacted again. How many refusals were lifted."""
    require(actor, "campaign.manage")
    lifted = Refusal.objects.filter(organisation=organisation_id, lifted_at=None).update(
        lifted_at=timezone.now()
    )
    if lifted:
        record(actor, "campaign.lift", Organisation.objects.get(pk=organisation_id), fields=["refusals"])
    return lifted


@transaction.atomic
def hold_addresses(*, actor: User, emails: Iterable[str]) -> int:
    """Addresses whose messages came back: nothing is sent there until it is lifted. How many are new.

    What the mail server refuses at once is held by itself; what comes back later as a message only
    somebody can read. Refused: nothing written, or more than 500.
    """
    require(actor, "campaign.work")
    found = list(dict.fromkeys(one for one in map(crypto.normalise_email, emails) if "@" in one))
    if not found or len(found) > MOST_ADDRESSES:
        raise Refused(_("Scrivi gli indirizzi che tornano indietro, uno per riga, al massimo 500."))
    reason = "reported by staff"
    held = sum(notices.hold(actor=actor, channel=Channel.MAIL, contact=one, reason=reason) for one in found)
    record(actor, "campaign.bounced", None)
    return held
